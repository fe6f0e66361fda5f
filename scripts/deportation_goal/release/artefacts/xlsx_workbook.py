"""XLSX: one workbook to read, with a sheet that says what it is, a sheet for each table, the dictionary and the codes.

Cells have types: numbers, dates, true and false. Text stays text, whatever it looks like: no formula and no date is made
of it. Only an address leads to its page, and an id to its row.
"""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from deportation_goal.errors import UserError
from deportation_goal.package.created import created_of
from deportation_goal.package.descriptor import PACKAGE_NAME, Package, Resource
from deportation_goal.package.schema import Field
from deportation_goal.package.zips import DamagedZipError, Limits, chunks, directory_flaw, open_zip
from deportation_goal.release.artefacts.release_format import CellRows, Format
from deportation_goal.release.artefacts.typed_cells import canonical, cell_of, cell_rows, csv_rows
from deportation_goal.release.artefacts.xlsx_as_written import sheets_as_written
from deportation_goal.release.artefacts.xlsx_links import Links, foreign_targets, links_of, made_keys, places_of
from deportation_goal.release.artefacts.xlsx_pages import (
    READ_ME,
    VERSION,
    Looks,
    height,
    in_order_of_sheets,
    pages,
    set_up_printing,
    tab_colour,
    write_codes,
    write_dictionary,
    write_read_me,
)
from deportation_goal.release.artefacts.xlsx_rows import FIRST_DAY, write_rows

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook
    from xlsxwriter.worksheet import Worksheet

LONGEST: Final = 32_000
"""Longest text of a cell that is kept whole: Excel's limit is 32,767 units of UTF-16, and a character may be two."""

_CUT: Final = " … (cut: a spreadsheet cell holds no more; the CSV has it whole)"
_LAST_ROW: Final = 1_048_575
_HASH: Final = "sha256"
_TABLE_STYLE: Final = "Table Style Light 1"
_SAMPLE: Final = 200
_NARROWEST, _WIDEST = 9, 48
_WIDEST_WRAPPED: Final = 26
"""Digits of a column of a sheet that fits on a screen: what people ask for first is seen without scrolling."""
_ONE_SCREEN: Final = 20
"""Rows of such a sheet, at most."""
_VISIBLE: Final = "SheetVisibleEnum.Visible"
_PARTS: Final = (
    "[Content_Types].xml",
    "_rels/.rels",
    "docProps/app.xml",
    "docProps/core.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/theme/theme1.xml",
    "xl/workbook.xml",
)
"""The files in a workbook besides its sheets."""
_LIMITS: Final = Limits(unpacked=4 * 1024**3, ratio=200, ratio_from=64 * 1024**2)


def write(package: Package) -> None:
    """Write the workbook.

    Raises:
        UserError: If a table has more rows than a sheet.
    """
    import xlsxwriter

    target = package.file(FORMAT.files)
    target.parent.mkdir(parents=True, exist_ok=True)
    # Rows go to the disk as they come: all cells of a large release would not fit into memory.
    book = xlsxwriter.Workbook(str(target), {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    descriptor = package.descriptor
    book.set_properties(
        {
            "title": descriptor["title"],
            "subject": f"{descriptor['name']} {package.version}",
            "author": ", ".join(member["title"] for member in descriptor.get("contributors", ())),
            "comments": f"version {package.version}",
            "created": created_of(descriptor).replace(tzinfo=None),
        }
    )
    looks, wrapped = Looks(book), Looks(book, wraps=True)
    write_read_me(book, looks, package)
    places = places_of(package, {resource.name: csv_rows(package, resource) for resource in package.resources})
    made = made_keys(package, places)
    for resource in in_order_of_sheets(package):
        sheet = book.add_worksheet(resource.name)
        rows = len(places[resource.name])
        wraps = resource.schema.is_headline and rows <= _ONE_SCREEN
        _write_table(sheet, wrapped if wraps else looks, package, resource, links_of(resource, places, made), rows)
    write_dictionary(book, looks, package)
    write_codes(book, looks, package)
    book.close()


def _write_table(sheet: Worksheet, looks: Looks, package: Package, resource: Resource, links: Links, rows: int) -> None:
    fields = resource.schema.fields
    widest = _WIDEST_WRAPPED if looks.wraps else _WIDEST
    widths = [min(width, widest) for width in _widths(package, resource)]
    for column, width in enumerate(widths):
        hidden = {"hidden": fields[column].name.endswith(_HASH)}
        sheet.set_column(column, column, width, looks.text if fields[column].type == "string" else None, hidden)
    sheet.freeze_panes(1, 2 if looks.wraps else 1)
    set_up_printing(
        sheet, [width for field, width in zip(fields, widths, strict=True) if not field.name.endswith(_HASH)]
    )
    sheet.set_tab_color(tab_colour(resource))
    if 0 < rows <= _LAST_ROW:
        _add_table(sheet, looks, resource, rows)
    sheet.write_row(0, 0, resource.schema.columns, looks.heading)

    def lines(row: Sequence[str]) -> float:
        """The height in which the longest text is seen whole; an address stays in one line."""
        cells = zip(row, fields, widths, strict=True)
        return max(height(cell, width) for cell, field, width in cells if field.format != "uri")

    rows_of = _fitting_rows(package, resource)
    last = write_rows(sheet, looks, fields, rows_of, keeps, links, lines if looks.wraps else None)
    # A period such as 2025 is text on purpose; without this Excel would put a green corner on each.
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})


