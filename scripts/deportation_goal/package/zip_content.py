"""Reads zips that may be damaged: whatever zipfile makes of broken bytes is one error here."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

_CHUNK: Final = 64 * 1024
_OF_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    # A place outside the file, where a directory says that something stands: by the kind of file, one of the three.
    OSError,
    ValueError,
    OverflowError,
    # An unknown way to pack, a password that nobody set (NotImplementedError is a RuntimeError).
    RuntimeError,
)
"""What zipfile raises where the bytes of a zip are not what they should be."""


class DamagedZipError(Exception):
    """A zip, or a file in one, that cannot be read."""


def open_zip(file: Path | IO[bytes]) -> zipfile.ZipFile:
    """Open a zip for reading.

    Raises:
        DamagedZipError: If its directory cannot be read.
    """
    try:
        return zipfile.ZipFile(file)
    except _OF_DAMAGE as error:
        raise DamagedZipError(str(error) or type(error).__name__) from None


def chunks(zipped: zipfile.ZipFile, entry: str | zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the content of a file in a zip piece by piece.

    What goes wrong where the pieces are used is not looked at: a full disk is no damaged zip.

    Raises:
        DamagedZipError: If it cannot be unpacked whole.
        KeyError: If there is no such file.
    """
    try:
        with zipped.open(entry) as packed:
            while chunk := packed.read(_CHUNK):
                yield chunk
    except _OF_DAMAGE as error:
        raise DamagedZipError(str(error) or type(error).__name__) from None
