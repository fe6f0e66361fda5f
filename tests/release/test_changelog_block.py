"""The computed block: what people see of few rows, of hundreds, of nasty ones, of none."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from deportation_goal.diff.package_diff import Kind, PackageDiff, TableRows, WholeRow
from deportation_goal.release.changelog_block import LISTED, OPEN_UP_TO, block
from made_differences import ANY_DIFFERENCES, change, made, rows

DAY = datetime.date(2026, 12, 1)


def of(diff: PackageDiff | None, notes: str = "") -> str:
    return block(diff, {"Figures": 1_234, "Quotes": 1, "Changes": 0}, "0.2.0", DAY, notes)


BLOCK = """\
## 0.2.0 (2026-12-01)

Words of people.

### Schemas, descriptor and tool

- major: figures.value: column added
- minor: figures.value: code "a" added

### Data

| table | added | changed | retracted | removed |
|---|---:|---:|---:|---:|
| figures | 1 | 1 | 1 | 1 |

figures, added:

- `fig-a00000`

figures, changed:

- `fig-c00000`: `value`: `1` → `(empty)` (Misread.); `place`: `(empty)` → `Here`

figures, retracted:

- `fig-t00000` (merged, see `fig-000009`): Twice.
- `fig-r00000`: without a row of revisions
"""


def test_few_rows_stand_open_with_ids_values_and_reasons() -> None:
    changes = (change(Kind.CODE_ADDED, 'code "a" added'), change())
    assert of(made(rows(), rows("revisions"), changes=changes), "\nWords of people.\n\n") == BLOCK


def test_the_first_release_counts_what_there_is() -> None:
    assert of(None) == (
        "## 0.2.0 (2026-12-01)\n\n### Data\n\nThe first release, so everything is new:\n\n"
        "- Figures: 1,234 rows\n- Quotes: 1 row\n"
    )


def test_without_a_difference_of_the_data_it_says_so() -> None:
    assert of(made(rows("changes")), "Faster.") == (
        "## 0.2.0 (2026-12-01)\n\nFaster.\n\nThe data is that of the last release; only code or documents changed.\n"
    )


def test_many_rows_are_folded_and_grouped_by_source() -> None:
    added = tuple(WholeRow(f"fig-{n:06}", {"source_id": f"source-{n % 3}"}) for n in range(600))
    text = of(made(TableRows("figures", "figure_id", added=added)))
    assert "<summary>figures: 600 added</summary>" in text
    lines = [line for line in text.splitlines() if line.startswith("- ")]
    assert [line.split(":")[0] for line in lines] == ["- `source-0`", "- `source-1`", "- `source-2`"]
    assert all(row.row_id in text for row in added)


def test_sources_are_not_grouped_by_themselves() -> None:
    added = tuple(WholeRow(f"source-{n}", {"source_id": f"source-{n}"}) for n in range(2))
    assert "\n- `source-0`, `source-1`\n" in of(made(TableRows("sources", "source_id", added=added)))


def test_up_to_a_number_a_list_stands_open() -> None:
    assert "<details>" not in of(made(rows(number=OPEN_UP_TO, removed=())))
    assert of(made(rows(number=OPEN_UP_TO + 1))).count("<details>") == 3


def test_of_very_many_changed_rows_the_rest_is_counted() -> None:
    text = of(made(rows(number=LISTED + 7)))
    assert text.count("- `fig-c") == LISTED
    assert "- and 7 more: `data/changes.csv` has each of them" in text


def test_one_reason_for_all_cells_of_a_row_stands_once() -> None:
    changed = rows().changed[0]
    same = type(changed)("fig-000001", tuple(type(cell)(cell.column, "1", "2", "Misread.") for cell in changed.cells))
    text = of(made(TableRows("figures", "figure_id", changed=(same,))))
    assert "- `fig-000001`: `value`: `1` → `2`; `place`: `1` → `2` (Misread.)\n" in text


@pytest.mark.parametrize(
    "reason",
    [
        "<script>alert(1)</script>",
        "*bold* _thin_ `code` [link](x) ![i](x)",
        "# heading",
        "a | b",
        "two\nlines",
        "</details>",
        "&lt; 5",
        "ask @somebody",
    ],
)
def test_a_reason_is_shown_as_it_was_written_and_commands_nothing(reason: str) -> None:
    changed = rows().retracted[0]
    row = type(changed)("fig-000001", {}, "retracted", "", reason)
    text = of(made(TableRows("figures", "figure_id", retracted=(row,))))
    rendered = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text)
    item = rendered.split("(retracted): ")[1].split("</li>")[0].replace("<!-- -->", "")
    import html

    assert html.unescape(item) == " ".join(reason.split())
    assert "@s" not in text


@given(ANY_DIFFERENCES)
def test_any_text_leaves_the_headings_alone(diff: PackageDiff) -> None:
    text = of(diff)
    assert text.count("\n## ") + text.startswith("## ") == 1
    assert text.startswith("## 0.2.0 (2026-12-01)\n\n")
