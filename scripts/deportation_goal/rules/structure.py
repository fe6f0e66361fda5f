"""Rules on the file as a file: bytes, line ends, header, rows, quoting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from deportation_goal.findings import Level, Problem
from deportation_goal.package.schema import TableSchema
from deportation_goal.rules.one_cause import FEW
from deportation_goal.rules.rule import Example, Phase, Rule
from deportation_goal.table_files.read import TableFile, UndecodableError, needs_requoting
from deportation_goal.table_files.scan import MOST_CELLS
from deportation_goal.wording import counted, listed, nearest, short

_PLAIN: Final = Example("The file as `deportation-goal fix` writes it.")

MISSING_FILE: Final = Rule(
    "missing-file",
    Level.ERROR,
    Phase.FILE,
    "Every table that the descriptor names is there, as a regular file.",
    "A consumer who follows datapackage.json must find each table.",
    bad=Example("data/countries.csv is not there.", content={"countries": (b"*", b"")}),
    good=_PLAIN,
)
EMPTY_FILE: Final = Rule(
    "empty-file",
    Level.ERROR,
    Phase.FILE,
    "A table has at least its header.",
    "A file of zero bytes is more often a broken download than an empty table.",
    bad=Example("data/changes.csv has no bytes.", content={"changes": (b"*", b"\n")}),
    good=Example("A table without rows still has its header."),
)
ENCODING: Final = Rule(
    "encoding",
    Level.ERROR,
    Phase.FILE,
    "A table is UTF-8.",
    "In another encoding, names such as Guantánamo come out garbled, and every program guesses differently.",
    bad=Example(
        "The á of Guantánamo as the single byte E1 (Latin-1).",
        content={"countries": ("Guantánamo".encode(), "Guantánamo".encode("latin-1"))},
    ),
    good=Example("The á of Guantánamo as the bytes C3 A1."),
)
BYTE_ORDER_MARK: Final = Rule(
    "byte-order-mark",
    Level.ERROR,
    Phase.FILE,
    "A table has no byte order mark.",
    "Many programs read the mark as part of the first column's name.",
    bad=Example(
        "The file begins with the bytes EF BB BF.", content={"figures": (b"figure_id", b"\xef\xbb\xbffigure_id")}
    ),
    good=_PLAIN,
    fixable=True,
    alone_because="frictionless drops the mark when it reads",
)
LINE_ENDING: Final = Rule(
    "line-ending",
    Level.ERROR,
    Phase.FILE,
    "Lines end with LF, and the last line does too.",
    "With one kind of line end, a release has the same bytes and checksums everywhere.",
    bad=Example("The header of figures.csv ends with CR LF.", content={"areas": (b"\n", b"\r\n")}),
    good=_PLAIN,
    fixable=True,
    alone_because="frictionless accepts any line end",
)
DELIMITER: Final = Rule(
    "delimiter",
    Level.ERROR,
    Phase.FILE,
    "Cells are separated by commas.",
    "A spreadsheet set to another language saves semicolons or tabs; read with commas, each line is one cell.",
    bad=Example(
        "Semicolons in place of commas.",
        content={"areas": (b"area,name,kind,m49,added_in\n", b"area;name;kind;m49;added_in\n")},
    ),
    good=_PLAIN,
)
HEADER: Final = Rule(
    "header",
    Level.ERROR,
    Phase.FILE,
    "The header has exactly the columns of the schema, in its order.",
    "Readers find a column by its name, and some by its place.",
    bad=Example("The column is called Name, not name.", content={"areas": (b"area,name", b"area,Name")}),
    good=_PLAIN,
)
RAGGED_ROW: Final = Rule(
    "ragged-row",
    Level.ERROR,
    Phase.FILE,
    "Every row has as many cells as the header.",
    "With a cell too few or too many, values land under the wrong column; often a comma inside a text is not in quotes.",
    bad=Example(
        "A row of areas.csv with a fifth cell.",
        content={"areas": (b"United States,country,840", b"United States,country,840,x")},
    ),
    good=_PLAIN,
)
BLANK_LINE: Final = Rule(
    "blank-line",
    Level.ERROR,
    Phase.FILE,
    "There are no empty lines.",
    "Some programs read an empty row there, others ignore it.",
    bad=Example("An empty line after the header.", content={"areas": (b"added_in\n", b"added_in\n\n")}),
    good=_PLAIN,
    fixable=True,
)
QUOTING: Final = Rule(
    "quoting",
    Level.ERROR,
    Phase.FILE,
    "A cell is in double quotes if and only if it holds a comma or a quote; inside, quotes are doubled.",
    "If a cell can be written in one form only, the bytes are always the same; an unclosed quote swallows the rows after it.",
    bad=Example("Quotes around a name that needs none.", content={"areas": (b"United States", b'"United States"')}),
    good=Example("Quotes around a name with a comma.", content={"areas": (b"United States", b'"United States, the"')}),
    fixable=True,
    alone_because="quotes that are not needed change no value",
)
BROKEN_QUOTES: Final = Rule(
    "broken-quotes",
    Level.ERROR,
    Phase.FILE,
    "A double quote that opens a cell is closed at its end.",
    "An unclosed quote swallows the cells after it; programs read text after the closing quote differently.",
    bad=Example("Text after the closing quote.", content={"areas": (b"United States", b'"United" States')}),
    good=Example(
        "Quotes that belong to the text are doubled.", content={"areas": (b"United States", b'"United ""States"""')}
    ),
    alone_because="frictionless reads such a cell without a word",
)
LINE_BREAK: Final = Rule(
    "line-break-in-cell",
    Level.ERROR,
    Phase.FILE,
    "A cell is one line.",
    "Tools that work by line (diff, grep, a review on the web) see one row as two.",
    bad=Example("A name broken over two lines.", content={"areas": (b"United States", b'"United\nStates"')}),
    good=_PLAIN,
    alone_because="Table Schema allows line breaks in a string",
)

