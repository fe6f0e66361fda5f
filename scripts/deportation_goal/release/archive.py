"""The zip of a release: everything in one folder, the same bytes for the same files."""

from __future__ import annotations

import contextlib
import datetime
import os
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from deportation_goal.package.descriptor import PACKAGE_NAME
from deportation_goal.release.checksums import checksum_line, file_hash

_NAME: Final = re.compile(rf"{PACKAGE_NAME}-([0-9]+\.[0-9]+\.[0-9]+)\.zip(\.sha256)?")
_LEVEL: Final = 6
_PACKED_ALREADY: Final = (".parquet", ".xlsx", ".png")


def zip_name(version: str) -> str:
    """Return the name of the zip of a version."""
    return f"{PACKAGE_NAME}-{version}.zip"


def version_in_name(name: str) -> str | None:
    """Return the version in the name of a zip or of its checksum; None where it is another name."""
    found = _NAME.fullmatch(name)
    return found[1] if found else None


def write_zip(folder: Path, paths: Iterable[str], version: str, created: datetime.datetime) -> Path:
    """Write the zip of a release into its folder, with its checksum beside it, and return its path.

    Args:
        folder: The folder of the release.
        paths: What to pack, with `/`.
        version: Version of the release.
        created: The time that every file in the zip gets.
    """
    from repro_zipfile import ReproducibleZipFile

    target = folder / zip_name(version)
    settings = {"SOURCE_DATE_EPOCH": str(int(created.timestamp())), "REPRO_ZIPFILE_FILE_MODE": "644"}
    with (
        _environment(settings),
        ReproducibleZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL, strict_timestamps=False) as zipped,
    ):
        for path in sorted(paths):
            packing = zipfile.ZIP_STORED if path.endswith(_PACKED_ALREADY) else zipfile.ZIP_DEFLATED
            zipped.write(folder / path, f"{target.stem}/{path}", compress_type=packing)
    beside = target.with_name(f"{target.name}.sha256")
    beside.write_bytes(checksum_line(file_hash(target), target.name).encode())
    return target


@contextlib.contextmanager
def _environment(settings: Mapping[str, str]) -> Iterator[None]:
    """Set variables of the environment for a while: repro_zipfile takes its settings from nowhere else."""
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
