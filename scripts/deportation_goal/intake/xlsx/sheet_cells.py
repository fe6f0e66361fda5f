"""One streaming pass over a sheet (ECMA-376): its cells as they are stored, its formulas, merged and hidden cells.

A formula has the value that was stored with it, if any. What the cells mean is not decided here.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple, NoReturn

from deportation_goal.intake.xlsx.number_formats import NumberFormat
from deportation_goal.intake.xlsx.workbook_safety import WorkbookRefusedError
from deportation_goal.rules.submission import UNREADABLE

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384

_MAIN: Final = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
ON: Final = ("1", "true", "on")
"""How a switch is written when it is on."""

_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RANGE: Final = re.compile(r"([A-Z]{0,3})([0-9]{0,7})(?::([A-Z]{0,3}[0-9]{0,7}))?")
_WHOLE: Final = re.compile(r"[0-9]{1,9}")


class Kind(enum.Enum):
    """How a cell is stored."""

    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    ERROR = "error"
    DATE = "date"


class Style(NamedTuple):
    """How cells are shown: by which number format, and whether their text is struck through."""

    format: NumberFormat
    struck: bool


class SharedText(NamedTuple):
    """A text that cells share, and whether part of it is struck through."""

    text: str
    struck: bool


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


@dataclass
class SheetCells:
    """What a sheet holds; rows and columns are counted from 1.

    Attributes:
        rows: The filled cells by row and column.
        formulas: Where there are formulas.
        merged: Ranges of merged cells.
        hidden_rows: Rows that are not shown.
        hidden_columns: First and last of each run of columns that are not shown.
        struck: Cells whose text is struck through, all of it or a part.
    """

    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    formulas: list[tuple[int, int]] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    struck: list[tuple[int, int]] = field(default_factory=list)


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


@lru_cache(maxsize=1_024)
def local_name(tag: str) -> str:
    """Return the name of an element of SpreadsheetML, or an empty string for one of another vocabulary."""
    namespace, _, local = tag.rpartition(" ")
    return local if namespace in _MAIN else ""


def is_on(attributes: Mapping[str, str]) -> bool:
    """Whether an element that is a switch, such as `strike`, is on: it is unless its `val` says otherwise."""
    return attributes.get("val", "1") in ON


def cell_address(reference: str) -> tuple[int, int] | None:
    """Return row and column of an address such as B2, or None for anything else."""
    match = _REFERENCE.fullmatch(reference)
    return (int(match[2]), column_number(match[1])) if match else None


class TextCollector:
    """Collects the text of one kind of element, `t` (outside phonetic readings) or `v`, and whether any is struck."""

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted
        self.struck = False
        self._pieces: list[str] = []
        self._open = False
        self._phonetic = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Open an element."""
        if name == "rPh":
            self._phonetic = True
        elif name == self.wanted:
            self._open = not self._phonetic
        elif name == "strike":
            self.struck = is_on(attributes)

    def end(self, name: str) -> None:
        """Close an element."""
        if name == "rPh":
            self._phonetic = False
        elif name == self.wanted:
            self._open = False

    def text(self, run: str) -> None:
        """Take a run of text."""
        if self._open:
            self._pieces.append(run)

    def take(self) -> str:
        """Return the text collected since the last time, escapes such as _x000D_ undone."""
        text = "".join(self._pieces)
        self._pieces.clear()
        self.struck = False
        return _ESCAPED.sub(_unescaped, text) if "_x" in text else text


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)


