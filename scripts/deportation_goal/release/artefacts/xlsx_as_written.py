"""Which sheets of a workbook hold the rows of their table byte for byte as they are written.

To write rows as text takes less time than to read them. What a sheet shows depends on two other parts as well: which part
is the sheet of a name, and which formats show a number as a number, a day, or a text.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from deportation_goal.package.descriptor import Package
from deportation_goal.package.schema import Field
from deportation_goal.package.zips import chunks
from deportation_goal.release.artefacts.release_format import CellRows
from deportation_goal.release.artefacts.xlsx_links import links_of, made_keys, places_of
from deportation_goal.release.artefacts.xlsx_rows import cell_text, column_letters, inline

_AT_ONCE: Final = 2_000
"""Rows that are compared together."""
_ROW: Final = "\0"
"""Stands for the number of a row until it is known: no cell of a workbook has it."""
_SHEET: Final = re.compile('<sheet name="([^"]*)" sheetId="[0-9]+" r:id="([^"]*)"/>')
_RELATION: Final = re.compile('<Relationship Id="([^"]*)" Type="[^"]*" Target="([^"]*)"/>')
_CODE: Final = re.compile('<numFmt numFmtId="([0-9]{3,})" formatCode="([^"]*)"/>')
_FORMAT: Final = re.compile('<xf numFmtId="([0-9]+)" fontId="([0-9]+)"[^>]*?(/?)>')
_BEFORE: Final = re.compile(
    rb'<\?xml version="1.0" encoding="UTF-8" [^<>]*>\n(?:<(?![!?f])[^<>]*>)+(?=<row r="1"><c r="A1" s="([0-9]+)")'
)
"""What comes before the rows of a sheet: elements, none of them a formula; and the format of the heading."""
_END: Final = "</sheetData>"
_NEVER_AFTER: Final = (b"<f", b"<!", b"sheetData")
"""A formula, a comment that hides something, other rows."""


def sheets_as_written(
    zipped: zipfile.ZipFile, package: Package, rows: CellRows, keeps: Callable[[Field, str], str]
) -> Iterator[str]:
    """Yield the tables whose sheet holds their rows as they are written, and no formula.

    Args:
        zipped: The workbook.
        package: The release.
        rows: The rows of its tables.
        keeps: What the workbook keeps of a text.

    Raises:
        DamagedZipError: If the workbook is damaged.
        KeyError: If a part is missing or is not in the form in which it is written, or a table is missing.
        ValueError: If a cell is not of the type of its column.
    """
    formats, parts = _formats(_text(zipped, "xl/styles.xml")), _parts(zipped)
    places = places_of(package, rows)
    made = made_keys(package, places)
    for name in rows:
        resource = package.resource(name)
        links = links_of(resource, places, made)
        texts = [
            cell_text(lambda code, linked: formats[code, linked], field, keeps, links, column)
            for column, field in enumerate(resource.schema.fields)
        ]
        if _holds(chunks(zipped, parts[name]), resource.schema.columns, _row_texts(rows[name], texts)):
            yield name


def _text(zipped: zipfile.ZipFile, part: str) -> str:
    text = b"".join(chunks(zipped, part)).decode("ascii", "replace")
    if "<!" in text or "&" in text:
        raise KeyError(f"{part} can be read in two ways")
    return text


def _elements(pattern: re.Pattern[str], name: str, text: str) -> dict[str, str]:
    """Return what the elements of a name hold, all of which have one form, and none the key of another."""
    found = dict(pattern.findall(text))
    if len(found) != len(re.findall(rf"[<:]{name}\b", text)):
        raise KeyError(name)
    return found


def _parts(zipped: zipfile.ZipFile) -> Mapping[str, str]:
    """Return the part that holds each sheet, by the name of the sheet."""
    targets = _elements(_RELATION, "Relationship", _text(zipped, "xl/_rels/workbook.xml.rels"))
    sheets = _elements(_SHEET, "sheet", _text(zipped, "xl/workbook.xml"))
    return {name: f"xl/{targets[key]}" for name, key in sheets.items()}


def _formats(styles: str) -> Mapping[tuple[str, bool], int]:
    """Return the number of each format that says no more than number format and font, by the two."""
    codes = _elements(_CODE, "numFmt", styles)
    _, cells, *others = re.split("</?cellXfs\\b", styles)
    formats = _FORMAT.findall(cells)
    if len(others) != 1 or len(formats) != cells.count("<xf"):
        raise KeyError("cellXfs")
    return {
        (codes[code], font != "0"): number
        for number, (code, font, closed) in enumerate(formats)
        if code in codes and closed
    }


def _holds(part: Iterator[bytes], columns: Sequence[str], texts: Iterator[str]) -> bool:
    """Whether a sheet holds its heading, these rows, and nothing else that may be taken for a row or a formula.

    A sheet may take more memory than all the rest: no more of it is kept than is compared at once.
    """
    head = next(part, b"")
    before = _BEFORE.match(head)
    if not before or before[0].partition(b"sheetData")[2] != b">":
        return False
    heading = _row_texts([columns], [lambda name: f'" s="{before[1].decode()}"{inline(name)}'] * len(columns), first=1)
    waiting = bytearray(head[before.end() :])
    for text in chain(heading, texts, [_END]):
        expected = text.encode()
        while len(waiting) < len(expected) and (more := next(part, b"")):
            waiting += more
        if not waiting.startswith(expected):
            return False
        del waiting[: len(expected)]
    after = bytes(waiting) + b"".join(part)
    return not any(other in after for other in _NEVER_AFTER)


def _row_texts(rows: Sequence[Sequence[str]], made: Sequence[Callable[[str], str]], first: int = 2) -> Iterator[str]:
    """Yield the text of many rows at a time.

    Args:
        rows: The cells of each row.
        made: What makes the cells of each column, as `cell_text`.
        first: The number of the first row in the sheet.
    """
    starts = [f'<c r="{column_letters(column)}{_ROW}' for column in range(len(made))]
    for at in range(0, len(rows), _AT_ONCE):
        columns: list[Iterable[str]] = []
        for start, text, cells in zip(starts, made, zip(*rows[at : at + _AT_ONCE], strict=True), strict=True):
            # What a column has many times is written once.
            written = {cell: start + text(cell) if cell else "" for cell in set(cells)}
            columns.append(map(written.__getitem__, cells))
        lines = map("".join, zip(*columns, strict=True))
        yield "".join(
            f'<row r="{_ROW}">{line}</row>'.replace(_ROW, str(number)) for number, line in enumerate(lines, first + at)
        )
