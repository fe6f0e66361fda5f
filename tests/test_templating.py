"""Templates: strict, escaped where they are HTML, and only there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest

from deportation_goal import templating
from deportation_goal.templating import code_spans, inline_code, render, table_cell


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An environment that reads a folder of the test's own."""
    templating._environment.cache_clear()
    monkeypatch.setattr(templating, "__file__", str(tmp_path / "templating.py"))
    yield tmp_path
    templating._environment.cache_clear()


def test_html_is_escaped_and_other_text_is_not(templates: Path) -> None:
    for name in ("page.html", "page.md"):
        (templates / name).write_text("{{ value }}\n", encoding="utf-8")
    assert render("page.html", value="<b>&") == "&lt;b&gt;&amp;\n"
    assert render("page.md", value="<b>&") == "<b>&\n"


def test_a_name_that_was_not_given_is_an_error(templates: Path) -> None:
    (templates / "page.html").write_text("{{ valeu }}", encoding="utf-8")
    with pytest.raises(jinja2.UndefinedError, match="valeu"):
        render("page.html", value="1")


def test_lines_of_statements_leave_no_trace(templates: Path) -> None:
    (templates / "page.md").write_text("a\n{% if yes %}\n  b\n{% endif %}\nc\n", encoding="utf-8")
    assert render("page.md", yes=True) == "a\n  b\nc\n"


def test_filters_are_escaped_like_any_value(templates: Path) -> None:
    (templates / "page.html").write_text(
        "{{ value|visible }} {{ 1200|number }} {{ 2|counted('<i>') }}", encoding="utf-8"
    )
    assert render("page.html", value="<\t>") == "&lt;\\u0009&gt; 1,200 2 &lt;i&gt;s"


def test_a_cell_of_a_table_is_one_line() -> None:
    assert table_cell("a | b\n  c") == "a \\| b c"


@pytest.mark.parametrize(("text", "shown"), [("", ""), ("a", "`a`"), ("a`b", "``a`b``"), ("\x07", "`\\u0007`")])
def test_inline_code_shows_what_cannot_be_seen(text: str, shown: str) -> None:
    assert inline_code(text) == shown


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("none", ["none"]),
        ("run `fix`", ["run ", "fix", ""]),
        ("`a` or `b`", ["", "a", " or ", "b", ""]),
        ("a ` b", ["a ` b"]),
    ],
)
def test_code_in_a_sentence_is_every_second_part(sentence: str, parts: list[str]) -> None:
    assert code_spans(sentence) == parts