RULES: Final = (
    MISSING_FILE,
    EMPTY_FILE,
    ENCODING,
    BYTE_ORDER_MARK,
    LINE_ENDING,
    DELIMITER,
    HEADER,
    RAGGED_ROW,
    BLANK_LINE,
    QUOTING,
    BROKEN_QUOTES,
    LINE_BREAK,
)

_OTHER_DELIMITERS: Final = {";": "semicolons", "\t": "tabs", "|": "bars"}
_FLAWS: Final = {
    "unclosed": "the cell opens with a double quote that is never closed: close it, or double it if it belongs to the text",
    "text_after_quote": "there is text after the closing quote: double the quotes that belong to the text",
    "bare_quote": "the cell holds a double quote, so it must be in quotes, with that quote doubled",
}


_LEAVE_OUT: Final = "leave the quotes out"
_NEEDLESS: Final = f"the cell is in double quotes but holds no comma or quote: {_LEAVE_OUT}"
_LINES_ABOVE: Final = 10
"""In how many lines below the first a header is looked for."""
_NAMED: Final = 5


def missing_file(table: str, reason: str) -> Problem:
    """Return the problem of a table whose file is not there or cannot be read."""
    return Problem(
        MISSING_FILE.id,
        table,
        None,
        "",
        "",
        f"the file {reason}; each table that datapackage.json names must be there as a file",
        line=1,
    )


def undecodable(table: str, error: UndecodableError) -> Problem:
    """Return the problem of a table that is not UTF-8."""
    message = f'the file is not UTF-8 (it looks like {error.guess}): save it again as UTF-8 (in a spreadsheet: Save as, "CSV UTF-8")'
    return Problem(ENCODING.id, table, None, "", "", message, line=error.line)


def file_problems(table: str, schema: TableSchema, file: TableFile) -> Iterator[Problem]:
    """Yield what is wrong with a file as a file, header included, rows excluded."""
    if not file.header:
        yield Problem(
            EMPTY_FILE.id,
            table,
            None,
            "",
            "",
            f"the file is empty; it needs at least the header {','.join(schema.columns)}",
            line=1,
        )
        return
    if file.byte_order_mark:
        yield Problem(
            BYTE_ORDER_MARK.id,
            table,
            None,
            "",
            "\ufeff",
            "the file begins with a byte order mark: save it as UTF-8 without one",
            line=1,
        )
    if file.foreign_line_ends:
        message = f"CR or CR LF ends {counted(file.foreign_line_ends, 'line')}, the first one here: LF ends a line"
        yield Problem(LINE_ENDING.id, table, None, "", "", message, line=file.first_foreign_line)
    if file.lines[-1]:
        yield Problem(
            LINE_ENDING.id,
            table,
            None,
            "",
            "",
            "the last line has no line end: add one",
            line=len(file.lines),
        )
    if file.blank_lines:
        message = f"there is {counted(len(file.blank_lines), 'empty line')}, the first one here: delete it"
        if len(file.blank_lines) > 1:
            message = f"there are {counted(len(file.blank_lines), 'empty line')}, the first one here: delete them"
        yield Problem(BLANK_LINE.id, table, None, "", "", message, line=file.blank_lines[0])
    yield from _header_problems(table, schema, file)


def is_hopeless(schema: TableSchema, file: TableFile, problems: Sequence[Problem]) -> bool:
    """Whether a file's structure is so far off that its rows say nothing."""
    if any(problem.rule in (EMPTY_FILE.id, DELIMITER.id) for problem in problems):
        return True
    return not _is_header(schema, file.names)


def _is_header(schema: TableSchema, names: Sequence[str]) -> bool:
    """Whether cells are a header of this table: most of them are names of its columns, even if written differently."""
    known = sum(_plain_name(name) in schema.by_name for name in names)
    return len(names) <= MOST_CELLS and 2 * known >= len(names)


