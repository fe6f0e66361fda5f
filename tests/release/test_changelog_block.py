"""The computed block: what people read of few changes, of thousands, of nasty ones, of none; never more than a screen."""

from __future__ import annotations

import datetime
import html
from dataclasses import replace

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from deportation_goal.diff.computed_rows import AnswerChange
from deportation_goal.diff.package_diff import (
    Cell,
    ChangedRow,
    ComputedRows,
    Kind,
    PackageDiff,
    Step,
    TableRows,
    WholeRow,
)
from deportation_goal.diff.step import STEPS
from deportation_goal.release.changelog_block import LONGEST_BYTES, LONGEST_LINES, block, too_long
from made_differences import ANY_DIFFERENCES, change, made, rows

DAY = datetime.date(2026, 12, 1)


def of(diff: PackageDiff | None, notes: str = "", answers: tuple[AnswerChange, ...] = ()) -> str:
    return block(diff, {"Figures": 1_234, "Quotes": 1, "Changes": 0}, "0.2.0", DAY, notes, answers)


BLOCK = """\
## 0.2.0 (2026-12-01)

Words of people.

### What breaks

- New columns: `figures.value`. Select columns by name, not by place.
- Queries before and after: docs/upgrade.md.

### What is new

- New codes: `figures.value`.
- New rows: figures 1. Their `added_in` is 0.2.0.

### Corrections

- `fig-c00000` (figures), `value`: `1` → `(empty)`. Misread.
- `fig-c00000` (figures), `place`: `(empty)` → `Here`. No reason is given.

### Retracted

- `fig-t00000` (see `fig-000009`): Twice.
- `fig-r00000`: No reason is given.
"""


def test_few_changes_are_told_one_by_one_with_values_and_reasons() -> None:
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


def test_new_sources_are_told_by_name() -> None:
    added = tuple(WholeRow(f"source-{n}", {"source_id": f"source-{n}"}, f"Title {n}") for n in range(9))
    text = of(made(TableRows("sources", "source_id", added=added)))
    assert "- New rows: sources 9. Their `added_in` is 0.2.0.\n" in text
    assert "- New sources: Title 0; Title 1; Title 2; Title 3; Title 4; Title 5; and 3 more.\n" in text


def test_cells_that_one_reason_corrects_are_told_together_across_tables() -> None:
    changed = tuple(ChangedRow(f"fig-{n:06}", (Cell("notes", "Excerpt.", "", "Says it twice."),)) for n in range(40))
    tables = [TableRows(name, "id", changed=changed[:count]) for name, count in (("figures", 40), ("quotes", 1))]
    text = of(made(*tables))
    assert "- `notes` of 40 rows of figures, 1 row of quotes: Says it twice.\n" in text
    assert "fig-" not in text


def test_corrections_begin_with_how_many_cells_of_each_column() -> None:
    def changed(column: str, old: str, new: str, why: str, *ids: str) -> tuple[ChangedRow, ...]:
        return tuple(ChangedRow(row_id, (Cell(column, old, new, why),)) for row_id in ids)

    cells = (
        *changed("period", "2025-05", "2025-05-30", "The day is known.", "fig-a", "fig-b"),
        *changed("place", "", "Here", "The text says it.", "fig-c"),
        *changed("place", "", "There", "So does this.", "fig-d"),
        *changed("notes", "x", "", "Said twice.", *(f"fig-{n}" for n in range(9))),
    )
    text = of(made(TableRows("figures", "figure_id", changed=cells)))
    assert text.split("### Corrections\n\n")[1].splitlines()[:3] == [
        "- Corrected cells: `notes` 9, `period` 2, `place` 2.",
        "- `notes` of 9 rows of figures: Said twice.",
        "- `fig-a`, `fig-b` (figures), `period`: `2025-05` → `2025-05-30`. The day is known.",
    ]


def test_retracted_rows_are_counted_and_those_of_one_reason_told_together() -> None:
    one = rows().retracted[0]
    retracted = tuple(
        replace(one, row_id=f"fig-{n}", replaced_by="", reason=f"Reason {n // 2 * 2}.") for n in range(1, 8)
    )
    text = of(made(TableRows("figures", "figure_id", retracted=retracted)))
    assert text.split("### Retracted\n\n")[1].splitlines()[:2] == [
        "- Retracted rows: figures 7. Each is kept whole in data/revisions.csv.",
        "- `fig-2`, `fig-3`: Reason 2.",
    ]


