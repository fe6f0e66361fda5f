"""Reads zips that may be damaged: whatever zipfile makes of broken bytes is one error here."""

from __future__ import annotations

import enum
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from deportation_goal.errors import UserError

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


class DamagedZipError(UserError):
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


DIRECTORY_ENTRY: Final = b"PK\x01\x02"
"""What every entry of a zip's directory begins with."""

_ENCRYPTED_FLAG: Final = 0x1


class Flaw(enum.Enum):
    """Why a zip is not unpacked."""

    ENCRYPTED = enum.auto()
    TWICE = enum.auto()
    TOO_LARGE = enum.auto()
    TOO_DENSE = enum.auto()
    UNUSUAL = enum.auto()


@dataclass(frozen=True)
class Limits:
    """What a zip may hold.

    Attributes:
        unpacked: Bytes of all its files together.
        ratio: How many times its packed size it may unpack to, once that is more than `ratio_from` bytes.
        ratio_from: See `ratio`: small files of one value are packed very well and do no harm.
    """

    unpacked: int
    ratio: int
    ratio_from: int


def unpacked_size(entries: Sequence[zipfile.ZipInfo]) -> int:
    """Return how many bytes the files of a zip have together, as its directory says."""
    return sum(entry.file_size for entry in entries)


def density(entries: Sequence[zipfile.ZipInfo]) -> int:
    """Return how many times its packed size a zip unpacks to, as its directory says."""
    return unpacked_size(entries) // max(sum(entry.compress_size for entry in entries), 1)


def directory_flaw(entries: Sequence[zipfile.ZipInfo], limits: Limits) -> Flaw | None:
    """Return the first reason, if any, not to unpack a zip with these entries."""
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        return Flaw.ENCRYPTED
    if len({entry.filename for entry in entries}) < len(entries):
        return Flaw.TWICE
    if unpacked_size(entries) > limits.unpacked:
        return Flaw.TOO_LARGE
    if unpacked_size(entries) > limits.ratio_from and density(entries) > limits.ratio:
        return Flaw.TOO_DENSE
    if not {entry.compress_type for entry in entries} <= {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        return Flaw.UNUSUAL
    return None