def _plain_name(name: str) -> str:
    return name.strip().lower().replace(" ", "_")


def _no_header(table: str, schema: TableSchema, file: TableFile) -> Problem:
    """Return the one problem of a file whose first line is not a header of its table."""
    for number, row in enumerate(file.records or (), start=1):
        if number <= _LINES_ABOVE and _is_header(schema, [cell.text for cell in row]):
            message = f"this line is not the header: line {row[0].line} is. Delete what is above it"
            break
    else:
        unknown = [short(name) for name in file.names if name not in schema.by_name]
        message = (
            f"the first line is not the header of {table}: {listed(unknown, _NAMED)} "
            f"{'is not one' if len(unknown) == 1 else 'are not'} of its columns. Is this the file of another table, or was "
            f"the header lost? The header is {','.join(schema.columns)}"
        )
    end = file.header[-1].end_column
    return Problem(HEADER.id, table, None, "", "", message, line=file.header[0].line, end_column=end)


def _header_problems(table: str, schema: TableSchema, file: TableFile) -> Iterator[Problem]:
    header = file.header
    names = file.names
    known = set(schema.columns)
    if len(names) == 1 and names[0] not in known:
        for mark, word in _OTHER_DELIMITERS.items():
            if mark in names[0]:
                message = f"cells are separated by {word}; they must be separated by commas"
                yield Problem(DELIMITER.id, table, None, "", mark, message, line=1)
                return
    if not _is_header(schema, names):
        yield _no_header(table, schema, file)
        return
    missing = [column for column in schema.columns if column not in names]
    quoted = [cell for cell in header if file.records is not None and needs_requoting(file, cell)]
    if quoted:
        message = (
            "the column name is in double quotes: leave them out"
            if len(quoted) == 1
            else f"{len(quoted)} column names are in double quotes, the first one here: leave the quotes out"
        )
        place = (quoted[0].line, quoted[0].column, quoted[0].end_column)
        yield Problem(QUOTING.id, table, None, "", quoted[0].text, message, "", *place)
    for position, cell in enumerate(header):
        name = cell.text
        place = (cell.line, cell.column, cell.end_column)
        if name not in known:
            near = nearest(_plain_name(name), missing)
            if near:
                missing.remove(near)
            message = f'{table} has no column "{short(name)}"; its columns are {", ".join(schema.columns)}'
            yield Problem(HEADER.id, table, None, "", name, message, near, *place)
        elif name in names[:position]:
            yield Problem(
                HEADER.id, table, None, "", name, f'the column "{short(name)}" occurs twice: keep one', "", *place
            )
    for column in missing:
        yield Problem(
            HEADER.id,
            table,
            None,
            "",
            column,
            f'the column "{column}" is missing: add it, even if it stays empty',
            line=1,
        )
    in_file = [name for name in dict.fromkeys(names) if name in known]
    if in_file != [column for column in schema.columns if column in in_file]:
        message = f"the columns are in another order than in the schema: {', '.join(schema.columns)}"
        yield Problem(HEADER.id, table, None, "", ",".join(names)[:200], message, line=1)


def row_problems(table: str, schema: TableSchema, file: TableFile) -> Iterator[Problem]:
    """Yield what is wrong with the rows of a file as rows: their width, their quoting. None in a canonical file."""
    if file.records is None:
        return
    width = len(file.header)
    names = file.names
    needless: list[Problem] = []
    quoted = 0
    for row, cells in enumerate(file.records):
        if len(cells) != width:
            what = f"{counted(len(cells), 'cell')}, but the header has {width}"
            hint = (
                ": is there a comma in a text that is not in quotes?" if len(cells) > width else ": is a comma missing?"
            )
            if any(cell.flaw == "unclosed" for cell in cells):
                hint = ": a double quote is opened and never closed"
            yield Problem(RAGGED_ROW.id, table, row, "", "", f"the row has {what}{hint}")
            continue
        for name, cell in zip(names, cells, strict=True):
            if name not in schema.by_name:
                continue
            if cell.flaw:
                rule = QUOTING if cell.flaw == "bare_quote" else BROKEN_QUOTES
                yield Problem(rule.id, table, row, name, cell.text, _FLAWS[cell.flaw])
            elif "\n" in cell.text:
                suggestion = " ".join(cell.text.split())
                yield Problem(
                    LINE_BREAK.id,
                    table,
                    row,
                    name,
                    cell.text,
                    "the cell runs over several lines: write it on one",
                    suggestion,
                )
            elif needs_requoting(file, cell):
                quoted += 1
                if len(needless) < FEW:
                    needless.append(Problem(QUOTING.id, table, row, name, cell.text, _NEEDLESS))
    if quoted > FEW:
        message = f"{quoted:,} cells are in double quotes but hold no comma or quote, the first one here: {_LEAVE_OUT}"
        yield needless[0]._replace(message=message)
    else:
        yield from needless
