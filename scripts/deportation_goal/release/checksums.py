"""SHA256SUMS: the hash of every other file of a release, in the form of sha256sum."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

SUMS: Final = "SHA256SUMS"
_LINE: Final = re.compile(r"([0-9a-f]{64}) [ *](.+)")


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def checksum_line(digest: str, path: str) -> str:
    """Return a line of the list."""
    return f"{digest}  {path}\n"


def checksums(folder: Path, paths: Iterable[str]) -> bytes:
    """Return the list for some files below a folder, by path."""
    return "".join(checksum_line(file_hash(folder / path), path) for path in sorted(paths)).encode()


def parse_checksums(content: bytes) -> dict[str, str]:
    """Return the hashes of a list by path.

    Raises:
        ValueError: If a line is of another form, or a path stands twice; the message says which.
    """
    hashes: dict[str, str] = {}
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), start=1):
        found = _LINE.fullmatch(line)
        if found is None:
            raise ValueError(f"line {number} is not of the form: 64 hexadecimal digits, two spaces, a path")
        if found[2] in hashes:
            raise ValueError(f"line {number} lists {found[2]} a second time")
        hashes[found[2]] = found[1]
    return hashes
