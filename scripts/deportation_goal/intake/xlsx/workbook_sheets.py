"""The sheets of an XLSX workbook (ECMA-376): their cells as they are stored, with the number format that shows them.

One streaming pass reads a sheet and finds its formulas, merged cells and hidden rows on the way. A formula has
the value that was stored with it, if any. What the cells mean is not decided here.
"""

from __future__ import annotations

import enum
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from deportation_goal.intake.xlsx.workbook_safety import Archive, WorkbookRefusedError, open_archive, stream_xml
from deportation_goal.rules.submission import UNREADABLE, UNSAFE_WORKBOOK


class NumberFormat(enum.Enum):
    """What a number format makes of a number, as far as it changes the meaning."""

    GENERAL = "general"
    PERCENT = "percent"
    DAY = "a day with its year"
    MONTH = "a month with its year"
    YEAR = "a year"
    NO_YEAR = "a day or month without its year"
    TIME = "a day with a time, or a time"


def number_format(code: str) -> NumberFormat:
    """Return what a format code such as `mmm-yy` or `0%` makes of a number."""
    bare = re.sub(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', "", code.lower()).partition(";")[0]
    if "%" in bare:
        return NumberFormat.PERCENT
    if bare in ("general", "standard", "@", "") or re.search(r"[0#?]", bare.replace("ss.0", "ss")):
        return NumberFormat.GENERAL
    if re.search(r"[hs]|\[m+\]|am/pm", bare):
        return NumberFormat.TIME
    has_year, has_month, has_day = (letter in bare for letter in ("y", "m", "d"))
    if has_year and has_day:
        return NumberFormat.DAY
    if has_year:
        return NumberFormat.MONTH if has_month else NumberFormat.YEAR
    return NumberFormat.NO_YEAR if has_day or has_month else NumberFormat.GENERAL


BUILT_IN: Final = (
    {9: NumberFormat.PERCENT, 10: NumberFormat.PERCENT, 16: NumberFormat.NO_YEAR, 17: NumberFormat.MONTH}
    | dict.fromkeys((14, 15, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58), NumberFormat.DAY)
    | dict.fromkeys((18, 19, 20, 21, 22, 32, 33, 34, 35, 45, 46, 47, 55, 56), NumberFormat.TIME)
)
"""Number formats by their fixed numbers; those of East Asian languages show a day."""


MAXIMUM_CELLS: Final = 1_000_000
"""Most filled cells that are read from a workbook."""

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384

_MAIN: Final = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RANGE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3}[0-9]{1,7}))?")
_ON: Final = ("1", "true", "on")


class Kind(enum.Enum):
    """How a cell is stored."""

    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    ERROR = "error"
    DATE = "date"


class Cell(NamedTuple):
    """A cell: its stored text, how it is stored, and how it is shown."""

    text: str
    kind: Kind
    format: NumberFormat


class Merged(NamedTuple):
    """Merged cells: row and column of the first, and the address of the last."""

    row: int
    column: int
    last: str


@dataclass(frozen=True)
class Sheet:
    """A sheet as the workbook lists it."""

    name: str
    hidden: bool
    part: str


@dataclass
class SheetCells:
    """What a sheet holds; rows and columns are counted from 1.

    Attributes:
        rows: The filled cells by row and column.
        formulas: Where formulas stand.
        merged: Ranges of merged cells.
        hidden_rows: Rows that are not shown.
        hidden_columns: First and last of each run of columns that are not shown.
    """

    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    formulas: list[tuple[int, int]] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


