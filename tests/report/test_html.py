"""The HTML page: whole, self-contained, escaped, with headings and tables that a screen reader can follow."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given

from deportation_goal.findings import CheckResult, Level
from deportation_goal.report.html_report import LISTED, SAMPLES, render_html
from made_findings import ANY_RESULTS, NASTY, finding, result_of

VOID = {"meta", "br"}
SECTIONS = {"html", "head", "title", "style", "body", "header", "nav", "main", "footer", "h1", "h2", "h3", "div"}
TABLES = {"table", "caption", "thead", "tbody", "tr", "th", "td"}
TEXT = {"p", "a", "span", "code", "strong", "ul", "li", "details", "summary"}
ALLOWED = VOID | SECTIONS | TABLES | TEXT
ADDRESSES = {"href", "src", "srcset", "action", "data", "poster", "background"}


class Page(HTMLParser):
    """A page as a parser sees it: elements in order, all of them closed, and the text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def headings(self) -> list[int]:
        return [int(tag[1]) for tag, _ in self.elements if tag in {"h1", "h2", "h3"}]


def page_of(result: CheckResult) -> Page:
    return Page(render_html(result))


def test_the_verdict_comes_first() -> None:
    failed = page_of(result_of([finding(), finding(level=Level.WARNING, rule="hedge-in-text")]))
    body = failed.text.partition("Skip to the findings")[2]
    assert body.split("\n")[1:3] == ["", "The check failed: 1 error, 1 warning"]
    assert "The check passed, with 1 warning" in page_of(result_of([finding(level=Level.WARNING)])).text
    assert "The check passed: no findings" in page_of(result_of()).text


def test_a_rule_has_its_count_samples_and_page() -> None:
    page = page_of(result_of(finding(line=line) for line in range(2, 12)))
    assert "enum: 10 errors" in page.text
    assert "A coded column holds one of its codes." in page.text
    assert "docs/rules.md#enum" in page.text
    assert f"and {10 - SAMPLES} more, listed by file" in page.text


def test_several_findings_of_a_row_stand_under_one_heading() -> None:
    page = page_of(result_of([finding(), finding(column=3, field="area"), finding(line=3)]))
    assert [(head["scope"], head.get("rowspan")) for head in page.all("th") if head["scope"] == "rowgroup"] == [
        ("rowgroup", "2"),
        ("rowgroup", None),
    ]


def test_a_cell_of_a_workbook_is_named_as_the_spreadsheet_names_it() -> None:
    page = page_of(result_of([finding(path="mine.xlsx", cell="figures!H7", line=7, row_id="")]))
    assert "mine.xlsx: figures!H7" in page.text
    assert "figures, row 7" in page.text


@pytest.mark.slow
def test_too_many_findings_are_counted_not_dumped() -> None:
    page = page_of(result_of(finding(line=line) for line in range(2, LISTED + 9)))
    assert len([head for head in page.all("th") if head["scope"] == "rowgroup"]) == LISTED
    assert "7 findings of this file not listed here" in page.text


def test_a_long_list_is_folded_and_a_short_one_is_not() -> None:
    assert "open" in page_of(result_of([finding()])).all("details")[0]
    assert "open" not in page_of(result_of(finding(line=line) for line in range(2, 99))).all("details")[0]


def test_links_inside_the_page_arrive() -> None:
    page = page_of(result_of([finding(), finding(rule="Of Tomorrow!")]))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for attributes in page.all("a"):
        assert (attributes["href"] or "").removeprefix("#") in ids


def test_a_long_value_is_cut() -> None:
    page = render_html(result_of([finding(value="x" * 20_000, message="the cell is too long")]))
    assert "20,000 characters" in page
    assert "x" * 100 not in page


@given(ANY_RESULTS)
def test_any_finding_leaves_the_page_whole(result: CheckResult) -> None:
    page = page_of(result)
    assert {tag for tag, _ in page.elements} <= ALLOWED
    assert page.all("html") == [{"lang": "en"}]
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    for before, after in zip(page.headings, page.headings[1:], strict=False):
        assert after <= before + 1
    assert len(page.all("caption")) == len(page.all("table"))
    assert all(head["scope"] in {"col", "row", "rowgroup"} for head in page.all("th"))
    for _, attributes in page.elements:
        assert not any(name.startswith("on") for name in attributes)
        assert all((attributes[name] or "").startswith("#") for name in ADDRESSES & set(attributes))


def test_nasty_texts_stand_there_as_text() -> None:
    page = page_of(result_of(finding(message="nothing", value=value) for value in NASTY))
    assert '"<script>alert(1)</script>"' in page.text
    assert "\\u202etxt.exe" in page.text
    assert all(character.isprintable() or character == "\n" for character in page.text)
