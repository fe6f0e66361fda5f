"""Splits CSV text into cells and says where each one is.

Parsing of a canonical file needs none of this (`table_files.read`); this scanner is for what no library tells: the
line and column of a cell, and what exactly is wrong with a file that does not parse.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

DELIMITER = ","
QUOTE = '"'
MOST_CELLS = 400
"""More cells than this in a line are not told apart: the rest of the line is the last one. No table is so wide."""


class Cell(NamedTuple):
    """A cell and its place.

    Attributes:
        text: The content, quotes resolved.
        line: Line on which it starts, counted from 1.
        column: Column of its first character (an opening quote counts), counted from 1 in code points.
        end_column: Column after its last character, in the line where it ends.
        flaw: What is wrong with its quoting, or empty: `unclosed`, `text_after_quote` or `bare_quote`.
    """

    text: str
    line: int
    column: int
    end_column: int
    flaw: str = ""


def _plain_cells(line_text: str, line: int, delimiter: str) -> list[Cell]:
    cells = []
    column = 1
    for text in line_text.split(delimiter, MOST_CELLS):
        cells.append(Cell(text, line, column, column + len(text)))
        column += len(text) + 1
    return cells


def scan_records(text: str, delimiter: str = DELIMITER) -> Iterator[list[Cell]]:
    """Yield the records of a CSV text, header included, as cells with their places.

    Lines end with LF (the caller has folded other line ends). An empty line is a record of one empty cell. A cell
    that opens with a quote runs to the closing quote, over line breaks if need be (RFC 4180); where the closing
    quote is missing, the cell ends with its line instead of swallowing the rest of the file. A line of more than
    `MOST_CELLS` cells has the rest of them in one.
    """
    lines = text.split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    number = 0
    while number < len(lines):
        if QUOTE not in lines[number]:
            yield _plain_cells(lines[number], number + 1, delimiter)
            number += 1
            continue
        record, number = _quoted_record(lines, number, delimiter)
        yield record


def _quoted_record(lines: list[str], number: int, delimiter: str) -> tuple[list[Cell], int]:
    """Read one record that begins on line index `number`; return it and the index of the line after it."""
    cells: list[Cell] = []
    line = lines[number]
    position = 0
    while True:
        if len(cells) == MOST_CELLS:
            cells.append(Cell(line[position:], number + 1, position + 1, len(line) + 1))
            return cells, number + 1
        if line.startswith(QUOTE, position):
            cell, number, position = _quoted_cell(lines, number, position, delimiter)
            line = lines[number]
        else:
            end = line.find(delimiter, position)
            end = len(line) if end < 0 else end
            text = line[position:end]
            cell = Cell(text, number + 1, position + 1, end + 1, "bare_quote" if QUOTE in text else "")
            position = end
        cells.append(cell)
        if position >= len(line):
            return cells, number + 1
        position += 1


def _quoted_cell(lines: list[str], number: int, start: int, delimiter: str) -> tuple[Cell, int, int]:
    """Read the quoted cell at `start`; return it, the index of the line where it ends and the position after it."""
    first, parts, position = number, [], start + 1
    line = lines[number]
    while True:
        end = line.find(QUOTE, position)
        if end < 0:
            parts.append(line[position:])
            # Asked once, at the first line break: the answer holds until the cell closes.
            if number + 1 >= len(lines) or (number == first and not _closes_later(lines, number + 1, delimiter)):
                return _unclosed(lines[first], first, start, delimiter)
            number += 1
            parts.append("\n")
            line, position = lines[number], 0
        elif line.startswith(QUOTE, end + 1):
            parts.append(line[position : end + 1])
            position = end + 2
        else:
            parts.append(line[position:end])
            break
    after = end + 1
    if after == len(line) or line.startswith(delimiter, after):
        return Cell("".join(parts), first + 1, start + 1, after + 1), number, after
    stop = line.find(delimiter, after)
    stop = len(line) if stop < 0 else stop
    raw = "".join(parts) + line[after:stop]
    return Cell(raw, first + 1, start + 1, stop + 1, "text_after_quote"), number, stop


def _closes_later(lines: list[str], number: int, delimiter: str) -> bool:
    """Whether a quoted cell left open is closed on a later line, at an end of a cell."""
    for line in itertools.islice(lines, number, None):
        end = line.find(QUOTE)
        while end >= 0 and line.startswith(QUOTE, end + 1):
            end = line.find(QUOTE, end + 2)
        if end >= 0:
            return end + 1 == len(line) or line.startswith(delimiter, end + 1)
    return False


def _unclosed(line: str, number: int, start: int, delimiter: str) -> tuple[Cell, int, int]:
    end = line.find(delimiter, start)
    end = len(line) if end < 0 else end
    return Cell(line[start:end], number + 1, start + 1, end + 1, "unclosed"), number, end