class SheetReader:
    """The state of the pass over one sheet; errors name the cell."""

    def __init__(
        self, sheet: str, strings: Sequence[SharedText], styles: Sequence[Style], count: Callable[[], None]
    ) -> None:
        self.found = SheetCells()
        self.collector = TextCollector("v")
        self._sheet, self._strings, self._styles, self._count = sheet, strings, styles, count
        self._row = 0
        self._column = 0
        self._kind = ""
        self._style = 0
        self._in_cell = False
        self._formula = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Open an element."""
        name = local_name(tag)
        if name == "c":
            self._open_cell(attributes)
        elif name in ("v", "t", "rPh", "strike"):
            self.collector.start(name, attributes)
        elif name == "f":
            self._formula = self._in_cell
        elif name == "row":
            self._open_row(attributes)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "col" and attributes.get("hidden", "") in ON:
            low, high = (self._whole(attributes.get(end, ""), "a column") for end in ("min", "max"))
            self.found.hidden_columns.append((low, high))

    def _refuse(self, why: str) -> NoReturn:
        place = f"{column_name(self._column)}{self._row}" if self._column else f"row {self._row}"
        message = f'the workbook is damaged: in the sheet "{self._sheet}", at {place}, {why}; save it again'
        raise WorkbookRefusedError(UNREADABLE, message)

    def _whole(self, text: str, what: str) -> int:
        if not _WHOLE.fullmatch(text):
            self._refuse(f'"{text}" is not the number of {what}')
        return int(text)

    def _merge(self, reference: str) -> None:
        match = _RANGE.fullmatch(reference)
        if match is None or not reference:
            self._refuse(f'"{reference}" is not a range of cells')
        self._count()
        # Whole columns (A:B) begin in the first row, whole rows (1:3) in the first column.
        row, column = int(match[2] or 1), column_number(match[1] or "A")
        self.found.merged.append(Merged(row, column, match[3] or match[1] + match[2]))

    def _open_row(self, attributes: dict[str, str]) -> None:
        self._column = 0
        self._row = self._whole(attributes["r"], "a row") if "r" in attributes else self._row + 1
        if not 1 <= self._row <= LAST_ROW:
            self._refuse("a row is outside the sheet")
        if attributes.get("hidden", "") in ON:
            self.found.hidden_rows.add(self._row)

    def _open_cell(self, attributes: dict[str, str]) -> None:
        self._column += 1
        reference = attributes.get("r")
        if reference is not None:
            match = _REFERENCE.fullmatch(reference)
            if match is None or int(match[2]) != self._row:
                self._refuse(f'the cell "{reference}" is outside its row')
            self._column = column_number(match[1])
        if not 1 <= self._column <= LAST_COLUMN or not self._row:
            self._refuse("a cell is outside the sheet")
        self._kind = attributes.get("t") or "n"
        if self._kind not in _KINDS:
            self._refuse(f'a cell has the unknown type "{self._kind}"')
        self._style = self._whole(attributes.get("s") or "0", "a style")
        self._in_cell, self._formula = True, False
        self.collector.take()
        self.collector.wanted = "t" if self._kind == "inlineStr" else "v"

    def end(self, tag: str) -> None:
        """Close an element."""
        name = local_name(tag)
        if name == "c":
            self._close_cell()
        elif name in ("v", "t", "rPh"):
            self.collector.end(name)

    def _close_cell(self) -> None:
        self._in_cell = False
        struck = self.collector.struck
        text = self.collector.take()
        if self._formula:
            self._count()
            self.found.formulas.append((self._row, self._column))
        if not text:
            return
        if self._kind == "s":
            position = self._whole(text, "a shared text")
            if position >= len(self._strings):
                self._refuse(f"a cell refers to the text {position}, of {len(self._strings)}")
            text, struck = self._strings[position]
        if not text.strip():
            return
        self._count()
        row = self.found.rows.setdefault(self._row, {})
        if self._column in row:
            self._refuse("a cell occurs twice")
        style = self._styles[self._style] if self._style < len(self._styles) else _PLAIN
        row[self._column] = Cell(text, _KINDS[self._kind], style.format)
        if struck or style.struck:
            self.found.struck.append((self._row, self._column))


_PLAIN: Final = Style(NumberFormat.GENERAL, struck=False)

_KINDS: Final = {
    "n": Kind.NUMBER,
    "s": Kind.TEXT,
    "str": Kind.TEXT,
    "inlineStr": Kind.TEXT,
    "b": Kind.BOOLEAN,
    "e": Kind.ERROR,
    "d": Kind.DATE,
}
