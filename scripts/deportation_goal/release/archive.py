"""The zip of a release: everything in one folder, the same bytes for the same files."""

from __future__ import annotations

import datetime
import hashlib
import os
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from deportation_goal.package.descriptor import PACKAGE_NAME
from deportation_goal.release.artefacts import formats

SUMS: Final = "SHA256SUMS"
SITE_FOLDER: Final = "site"
"""Where the site of a release is in its folder; it has a list of checksums of its own."""
_CHUNK: Final = 1 << 20
_PIECE: Final = 1 << 16
"""Bytes of a file that are deflated at once; another number may give other bytes."""
_LINE: Final = re.compile(r"([0-9a-f]{64}) [ *](.+)")


def file_hash(path: Path | str) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    digest = hashlib.sha256()
    # A site has thousands of small files: a buffer for each takes longer than its hash.
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - a path object for each takes as long again
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def checksum_line(digest: str, path: str) -> str:
    """Return a line of the list."""
    return f"{digest}  {path}\n"


def checksums(folder: Path, paths: Iterable[str]) -> bytes:
    """Return the list for some files below a folder, by path."""
    listed = sorted(paths)
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        digests = threads.map(file_hash, [folder / path for path in listed])
        return "".join(map(checksum_line, digests, listed)).encode()


def parse_checksums(content: bytes) -> dict[str, str]:
    """Return the hashes of a list by path.

    Raises:
        ValueError: If a line is of another form, or a path is listed twice; the message says which.
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


_NAME: Final = re.compile(rf"{PACKAGE_NAME}-([0-9]+\.[0-9]+\.[0-9]+)\.zip(\.sha256)?")
_MODE: Final = 0o644
_UNIX: Final = 3
"""The system that made a zip, by the number that the format has for it."""
_PACKED_ALREADY: Final = (".png", *(form.extension for form in formats() if form.is_packed))


def zip_name(version: str) -> str:
    """Return the name of the zip of a version."""
    return f"{PACKAGE_NAME}-{version}.zip"


def version_in_name(name: str) -> str | None:
    """Return the version in the name of a zip or of its checksum; None where it is another name."""
    found = _NAME.fullmatch(name)
    return found[1] if found else None


def is_packed(name: str) -> bool:
    """Whether a file in the folder of a release is a zip, of it or of its site, or the checksum of one: none is listed."""
    return version_in_name(name.replace(f"{PACKAGE_NAME}-site-", f"{PACKAGE_NAME}-", 1)) is not None


def site_zip_name(version: str) -> str:
    """Return the name of the zip of the site of a version."""
    return f"{PACKAGE_NAME}-site-{version}.zip"


def write_zip(folder: Path, paths: Iterable[str], version: str, created: datetime.datetime) -> Path:
    """Write the zip of a release into its folder, with its checksum beside it, and return its path.

    Args:
        folder: The folder of the release.
        paths: What to pack, with `/`.
        version: Version of the release.
        created: The time that every file in the zip gets.
    """
    target = folder / zip_name(version)
    entries = [
        (zip_entry(f"{target.stem}/{path}", created, (folder / path).stat().st_size), _Pieces(folder / path))
        for path in sorted(paths)
    ]
    write_entries(target, entries)
    write_checksum(target)
    return target


class _Pieces:
    """The content of a file, piece by piece, as often as it is asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __iter__(self) -> Iterator[bytes]:
        with self._path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece


class _Deflated:
    """Stands for the compressor of a file whose bytes are deflated already."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def compress(self, _piece: bytes) -> bytes:
        return b""

    def flush(self) -> bytes:
        return self._content


def write_entries(target: Path, entries: Sequence[tuple[zipfile.ZipInfo, Iterable[bytes]]]) -> None:
    """Write a zip with the bytes of one that zipfile packs file by file; here each processor has a file to deflate.

    Args:
        target: The zip.
        entries: What it says of each file, and the content of the file in pieces, which are asked for twice.
    """
    with zipfile.ZipFile(target, "w") as zipped, ThreadPoolExecutor(os.cpu_count()) as threads:
        for (entry, pieces), deflated in zip(entries, threads.map(_deflated, entries), strict=True):
            with zipped.open(entry, "w") as packed:
                if deflated:
                    # A private member, since zipfile takes nothing that is deflated; a test holds it to the bytes.
                    packed._compressor = deflated  # type: ignore[attr-defined]
                for piece in pieces:
                    packed.write(piece)


def _deflated(content: tuple[zipfile.ZipInfo, Iterable[bytes]]) -> _Deflated | None:
    """Return what deflating a file gives; None if it is stored as it is."""
    entry, pieces = content
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        return None
    packing = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return _Deflated(b"".join([*map(packing.compress, pieces), packing.flush()]))


def hash_file(zipped: Path) -> Path:
    """Return where the hash of a zip is, if there is one."""
    return zipped.with_name(f"{zipped.name}.sha256")


def write_checksum(target: Path) -> Path:
    """Write the hash of a file beside it, as `sha256sum --check` reads it, and return where."""
    beside = hash_file(target)
    beside.write_bytes(checksum_line(file_hash(target), target.name).encode())
    return beside


def zip_entry(name: str, created: datetime.datetime, size: int) -> zipfile.ZipInfo:
    """Return what a zip says of a file: nothing that depends on the machine, the folder or the moment.

    Args:
        name: Its path in the zip.
        created: The time that it gets.
        size: Its size in bytes, known before it is packed: one beyond 4 GiB has another form.
    """
    entry = zipfile.ZipInfo(name, created.astimezone(datetime.UTC).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_STORED if name.endswith(_PACKED_ALREADY) else zipfile.ZIP_DEFLATED
    entry.external_attr = _MODE << 16
    entry.create_system = _UNIX
    entry.file_size = size
    return entry
