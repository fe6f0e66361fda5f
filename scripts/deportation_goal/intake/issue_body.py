"""Takes the body of an issue apart: what stands under which heading, on which line.

GitHub writes an issue from a form as `### Label`, an empty line, the value. People edit that by hand afterwards.
Knows Markdown only as far as that; what the values mean is in `issue_form`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

NO_RESPONSE: Final = "_No response_"
"""What GitHub writes for a field that was left empty."""

_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_HEADING: Final = re.compile(r" {0,3}###[ \t]+(?P<text>\S.*?)(?:[ \t]+#+)?[ \t]*")
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_FENCE: Final = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})[^`]*")
_LIKENESS: Final = 0.85


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it.

    Attributes:
        label: The heading, as the form has it.
        heading: The heading as it stands in the issue.
        heading_line: Its line, counted from 1.
        text: The value on one line; empty if nothing was answered.
        lines: The lines that the value takes, each with its number.
        line: Line of the value, or of the heading where there is none.
        column: First column of the value in that line, counted from 1.
        end_column: Column after the last one of that line.
        inner_headings: Headings inside the value that the form does not have, with their lines.
    """

    label: str
    heading: str
    heading_line: int
    text: str
    lines: tuple[tuple[int, str], ...]
    line: int
    column: int
    end_column: int
    inner_headings: tuple[tuple[int, str], ...]


def headings(body: str) -> list[tuple[int, str]]:
    """Return every heading of the level that forms use, with its line."""
    return list(_headings(_lines(body)))


def split_sections(body: str, labels: Collection[str]) -> list[Section]:
    """Return what stands under the headings of a form, in the order of the issue; one may come twice.

    A heading that is spelled a little differently counts as the label that is missing else. Text before the first
    heading is left out.

    Args:
        body: The body, with any line ends.
        labels: The labels of the form.
    """
    lines = _lines(body)
    known = {_folded(label): label for label in labels}
    found = list(_headings(lines))
    missing = [label for label in labels if _folded(label) not in {_folded(text) for _, text in found}]
    starts: list[tuple[int, str, str]] = []
    others: list[tuple[int, str]] = []
    for number, text in found:
        label = known.get(_folded(text)) or next(iter(difflib.get_close_matches(text, missing, 1, _LIKENESS)), None)
        if label is None:
            others.append((number, text))
            continue
        starts.append((number, text, label))
        if label in missing:
            missing.remove(label)
    ends = [number for number, _, _ in starts[1:]] + [len(lines) + 1]
    return [
        _section(lines, start, end, [item for item in others if start[0] < item[0] < end])
        for start, end in zip(starts, ends, strict=True)
    ]


def text_before(body: str, first_line: int) -> tuple[int, str] | None:
    """Return line and text of what stands before a line and is no comment, or None if nothing does."""
    before = _lines(body)[: first_line - 1]
    value = list(_value_lines(before, 1))
    return (value[0][0], _joined(value)) if value else None


def _lines(body: str) -> list[str]:
    return _LINE_END.split(body)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _headings(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, start=1):
        match = _HEADING.fullmatch(line)
        if match is not None:
            yield number, match["text"]


def _section(lines: Sequence[str], start: tuple[int, str, str], end: int, inner: Sequence[tuple[int, str]]) -> Section:
    heading_line, heading, label = start
    value = list(_value_lines(lines[heading_line : end - 1], heading_line + 1))
    text = _joined(value)
    if not value or text == NO_RESPONSE:
        end_column = len(lines[heading_line - 1]) + 1
        return Section(label, heading, heading_line, "", (), heading_line, 1, end_column, tuple(inner))
    line, first = value[0]
    column, end_column = len(first) - len(first.lstrip()) + 1, len(first.rstrip()) + 1
    return Section(label, heading, heading_line, text, tuple(value), line, column, end_column, tuple(inner))


def _value_lines(lines: Sequence[str], first: int) -> Iterator[tuple[int, str]]:
    """Yield the lines of a value that hold something, without comments and the fence around it all."""
    # A comment is blanked out, not cut out, so that lines and columns stay.
    text = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), "\n".join(lines))
    filled = [(number, line) for number, line in enumerate(text.split("\n"), start=first) if line.strip()]
    if len(filled) > 1:
        opening, closing = _FENCE.fullmatch(filled[0][1]), filled[-1][1].strip()
        if opening is not None and closing.startswith(opening["fence"]) and not closing.strip(opening["fence"][0]):
            filled = filled[1:-1]
    yield from filled


def _joined(lines: Sequence[tuple[int, str]]) -> str:
    return " ".join(line.strip() for _, line in lines)