def column_name(number: int) -> str:
    """Return the letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


class Workbook:
    """An open workbook: its sheets, read one at a time."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._cells_left = MAXIMUM_CELLS
        self.since_1904 = False
        self.sheets: tuple[Sheet, ...] = ()
        main = next((part for kind, part in self._relations("").values() if kind.endswith("/officeDocument")), "")
        if not main:
            raise WorkbookRefusedError(UNREADABLE, "this is an Office file, but no workbook: save it as .xlsx")
        self._read_main(main)

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return what a part refers to: type and name of a part by id."""
        folder, name = posixpath.split(part)
        found: dict[str, tuple[str, str]] = {}
        relations = posixpath.join(folder, "_rels", f"{name}.rels")

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag.endswith(" Relationship") and attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
                found[attributes.get("Id", "")] = (attributes.get("Type", ""), target.lstrip("/"))

        if relations in self._archive:
            stream_xml(self._archive.chunks(relations), relations, start, _nothing, _nothing)
        return found

    def _read_main(self, part: str) -> None:
        relations = self._relations(part)
        sheets: list[Sheet] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            name = _local(tag)
            if name == "workbookPr":
                self.since_1904 = attributes.get("date1904", "") in _ON
            elif name == "sheet":
                key = next((value for key, value in attributes.items() if key.endswith(" id")), "")
                kind, target = relations.get(key, ("", ""))
                hidden = attributes.get("state", "visible") != "visible"
                if kind.lower().endswith("macrosheet"):
                    raise WorkbookRefusedError(UNSAFE_WORKBOOK, "the workbook holds a macro sheet: delete it")
                if kind.endswith("/worksheet"):
                    sheets.append(Sheet(attributes.get("name", ""), hidden, target))

        stream_xml(self._archive.chunks(part), part, start, _nothing, _nothing)
        self.sheets = tuple(sheets)
        parts = {kind.rpartition("/")[2]: target for kind, target in relations.values()}
        self._strings = self._shared_strings(parts.get("sharedStrings", ""))
        self._formats = self._number_formats(parts.get("styles", ""))

    def _shared_strings(self, part: str) -> list[str]:
        if part not in self._archive:
            return []
        strings: list[str] = []
        collector = _TextCollector()

        def start(tag: str, _attributes: dict[str, str]) -> None:
            collector.start(_local(tag))

        def end(tag: str) -> None:
            name = _local(tag)
            collector.end(name)
            if name == "si":
                strings.append(collector.take())

        stream_xml(self._archive.chunks(part), part, start, end, collector.text)
        return strings

    def _number_formats(self, part: str) -> list[NumberFormat]:
        """Return the number format of every cell style."""
        if part not in self._archive:
            return []
        codes: dict[int, NumberFormat] = dict(BUILT_IN)
        styles: list[int] = []
        inside = [False]

        def start(tag: str, attributes: dict[str, str]) -> None:
            name = _local(tag)
            if name == "numFmt" and "numFmtId" in attributes:
                codes[int(attributes["numFmtId"])] = number_format(attributes.get("formatCode", ""))
            elif name == "cellXfs":
                inside[0] = True
            elif name == "xf" and inside[0]:
                styles.append(int(attributes.get("numFmtId", 0)))

        def end(tag: str) -> None:
            if _local(tag) == "cellXfs":
                inside[0] = False

        stream_xml(self._archive.chunks(part), part, start, end, _nothing)
        return [codes.get(style, NumberFormat.GENERAL) for style in styles]

    def read(self, sheet: Sheet) -> SheetCells:
        """Read the cells of a sheet.

        Raises:
            WorkbookRefusedError: If it is damaged, or the workbook has more than `MAXIMUM_CELLS` filled cells.
        """
        reader = _SheetReader(self._strings, self._formats, self._count)
        stream_xml(self._archive.chunks(sheet.part), sheet.part, reader.start, reader.end, reader.collector.text)
        return reader.found

    def _count(self) -> None:
        self._cells_left -= 1
        if self._cells_left < 0:
            raise WorkbookRefusedError(
                UNSAFE_WORKBOOK, f"the workbook has more than {MAXIMUM_CELLS:,} filled cells: send it in parts"
            )


class _TextCollector:
    """Collects the text of `t` elements (outside phonetic readings) and of `v` elements."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._open = False
        self._phonetic = False

    def start(self, name: str) -> None:
        if name == "rPh":
            self._phonetic = True
        elif name in ("t", "v"):
            self._open = not self._phonetic

    def end(self, name: str) -> None:
        if name == "rPh":
            self._phonetic = False
        elif name in ("t", "v"):
            self._open = False

    def text(self, run: str) -> None:
        if self._open:
            self._pieces.append(run)

    def take(self) -> str:
        """Return the text collected since the last time, escapes such as _x000D_ undone."""
        text = "".join(self._pieces)
        self._pieces.clear()
        return _ESCAPED.sub(_unescaped, text) if "_x" in text else text


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)