def _fitting_rows(package: Package, resource: Resource) -> Iterator[Sequence[str]]:
    """Yield the rows of a table.

    Raises:
        UserError: If it has more than a sheet holds.
    """
    for number, row in enumerate(csv_rows(package, resource), start=1):
        if number > _LAST_ROW:
            # Another sheet would make one table two; this is far from where the dataset is.
            raise UserError(f"{resource.path} has more rows than a sheet of a workbook holds ({_LAST_ROW:,})")
        yield row


def _add_table(sheet: Worksheet, looks: Looks, resource: Resource, rows: int) -> None:
    """Make the rows a table of Excel, which can be filtered and named in formulas and pivot tables."""
    from xlsxwriter.sharedstrings import SharedStringTable
    from xlsxwriter.utility import xl_range

    columns = [{"header": name, "header_format": looks.heading} for name in resource.schema.columns]
    options = {"name": resource.name, "style": _TABLE_STYLE, "columns": columns}
    # The library writes the headings at once, and refuses to in a sheet whose rows go to the disk: here the headings
    # are written again after it, in the place of those.
    kept, sheet.str_table, sheet.constant_memory = sheet.str_table, SharedStringTable(), False
    try:
        sheet.add_table(0, 0, 1, len(columns) - 1, options)
    finally:
        sheet.str_table, sheet.constant_memory = kept, True
    # The library keeps every cell of the range that it is told, to see whether another table overlaps: so it is told
    # the first row alone.
    sheet.tables[-1] |= dict.fromkeys(("range", "a_range", "autofilter"), xl_range(0, 0, rows, len(columns) - 1))


def _widths(package: Package, resource: Resource) -> Iterator[int]:
    """Yield the width of each column, in digits: room for its name and for what its first rows hold."""
    fields = resource.schema.fields
    longest = [len(field.name) + 4 for field in fields]
    for _, row in zip(range(_SAMPLE), csv_rows(package, resource), strict=False):
        shown = [_shown(field, cell) for field, cell in zip(fields, row, strict=True)]
        longest = [max(width, taken) for width, taken in zip(longest, shown, strict=True)]
    return (max(width, _NARROWEST) for width in longest)


