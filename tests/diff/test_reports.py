"""The comparison as text, JSON and HTML: complete, safe, and the same facts in each."""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser

from hypothesis import given

from deportation_goal.diff.package_diff import Kind, PackageDiff, TableRows
from deportation_goal.report.diff_html import LISTED, render_html
from deportation_goal.report.diff_json import render_json
from deportation_goal.report.diff_text import ROWS_SHOWN, render_text
from made_differences import ANY_DIFFERENCES, change, made, rows

TEXT = """\
old: v0.1.0 (git revision 5217e1372679, version 0.1.0)
new: . (folder, version 0.1.0)

Different: 1 change of schemas, descriptor or tool; 4 rows of 1 table.
After 0.1.0 this requires at least 0.2.0: a major change (before 1.0.0 a major change raises the minor number).

rows         added    changed  retracted    removed
figures          1          1          1          1

schemas, descriptor and tool
  minor: figures.value: code "a" (A) added

figures
  ! fig-r00000  removed without a row of revisions that says why
  - fig-t00000  merged, replaced by fig-000009: Twice.
  ~ fig-c00000  value: 1 -> (empty) (Misread.)
  ~ fig-c00000  place: (empty) -> Here
  + fig-a00000  added: one

not compared: the tool
"""


def test_the_text_says_everything_once() -> None:
    diff = made(rows(), changes=(change(Kind.CODE_ADDED, 'code "a" (A) added'),), not_compared=("the tool",))
    assert render_text(diff) == TEXT


def test_no_difference_is_two_sentences() -> None:
    assert render_text(made(TableRows("figures", "figure_id"))).split("\n\n")[1] == (
        "No difference.\nNo new version is required by this.\n"
    )


def test_long_lists_are_counted_unless_every_row_is_wanted() -> None:
    diff = made(rows(number=20), rows("revisions", 3))
    text = render_text(diff)
    assert text.count("  + fig-") == ROWS_SHOWN
    assert text.count("    and 15 more") == 4
    assert text.endswith("60 rows not shown here: --rows shows every row.\n")
    assert "revisions" in text and "\nrevisions\n" not in text
    whole = render_text(diff, rows=True)
    assert whole.count("  + fig-") == 23
    assert "more" not in whole and "--rows" not in whole


def test_colour_marks_headings_only_when_wanted() -> None:
    diff = made(rows())
    plain = render_text(diff)
    assert "\x1b" not in plain
    assert re.sub("\x1b\\[[0-9]+m", "", render_text(diff, colour=True)) == plain


def test_rows_that_could_not_be_followed_are_never_equal() -> None:
    text = render_text(made(TableRows("figures", "figure_id", not_compared="the key was a and is b now")))
    assert "No difference" not in text
    assert "figures  not compared: the key was a and is b now" in text


@given(ANY_DIFFERENCES)
def test_any_text_stays_on_its_line(diff: PackageDiff) -> None:
    text = render_text(diff, rows=True)
    assert all(line.isprintable() for line in text.split("\n"))


def test_the_json_tells_the_step_and_the_lowest_version() -> None:
    document = json.loads(render_json(made(TableRows("figures", "figure_id", added=rows().added))))
    assert (document["step"], document["lowest_version"]) == ("minor", "0.2.0")
    assert document["reasons"] == [{"step": "minor", "sentence": "figures: 1 row added"}]


class Page(HTMLParser):
    """What stands in a page: its tags, the text of its body."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        found = dict(attrs)
        self.ids.extend(filter(None, [found.get("id")]))
        self.targets.extend(filter(None, [found.get("href")]))

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_page_holds_every_row_and_reason() -> None:
    page = Page(render_html(made(rows(), changes=(change(),), not_compared=("the tool",))))
    for part in ("fig-r00000", "fig-t00000", "fig-c00000", "fig-a00000", "column added", "Misread."):
        assert part in page.words
    assert "requires at least 0.2.0" in page.words
    assert "the tool" in page.words


def test_a_light_page_counts_what_it_leaves_out() -> None:
    page = render_html(made(rows(number=LISTED)))
    assert page.count('<th scope="row"><code>') == LISTED
    # Two cells a changed row, so five lines of the page for one row of each kind.
    assert f"<p>{4 * LISTED:,} lines of this table not listed here" in page


@given(ANY_DIFFERENCES)
def test_no_text_becomes_a_part_of_the_page(diff: PackageDiff) -> None:
    rendered = render_html(diff)
    page = Page(rendered)
    assert not {"script", "img", "iframe", "b", "object"} & set(page.tags)
    assert len(page.ids) == len(set(page.ids))
    assert {target.removeprefix("#") for target in page.targets} <= set(page.ids)
    assert rendered.encode("utf-8", "backslashreplace").decode().endswith("</html>\n")
    assert all(
        line.isprintable()
        for line in html.unescape(re.sub("<style>.*</style>", "", rendered, flags=re.DOTALL)).split("\n")
    )