class _SheetReader:
    """The state of the pass over one sheet."""

    def __init__(self, strings: list[str], formats: list[NumberFormat], count: Callable[[], None]) -> None:
        self.found = SheetCells()
        self.collector = _TextCollector()
        self._strings, self._formats, self._count = strings, formats, count
        self._row = 0
        self._column = 0
        self._kind = ""
        self._style = 0
        self._in_cell = False
        self._formula = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if name == "c":
            self._open_cell(attributes)
        elif name in ("v", "t", "rPh"):
            self.collector.start(name)
        elif name == "f":
            self._formula = self._in_cell
        elif name == "row":
            self._open_row(attributes)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "col" and attributes.get("hidden", "") in _ON:
            self.found.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))

    def _merge(self, reference: str) -> None:
        match = _RANGE.fullmatch(reference)
        if match is None:
            raise ValueError("a range outside the sheet")
        self._count()
        row, column = int(match[2]), column_number(match[1])
        self.found.merged.append(Merged(row, column, match[3] or match[1] + match[2]))

    def _open_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes["r"]) if "r" in attributes else self._row + 1
        self._column = 0
        if not 1 <= self._row <= LAST_ROW:
            raise ValueError("a row outside the sheet")
        if attributes.get("hidden", "") in _ON:
            self.found.hidden_rows.add(self._row)

    def _open_cell(self, attributes: dict[str, str]) -> None:
        self._column += 1
        reference = attributes.get("r")
        if reference is not None:
            match = _REFERENCE.fullmatch(reference)
            if match is None or int(match[2]) != self._row:
                raise ValueError("a cell outside its row")
            self._column = column_number(match[1])
        if not 1 <= self._column <= LAST_COLUMN or not self._row:
            raise ValueError("a cell outside the sheet")
        self._kind, self._style = attributes.get("t", "n"), int(attributes.get("s", 0))
        self._in_cell, self._formula = True, False
        self.collector.take()

    def end(self, tag: str) -> None:
        name = _local(tag)
        if name == "c":
            self._close_cell()
        elif name in ("v", "t", "rPh"):
            self.collector.end(name)

    def _close_cell(self) -> None:
        self._in_cell = False
        text = self.collector.take()
        if self._formula:
            self._count()
            self.found.formulas.append((self._row, self._column))
        if not text:
            return
        kind = _KINDS[self._kind]
        if self._kind == "s":
            text = self._strings[_position(text)]
        if not text.strip():
            return
        self._count()
        row = self.found.rows.setdefault(self._row, {})
        if self._column in row:
            raise ValueError("a cell twice")
        shown = self._formats[self._style] if 0 <= self._style < len(self._formats) else NumberFormat.GENERAL
        row[self._column] = Cell(text, kind, shown)


_KINDS: Final = {
    "n": Kind.NUMBER,
    "s": Kind.TEXT,
    "str": Kind.TEXT,
    "inlineStr": Kind.TEXT,
    "b": Kind.BOOLEAN,
    "e": Kind.ERROR,
    "d": Kind.DATE,
}


def _position(text: str) -> int:
    position = int(text)
    if position < 0:
        raise ValueError("a string before the first")
    return position


@lru_cache(maxsize=1_024)
def _local(tag: str) -> str:
    """Return the name of an element of SpreadsheetML, or an empty string for one of another vocabulary."""
    namespace, _, local = tag.rpartition(" ")
    return local if namespace in _MAIN else ""


def _nothing(*_arguments: object) -> None:
    """Ignore a part of the XML."""


def open_workbook(content: bytes, name: str) -> Workbook:
    """Open a workbook.

    Args:
        content: Its bytes.
        name: Name of its file.

    Raises:
        WorkbookRefusedError: If it is no sound .xlsx workbook, or one that is not read.
    """
    return Workbook(open_archive(content, name))
