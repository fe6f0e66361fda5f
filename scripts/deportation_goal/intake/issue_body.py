"""Takes the body of an issue apart: which text is under which heading, on which line.

GitHub writes an issue from a form as `### Label`, an empty line, the value. Nothing is guessed: a heading is one of the
form's, letter for letter, or belongs to a value. What the values mean is in `issue_form`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

NO_RESPONSE: Final = "_No response_"
"""What GitHub writes for a field that was left empty."""

_LEVEL: Final = "###"
_LINE_END: Final = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Heading:
    """A heading of the level that forms use.

    Attributes:
        line: Its line, counted from 1.
        text: Its text, without the signs around it.
    """

    line: int
    text: str


@dataclass(frozen=True)
class Section:
    """A heading of the form and the text under it.

    Attributes:
        heading: The heading; its text is the label of a field.
        text: The value on one line; empty if nothing was answered.
        lines: The lines that the value takes, each with its number.
        line: Line of the value, or of the heading where there is none.
        column: First column of the value in that line, counted from 1.
        end_column: Column after the last one of that line.
        inner_headings: Headings inside the value that the form does not have.
    """

    heading: Heading
    text: str
    lines: tuple[tuple[int, str], ...]
    line: int
    column: int
    end_column: int
    inner_headings: tuple[Heading, ...]


def headings(body: str) -> list[Heading]:
    """Return every heading of the level that forms use."""
    from markdown_it import MarkdownIt

    # Only headings count: anything else that looks like Markdown is part of what somebody wrote.
    tokens = MarkdownIt("zero").enable("heading").parse(body)
    return [
        Heading(opening.map[0] + 1, content.content)
        for opening, content in itertools.pairwise(tokens)
        if opening.type == "heading_open" and opening.markup == _LEVEL and opening.map
    ]


def split_sections(body: str, found: Sequence[Heading], labels: Collection[str]) -> list[Section]:
    """Return the text under the headings of a form, in the order of the issue; a heading may come twice.

    Args:
        body: The body, with any line ends.
        found: Its headings.
        labels: The labels of the form.
    """
    lines = _LINE_END.split(body)
    starts = [heading for heading in found if heading.text in labels]
    ends = [heading.line for heading in starts[1:]] + [len(lines) + 1]
    return [
        _section(lines, start, end, [heading for heading in found if start.line < heading.line < end])
        for start, end in zip(starts, ends, strict=True)
    ]


def text_before(body: str, first_line: int) -> tuple[int, str] | None:
    """Return line and text of what is before a line, or None if nothing is."""
    value = list(_filled_lines(_LINE_END.split(body)[: first_line - 1], 1))
    return (value[0][0], _joined(value)) if value else None


def _section(lines: Sequence[str], heading: Heading, end: int, inner: Sequence[Heading]) -> Section:
    value = list(_filled_lines(lines[heading.line : end - 1], heading.line + 1))
    text = _joined(value)
    if not value or text == NO_RESPONSE:
        end_column = len(lines[heading.line - 1]) + 1
        return Section(heading, "", (), heading.line, 1, end_column, tuple(inner))
    line, first = value[0]
    column, end_column = len(first) - len(first.lstrip()) + 1, len(first.rstrip()) + 1
    return Section(heading, text, tuple(value), line, column, end_column, tuple(inner))


def _filled_lines(lines: Sequence[str], first: int) -> Iterator[tuple[int, str]]:
    yield from ((number, line) for number, line in enumerate(lines, start=first) if line.strip())


def _joined(lines: Sequence[tuple[int, str]]) -> str:
    return " ".join(line.strip() for _, line in lines)
