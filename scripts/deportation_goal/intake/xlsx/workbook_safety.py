"""Opens a workbook as a zip of XML parts, within limits, so that no later code has to defend itself.

Checked from the directory of the zip and again while reading. XML is streamed; a document type, and with it every
entity, is refused.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Final
from xml.parsers import expat

from deportation_goal.errors import UserError
from deportation_goal.package.zips import (
    DIRECTORY_ENTRY,
    DamagedZipError,
    Flaw,
    Limits,
    chunks,
    density,
    directory_flaw,
    open_zip,
)
from deportation_goal.rules.rule import FileRule
from deportation_goal.rules.submission import UNREADABLE, UNSAFE_WORKBOOK

MAXIMUM_FILE: Final = 32 * 1024 * 1024
"""Largest workbook, in bytes: ten thousand rows take two million."""

LIMITS: Final = Limits(unpacked=96 * 1024**2, ratio=100, ratio_from=16 * 1024**2)
"""What the parts of a workbook may unpack to."""

MAXIMUM_PARTS: Final = 2_000
_MAXIMUM_TOKEN: Final = 1024 * 1024

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")
_TWICE: Final = "the workbook holds a part twice, and nobody can say which counts: save it again"
_AS_XLSX: Final = "save it as .xlsx (Excel workbook) and send that"


class WorkbookRefusedError(UserError):
    """A workbook that is not read.

    Attributes:
        rule: The rule on submissions that it breaks.
    """

    def __init__(self, rule: FileRule, message: str) -> None:
        super().__init__(message)
        self.rule = rule


class Archive:
    """The parts of a workbook, by name."""

    def __init__(self, zipped: zipfile.ZipFile) -> None:
        self._zipped = zipped
        self._names = {part_key(name): name for name in zipped.namelist()}
        self._left = LIMITS.unpacked
        if len(self._names) < len(zipped.namelist()):
            raise WorkbookRefusedError(UNSAFE_WORKBOOK, _TWICE)

    def __contains__(self, name: str) -> bool:
        return part_key(name) in self._names

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the content of a part piece by piece.

        Raises:
            WorkbookRefusedError: If it is missing, damaged, or longer than the directory says.
        """
        try:
            for chunk in chunks(self._zipped, self._names[part_key(name)]):
                self._left -= len(chunk)
                if self._left < 0:
                    raise WorkbookRefusedError(UNSAFE_WORKBOOK, _too_large())
                yield chunk
        except KeyError:
            raise WorkbookRefusedError(UNREADABLE, f"the workbook is damaged: its part {name} is missing") from None
        except DamagedZipError:
            raise WorkbookRefusedError(
                UNREADABLE, f"the workbook is damaged: its part {name} cannot be unpacked; save it again"
            ) from None


def part_key(name: str) -> str:
    """Return one key for every way to write a name: case does not matter (ECMA-376, part 2), and some programs write backslashes."""
    return name.replace("\\", "/").lstrip("/").casefold()


def _too_large() -> str:
    return f"the workbook unpacks to more than {LIMITS.unpacked // 1024**2} MB: it holds more than rows, or was made to fill a disk"


def open_archive(content: bytes, name: str) -> Archive:
    """Open a workbook.

    Args:
        content: Its bytes.
        name: Name of its file, for the ending.

    Raises:
        WorkbookRefusedError: If it is not an .xlsx workbook, has a password or macros, or breaks a limit.
    """
    if len(content) > MAXIMUM_FILE:
        raise WorkbookRefusedError(
            UNSAFE_WORKBOOK,
            f"the workbook has {len(content):,} bytes; at most {MAXIMUM_FILE:,} are read: send it in parts",
        )
    if not content.startswith(b"PK"):
        raise WorkbookRefusedError(UNREADABLE, _other_format(content))
    if content.count(DIRECTORY_ENTRY) > MAXIMUM_PARTS:
        raise WorkbookRefusedError(UNSAFE_WORKBOOK, f"the workbook has more than {MAXIMUM_PARTS:,} parts inside")
    try:
        zipped = open_zip(io.BytesIO(content))
    except DamagedZipError:
        raise WorkbookRefusedError(
            UNREADABLE, "the workbook is damaged or only a part of it: save or download it again"
        ) from None
    _check_directory(zipped.infolist())
    _check_kind(zipped, PurePosixPath(name.replace("\\", "/")).suffix.lower())
    return Archive(zipped)