def test_a_column_that_many_tables_share_is_named_once_and_what_breaks_is_never_cut() -> None:
    shared = tuple(replace(change(), table=f"table_{n}", column="added_in") for n in range(5))
    kinds = tuple(change(kind, f"{kind} is another") for kind in STEPS if STEPS[kind] is Step.MAJOR)
    text = of(made(changes=(change(), *shared, *kinds)), "\n".join(["- Much was done."] * 22))
    assert "- New columns: `added_in` of 5 tables, `figures.value`." in text
    breaks = text.split("### What breaks\n\n")[1].split("\n\n")[0].splitlines()
    assert len(breaks) == len(set(kinds)) + 1
    assert "more" not in breaks[-2]


def test_derived_rows_and_answers_that_changed_are_counted() -> None:
    diff = replace(made(), computed=(ComputedRows("agreement", ("cmp-1", "cmp-2"), ("cmp-3",)),))
    answers = tuple(
        AnswerChange("agreement", "verdict", f"cmp-{n}", f"Goal {n}", "conflict", "compatible") for n in range(5)
    )
    text = of(diff, answers=answers)
    assert (
        "- Derived rows that the new code computes in another way: agreement 3. data/changes.csv lists them.\n" in text
    )
    assert "- `agreement.verdict` `conflict` → `compatible`: 5 (Goal 0; Goal 1; Goal 2; …).\n" in text


def test_another_meaning_and_another_thing_under_an_id_break_something() -> None:
    cell = Cell("unit", "{person}", "{case}", "Misread.", other_meaning=True)
    text = of(made(TableRows("indicators", "indicator_id", changed=(ChangedRow("goal", (cell,), is_another=True),))))
    breaks = text.split("### What breaks")[1].split("###")[0]
    assert "indicators: 1 row with another meaning, on which other rows rest: goal (unit)." in breaks
    assert "perhaps another thing under the same id: goal." in breaks


def test_a_table_whose_rows_cannot_be_followed_breaks_something() -> None:
    text = of(made(TableRows("figures", "id", not_compared="the key was a and is b now")))
    assert "- figures: the key was a and is b now.\n" in text


@pytest.mark.parametrize("number", [11, pytest.param(5_000, marks=pytest.mark.slow)])
def test_however_much_changed_it_is_one_screen(number: int) -> None:
    changed = tuple(
        ChangedRow(f"fig-{n:06}", (Cell("value", "1" * 500, "2" * 500, f"Because {n}. " * 20),)) for n in range(number)
    )
    tables = tuple(rows(name, number, changed=changed) for name in ("figures", "quotes", "sources", "areas"))
    changes = tuple(
        replace(change(kind, f"{kind} {n}"), column=f"column_{n}", subject=f"subject_{n}")
        for kind in Kind
        for n in range(number)
    )
    computed = tuple(ComputedRows(f"derived_{n}", tuple(map(str, range(number)))) for n in range(9))
    answers = tuple(
        AnswerChange("agreement", "verdict", f"cmp-{n}", "A long label " * 9, f"old {n}", f"new {n}")
        for n in range(number)
    )
    text = of(replace(made(*tables, changes=changes), computed=computed), "A note.", answers)
    assert text.count("\n") <= LONGEST_LINES
    assert len(text.encode()) <= LONGEST_BYTES
    assert "- and " in text


def test_notes_that_nobody_would_read_are_too_long() -> None:
    notes = "\n".join(f"- Something smaller, number {n}." for n in range(70))
    assert "a version has at most 60 lines" in too_long(of(made(), notes))
    assert " lines and 10,0" in too_long(of(made(rows("changes")), "x" * (LONGEST_BYTES - 50)))
    assert too_long(of(made(rows()), "A note.")) == ""


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
    row = replace(rows().retracted[0], row_id="fig-000001", replaced_by="", reason=reason)
    text = of(made(TableRows("figures", "figure_id", retracted=(row,))))
    rendered = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text)
    item = rendered.split("</code>: ")[1].split("</li>")[0].replace("<!-- -->", "")
    assert html.unescape(item) == " ".join(reason.split())
    assert "@s" not in text


@given(ANY_DIFFERENCES)
def test_any_text_leaves_the_headings_alone(diff: PackageDiff) -> None:
    text = of(diff)
    assert text.count("\n## ") + text.startswith("## ") == 1
    assert text.startswith("## 0.2.0 (2026-12-01)\n\n")
