"""The sheets of an XLSX workbook (ECMA-376): their cells as they are stored, with the number format that shows them.

One streaming pass reads a sheet and finds its formulas, merged cells and hidden rows on the way. A formula has
the value that was stored with it, if any. What the cells mean is not decided here.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Final

from deportation_goal.intake.xlsx.number_formats import BUILT_IN, NumberFormat, number_format
from deportation_goal.intake.xlsx.sheet_cells import (
    ON,
    SharedText,
    SheetCells,
    SheetReader,
    Style,
    TextCollector,
    cell_address,
    is_on,
    local_name,
)
from deportation_goal.intake.xlsx.workbook_safety import Archive, WorkbookRefusedError, open_archive, stream_xml
from deportation_goal.rules.submission import UNREADABLE, UNSAFE_WORKBOOK

MAXIMUM_CELLS: Final = 1_000_000
"""Most filled cells that are read from a workbook."""


@dataclass(frozen=True)
class Sheet:
    """A sheet as the workbook lists it."""

    name: str
    hidden: bool
    part: str


class Workbook:
    """An open workbook: its sheets, read one at a time."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._cells_left = MAXIMUM_CELLS
        self._read_once: dict[str, SheetCells] = {}
        self.since_1904 = False
        self.sheets: tuple[Sheet, ...] = ()
        main = next((part for kind, part in self._relations("").values() if kind.endswith("/officeDocument")), "")
        if not main:
            raise WorkbookRefusedError(UNREADABLE, "this is an Office file, but not a workbook: save it as .xlsx")
        self._read_main(main)

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return what a part refers to: type and name of a part by id."""
        folder, name = posixpath.split(part)
        found: dict[str, tuple[str, str]] = {}
        relations = posixpath.join(folder, "_rels", f"{name}.rels")

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag.endswith(" Relationship") and attributes.get("TargetMode") != "External":
                target = posixpath.normpath(
                    posixpath.join("/", folder, attributes.get("Target", "").replace("\\", "/"))
                )
                found[attributes.get("Id", "")] = (attributes.get("Type", ""), target.lstrip("/"))

        if relations in self._archive:
            stream_xml(self._archive.chunks(relations), relations, start, _nothing, _nothing)
        return found

    def _read_main(self, part: str) -> None:
        relations = self._relations(part)
        sheets: list[Sheet] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            name = local_name(tag)
            if name == "workbookPr":
                self.since_1904 = attributes.get("date1904", "") in ON
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
        self._styles = self._cell_styles(parts.get("styles", ""))

    def _shared_strings(self, part: str) -> list[SharedText]:
        if not part:
            return []
        strings: list[SharedText] = []
        collector = TextCollector("t")

        def start(tag: str, attributes: dict[str, str]) -> None:
            collector.start(local_name(tag), attributes)

        def end(tag: str) -> None:
            name = local_name(tag)
            collector.end(name)
            if name == "si":
                struck = collector.struck
                strings.append(SharedText(collector.take(), struck))

        stream_xml(self._archive.chunks(part), part, start, end, collector.text)
        return strings

    def _cell_styles(self, part: str) -> list[Style]:
        """Return how cells of every style are shown."""
        if not part:
            return []
        formats: dict[int, NumberFormat] = dict(BUILT_IN)
        struck: list[bool] = []
        styles: list[tuple[int, int]] = []
        # The formats of conditional formatting (dxfs) use the same elements, with numbers of their own.
        group = [""]

        def start(tag: str, attributes: dict[str, str]) -> None:
            name = local_name(tag)
            if name in _STYLE_GROUPS:
                group[0] = name
            elif name == "numFmt" and group[0] == "numFmts":
                formats[_number(attributes, "numFmtId")] = number_format(attributes.get("formatCode", ""))
            elif name == "font" and group[0] == "fonts":
                struck.append(False)
            elif name == "strike" and group[0] == "fonts" and struck:
                struck[-1] = is_on(attributes)
            elif name == "xf" and group[0] == "cellXfs":
                styles.append((_number(attributes, "numFmtId"), _number(attributes, "fontId")))

        def end(tag: str) -> None:
            if local_name(tag) in _STYLE_GROUPS:
                group[0] = ""

        stream_xml(self._archive.chunks(part), part, start, end, _nothing)
        return [
            Style(formats.get(shown, NumberFormat.GENERAL), font < len(struck) and struck[font])
            for shown, font in styles
        ]

    def commented(self, sheet: Sheet) -> list[str]:
        """Return the addresses of the cells of a sheet that have a comment."""
        found: list[str] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            if local_name(tag) == "comment":
                found.append(attributes.get("ref", ""))

        for kind, part in self._relations(sheet.part).values():
            if kind.endswith("/comments") and part in self._archive:
                stream_xml(self._archive.chunks(part), part, start, _nothing, _nothing)
        return found

    def read(self, sheet: Sheet) -> SheetCells:
        """Read the cells of a sheet.

        Raises:
            WorkbookRefusedError: If it is damaged, or the workbook has more than `MAXIMUM_CELLS` filled cells.
        """
        reader = SheetReader(sheet.name, self._strings, self._styles, self._count)
        stream_xml(self._archive.chunks(sheet.part), sheet.part, reader.start, reader.end, reader.collector.text)
        return reader.found

    def stored_text(self, sheet: str, address: str) -> str | None:
        """Return the stored text of one cell, or None where the workbook has no such sheet or cell.

        Raises:
            WorkbookRefusedError: As `read`.
        """
        place = cell_address(address)
        found = next((listed for listed in self.sheets if listed.name == sheet), None)
        if place is None or found is None:
            return None
        if sheet not in self._read_once:
            self._read_once[sheet] = self.read(found)
        row, column = place
        cell = self._read_once[sheet].rows.get(row, {}).get(column)
        return cell.text if cell else None

    def _count(self) -> None:
        self._cells_left -= 1
        if self._cells_left < 0:
            raise WorkbookRefusedError(
                UNSAFE_WORKBOOK, f"the workbook has more than {MAXIMUM_CELLS:,} filled cells: send it in parts"
            )


_STYLE_GROUPS: Final = ("numFmts", "fonts", "cellXfs")


def _number(attributes: dict[str, str], name: str) -> int:
    """Return a number among the attributes of a style, 0 where it is empty or left out."""
    return int(attributes.get(name) or 0)


def _nothing(*_arguments: object) -> None:
    """Ignore a part of the XML."""


def open_workbook(content: bytes, name: str) -> Workbook:
    """Open a workbook.

    Args:
        content: Its bytes.
        name: Name of its file.

    Raises:
        WorkbookRefusedError: If it is damaged, is not an .xlsx workbook, or is of a kind that is not read.
    """
    return Workbook(open_archive(content, name))