def _shown(field: Field, cell: str) -> int:
    """Return how many digits wide a cell is shown; a hash is there to be copied, not to be read."""
    if field.name.endswith(_HASH):
        return 0
    return len(cell) + 2 + (len(cell.partition(".")[0]) // 3 if field.type == "number" else 0)


def keeps(field: Field, cell: str) -> str:
    """Return what the workbook keeps of a cell: all of it, but for a text longer than Excel allows."""
    if len(cell) <= LONGEST // 2 or _units(cell) <= LONGEST:
        return canonical(field, cell)
    return cell.encode("utf-16-le")[: 2 * LONGEST].decode("utf-16-le", "ignore") + _CUT


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def read(package: Package, resource: Resource) -> Iterator[tuple[str, ...]]:
    """Read a table back.

    Raises:
        UserError: If it cannot be read, or lacks the sheet or a column.
    """
    rows = _sheet(package, resource.name)
    fields = resource.schema.fields
    if not rows or tuple(rows[0]) != resource.schema.columns:
        raise UserError(f"has other columns in the sheet {resource.name} than its schema")
    yield from cell_rows(fields, rows[1:], _back)


def _sheet(package: Package, name: str) -> list[list[Any]]:
    with _opened(package) as book:
        return book.get_sheet_by_name(name).to_python(skip_empty_area=False)


@contextlib.contextmanager
def _opened(package: Package) -> Iterator[CalamineWorkbook]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with _unpacked(package):
            pass
        with CalamineWorkbook.from_path(package.file(FORMAT.files)) as book:
            yield book
    except (OSError, CalamineError, DamagedZipError) as error:
        raise UserError(f"cannot be read: {error or type(error).__name__}") from None


@contextlib.contextmanager
def _unpacked(package: Package) -> Iterator[zipfile.ZipFile]:
    """Open the workbook as a zip."""
    with open_zip(package.file(FORMAT.files)) as zipped:
        if directory_flaw(zipped.infolist(), _LIMITS):
            raise UserError("is not safe to open: it would unpack to far more than a workbook holds")
        yield zipped


def as_written(package: Package, rows: CellRows) -> list[str]:
    """Return the tables whose sheet has the very text that `write` makes of the rows of the CSV."""
    # What is wrong is said where the values are compared.
    with contextlib.suppress(UserError, OSError, KeyError, ValueError), _unpacked(package) as zipped:
        return list(sheets_as_written(zipped, package, rows, keeps))
    return []


def structure(package: Package, as_written: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield what differs in sheets, pages and parts of the workbook.

    Raises:
        UserError: If it cannot be read.
    """
    around = pages(package)
    names = [
        READ_ME,
        *(resource.name for resource in in_order_of_sheets(package)),
        *(name for name in around if name != READ_ME),
    ]
    with _opened(package) as book:
        found = [sheet.name for sheet in book.sheets_metadata if str(sheet.visible) == _VISIBLE]
        if found != names:
            sheets = ", ".join(sorted({*book.sheet_names, *names} - ({*found} & {*names}))) or "in another order"
            yield FORMAT.files, f"the sheets are not those of a release of this version: {sheets}"
        for name in around.keys() & set(book.sheet_names):
            lines = [_words(line) for line in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
            if lines != [_words(line) for line in around[name]]:
                yield FORMAT.files, f'the sheet "{name}" says something else than in a release of this version'
    numbered = dict(enumerate(in_order_of_sheets(package), start=2))
    tables = {
        f"xl/worksheets/_rels/sheet{number}.xml.rels": resource
        for number, resource in numbered.items()
        if next(csv_rows(package, resource), None) is not None
    }
    known = {f"xl/worksheets/sheet{number}.xml" for number, table in numbered.items() if table.name in as_written}
    with open_zip(package.file(FORMAT.files)) as zipped:
        expected = {
            *_PARTS,
            *tables,
            *(f"xl/tables/table{number}.xml" for number, _ in enumerate(tables, start=1)),
            *(f"xl/worksheets/sheet{number}.xml" for number, _ in enumerate(names, start=1)),
        }
        for part in sorted(set(zipped.namelist()) - expected):
            yield FORMAT.files, f"it has the part {part}, which a release of this version does not have"
        for part in sorted(expected & set(zipped.namelist()) - known):
            content = b"".join(chunks(zipped, part))
            if part in tables:
                for address in foreign_targets(content, package, tables[part]):
                    yield FORMAT.files, f"its part {part} has a link to {address}, which its table does not have"
            # A formula shows a value that was computed once; a link may lead anywhere.
            elif (part.startswith("xl/worksheets/") and b"<f" in content) or b'TargetMode="External"' in content:
                yield FORMAT.files, f"its part {part} has a formula or a link to another file, and a release has none"


def _words(line: Sequence[object]) -> tuple[object, ...]:
    """Return the cells of a line without the empty ones at its end."""
    words = list(line)
    while words and words[-1] == "":
        words.pop()
    return tuple(words)


def _back(field: Field, value: Any) -> str:
    if value == "" and isinstance(value, str):
        return ""
    if field.type == "integer" and isinstance(value, float) and value.is_integer():
        return str(int(value))
    if field.type == "date" and isinstance(value, str):
        # Only a date that Excel does not know is text.
        return value if value < FIRST_DAY.isoformat() else repr(value)
    return cell_of(field, value)


def named_version(package: Package, _resource: Resource) -> str | None:
    """Return the version that the first sheet names.

    Raises:
        UserError: If it cannot be read.
    """
    for label, value, *_ in _sheet(package, READ_ME):
        if label == VERSION:
            return str(value).partition(",")[0]
    return ""


FORMAT: Final = Format(
    title="XLSX",
    place=30,
    folder="formats",
    extension=".xlsx",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    write=write,
    read=read,
    named_version=named_version,
    as_written=as_written,
    structure=structure,
    one_file=PACKAGE_NAME,
    keeps=keeps,
    is_packed=True,
    is_slow=True,
)