def _other_format(content: bytes) -> str:
    if content.startswith(_OLE):
        if _ENCRYPTED_STREAM in content:
            return "the workbook has a password: remove it (File, Info, Protect Workbook) and save it again"
        return f"this is a workbook of the old format .xls: {_AS_XLSX}"
    if not content:
        return "the file is empty"
    if content.lstrip()[:1] == b"<":
        return f"this is a web page or XML with the name of a workbook: open it in a spreadsheet program, {_AS_XLSX}"
    return f"this is not a workbook, whatever its name says: open it in a spreadsheet program, {_AS_XLSX}"


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    flaw = directory_flaw(entries, LIMITS)
    if flaw is Flaw.ENCRYPTED:
        raise WorkbookRefusedError(UNREADABLE, "the workbook has a password: remove it and save it again")
    if flaw is Flaw.TWICE:
        raise WorkbookRefusedError(UNSAFE_WORKBOOK, _TWICE)
    if flaw is Flaw.TOO_LARGE:
        raise WorkbookRefusedError(UNSAFE_WORKBOOK, _too_large())
    if flaw is Flaw.TOO_DENSE:
        raise WorkbookRefusedError(
            UNSAFE_WORKBOOK, f"the workbook unpacks to {density(entries)} times its size: no sheet of rows does"
        )
    if flaw is Flaw.UNUSUAL:
        raise WorkbookRefusedError(UNREADABLE, f"the workbook is packed in an unusual way: {_AS_XLSX}")


def _check_kind(zipped: zipfile.ZipFile, suffix: str) -> None:
    names = {part_key(name) for name in zipped.namelist()}
    if suffix in (".xlsm", ".xltm", ".xlam") or any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise WorkbookRefusedError(UNSAFE_WORKBOOK, f"the workbook can hold macros: {_AS_XLSX}")
    if "mimetype" in names or "meta-inf/manifest.xml" in names:
        raise WorkbookRefusedError(UNREADABLE, f"this is an OpenDocument file (.ods): {_AS_XLSX}")
    if "xl/workbook.bin" in names:
        raise WorkbookRefusedError(UNREADABLE, f"this is a binary workbook (.xlsb): {_AS_XLSX}")
    if "_rels/.rels" not in names:
        raise WorkbookRefusedError(UNREADABLE, f"this is a zip file, but not a workbook: {_AS_XLSX}")


Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def stream_xml(chunks: Iterator[bytes], part: str, start: Start, end: End, text: Text) -> None:
    """Read XML in a stream; names are given as `namespace name`, with a space between.

    Args:
        chunks: The document, piece by piece.
        part: Its name, for messages.
        start: Called with the name and the attributes of each element that opens.
        end: Called with the name of each element that closes.
        text: Called with each run of text.

    Raises:
        WorkbookRefusedError: If it is not well formed, has a document type, or a tag of absurd length.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def refuse(*_arguments: object) -> None:
        raise WorkbookRefusedError(
            UNSAFE_WORKBOOK, f"the part {part} of the workbook declares a document type, which no spreadsheet does"
        )

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    fed = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            fed += len(chunk)
            # What expat has not reported yet is one unfinished tag, and it starts over with every chunk.
            if fed - parser.CurrentByteIndex > _MAXIMUM_TOKEN:
                raise WorkbookRefusedError(UNSAFE_WORKBOOK, f"the part {part} of the workbook has a tag without an end")
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        where = f" (line {error.lineno})" if isinstance(error, expat.ExpatError) else ""
        raise WorkbookRefusedError(
            UNREADABLE, f"the workbook is damaged: its part {part} is not well-formed XML{where}; save it again"
        ) from None
