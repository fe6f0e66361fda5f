"""Markup stands in templates: no HTML tag and no row of a Markdown table in a Python string.

What reads HTML names its elements without brackets, as an HTML parser does, and is no exception.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

import pytest

from once_a_run import parsed_code
from support import REPOSITORY

CODE: Final = REPOSITORY / "scripts" / "deportation_goal"

TAG: Final = re.compile(r"(?<!\?P)</?[a-zA-Z·][a-zA-Z0-9·-]*[\s/>]")
"""A tag, whole or only begun, its name filled in or not; a named group of a regular expression is none."""

ROW: Final = re.compile(r"(?m)^[ \t]*\|.*\|[ \t]*$|-{3,}:?[ \t]*\|")
"""A row of a Markdown table, or a part of the line below its header."""

HOLDING: Final[dict[str, str]] = {
    "release/artefacts/xlsx_as_written.py": "it compares with what xlsx_rows.py writes",
    "release/artefacts/xlsx_rows.py": "a million cells of a workbook: a template for each would take minutes",
    "release/pictures/__init__.py": "title and description go into a picture that is drawn already",
}
"""Modules that hold markup all the same, each with the reason."""


def markup_in(tree: ast.Module) -> Iterator[str]:
    """Yield each string of a module that holds markup; docstrings are no strings that are printed."""
    for text in _strings(tree):
        if TAG.search(text) or ROW.search(text):
            yield text


def _strings(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        # What is filled in stands there as a dot; it may hold strings of its own.
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "·" for part in node.values)
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                yield from _strings(part.value)
    else:
        for child in ast.iter_child_nodes(node):
            yield from _strings(child)


def test_markup_stands_in_templates_or_the_module_has_a_reason() -> None:
    found = {module.relative_to(CODE).as_posix(): next(markup_in(tree), "") for module, tree in parsed_code().items()}
    holding = {path: text for path, text in found.items() if text}
    assert {path: text for path, text in holding.items() if path not in HOLDING} == {}
    assert set(HOLDING) - set(holding) == set(), "stale: these hold no markup any more"


@pytest.mark.parametrize(
    "line",
    [
        'x = "<p>"',
        "x = '<a href=\"' + address",
        'x = f"<td>{value}</td>"',
        'x = f"<h{level}>"',
        "x = f'{\"<br/>\".join(lines)}'",
        'x = "| a | b |"',
        'x = f"| {a} | {b} |"',
        'x = "|---|---:|"',
        'x = "|" + " --- |" * columns',
    ],
)
def test_markup_is_found_however_it_is_put_together(line: str) -> None:
    assert list(markup_in(ast.parse(line)))


@pytest.mark.parametrize(
    "line",
    [
        '"""Reads <td> and | a | b |."""',
        'x = r"(?P<digits>[0-9]+)"',
        'x = "1 < 2 > 0"',
        'x = "a | b"',
        'x = {"td", "th"}',
    ],
)
def test_what_is_no_markup_is_left_alone(line: str) -> None:
    assert not list(markup_in(ast.parse(line)))
