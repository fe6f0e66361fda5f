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
    # The directory names a place outside the file: the kind of file decides which of these three is raised.
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

    Errors of the code that uses the pieces pass through: a full disk is not a damaged zip.

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


_END: Final = struct.Struct("<4s4H2LH")
"""The end of a zip's directory: signature, numbers of disks and entries, size and place of the directory, comment."""
_END_SIGNATURE: Final = b"PK\x05\x06"
_LOCAL: Final = struct.Struct("<4s5H3L2H")
"""What comes before the bytes of a file."""
_DESCRIPTOR_FLAG: Final = 0x8
_DESCRIPTOR_SIZES: Final = (12, 16, 20, 24)
"""Sizes that the record after a file of unknown length may have."""
_ZIP64: Final = 0xFFFFFFFF


def bytes_outside(path: Path) -> list[str]:
    """Return where a zip holds bytes that belong to none of its files: "before", "between", "after", "comment".

    A zip of more than 4 GiB is looked at from its beginning to its directory only.

    Raises:
        DamagedZipError: If its directory cannot be read.
    """
    size = path.stat().st_size
    with open_zip(path) as zipped, path.open("rb") as file:
        file.seek(max(size - _END.size - 0xFFFF, 0))
        tail = file.read()
        at = tail.rfind(_END_SIGNATURE)
        found = [] if not zipped.comment else ["comment"]
        if at < 0 or len(tail) - at < _END.size:
            raise DamagedZipError("its end is missing")
        end = size - len(tail) + at
        *_, length, start, comment = _END.unpack_from(tail, at)
        if end + _END.size + comment < size:
            found.append("after")
        if start != _ZIP64 and start + length < end:
            # Then zipfile counts every place from where it thinks that the zip begins.
            return ["before", *found]
        position = 0
        for entry in sorted(zipped.infolist(), key=lambda entry: entry.header_offset):
            if entry.header_offset != position:
                found.insert(0, "between" if position else "before")
                break
            position = _end_of(file, entry)
        else:
            if position != zipped.start_dir:
                found.insert(0, "between")
    return found


def _end_of(file: IO[bytes], entry: zipfile.ZipInfo) -> int:
    """Return where the bytes of a file in a zip end."""
    file.seek(entry.header_offset)
    header = file.read(_LOCAL.size)
    if len(header) < _LOCAL.size:
        return -1
    *_, name, extra = _LOCAL.unpack(header)
    end = entry.header_offset + _LOCAL.size + name + extra + entry.compress_size
    if entry.flag_bits & _DESCRIPTOR_FLAG:
        file.seek(end)
        record = file.read(max(_DESCRIPTOR_SIZES) + 4)
        nexts = (b"PK\x03\x04", DIRECTORY_ENTRY)
        end += next((size for size in _DESCRIPTOR_SIZES if record[size : size + 4] in nexts), 0)
    return int(end)


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
