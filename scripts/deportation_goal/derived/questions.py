"""Questions that people bring, each with its answer in one derived table: docs/questions.md and the site show the same rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from deportation_goal.table_files import Row

_NUMBER: Final = "value"
"""The column of a filter that holds numbers, which Python compares without quotes."""


@dataclass(frozen=True)
class Question:
    """A question, and how its answer is found in one derived table.

    Attributes:
        asked: The question as a reader puts it.
        note: What must be known to read the answer.
        sheet: The table, and so the sheet of the workbook.
        columns: The columns that the page shows, besides who carries the row.
        command: The arguments of `deportation-goal` that answer it.
        keeps: By column, the cells of the rows that answer it.
        drops: By column, cells of rows that do not.
        sorted_by: The column by which the rows are sorted, if not by the order of the table; empty cells come last.
        latest_first: Whether they are sorted from the highest down.
        one_each: A column of which each value is shown once, with its first row.
    """

    asked: str
    note: str
    sheet: str
    columns: tuple[str, ...]
    command: str
    keeps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    drops: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sorted_by: str = ""
    latest_first: bool = False
    one_each: str = ""

    @property
    def filters(self) -> list[tuple[str, list[str], bool]]:
        """Column, cells, and whether rows with these cells are kept."""
        kept = [(column, list(cells), True) for column, cells in self.keeps.items()]
        return [*kept, *((column, list(cells), False) for column, cells in self.drops.items())]

    @property
    def asked_of(self) -> set[str]:
        """The columns that decide which rows answer it."""
        return {column for column, *_ in self.filters} | {self.sorted_by, self.one_each} - {""}

    @property
    def python(self) -> str:
        """The line of Python that gives the rows."""
        conditions = [
            f"{column}.isna()"
            if cells == [""]
            else f"{column} {'' if kept else 'not '}in {[int(cell) for cell in cells] if column == _NUMBER else cells}"
            for column, cells, kept in self.filters
        ]
        line = f'dg.load("{self.sheet}").query("{" and ".join(conditions)}")'
        if self.sorted_by:
            downwards = ", ascending=False" if self.latest_first else ""
            line += f'.sort_values("{self.sorted_by}", kind="stable"{downwards})'
        return line + (f'.drop_duplicates("{self.one_each}")' if self.one_each else "")

    def answer(self, rows: Sequence[Row]) -> list[Row]:
        """Return the rows of the table that answer it."""
        filters = self.filters
        found = [row for row in rows if all((row[column] in cells) is kept for column, cells, kept in filters)]
        if self.sorted_by:
            filled = [row for row in found if row[self.sorted_by]]
            filled.sort(key=lambda row: row[self.sorted_by], reverse=self.latest_first)
            found = [*filled, *(row for row in found if not row[self.sorted_by])]
        if self.one_each:
            first: dict[str, Row] = {}
            for row in found:
                first.setdefault(row[self.one_each], row)
            found = list(first.values())
        return found


_SAID: Final = ("qualifier", "value", "value_max", "indicator", "counted_to")
WHERE_FROM: Final = Question(
    "Where does one million come from?",
    "Each origin of statements about one million, a document or a body (column `origin`), with its first row, in the "
    "order in which they were said. One without a date comes last.",
    "goal_statements",
    ("said_first", "attributed_to_name", "voice", "value_text", "origin"),
    "compare removals-goal",
    keeps={"value": ("1000000",)},
    one_each="origin",
)
WHO_TOOK_OTHERS: Final = Question(
    "Which countries took people who are not their citizens, and since when?",
    "Each country or region with the period that ends first: it had taken people by its last day. A period does not say on "
    "which of its days they came. Rows without a period come last.",
    "countries_flat",
    ("area_name", "period", "counterpart_area_name", "summary"),
    "search third-country",
    keeps={"role": ("received_third_country_nationals",)},
    sorted_by="period_end",
    one_each="area_name",
)
HOW_FAR: Final = Question(
    "How far is the goal?",
    "The latest number of each official series, to be held against one million in a year. They count different people "
    "in different periods, and none of them is the number to which the goal refers.",
    "goal_vs_outcome",
    ("indicator", "counted_from", "counted_to", "value", "said_by_name"),
    "compare removals-goal ice-removals-running",
    keeps={"kind": ("count",)},
    sorted_by="counted_to",
    latest_first=True,
    one_each="series",
)
QUESTIONS: Final = (
    Question(
        "What did the Department of Homeland Security claim by the end of the first year?",
        "These are claims of the department. Each counts something else, and they cannot be added up.",
        "first_year",
        ("body_name", *_SAID),
        "compare dhs-deportations-unspecified dhs-left-in-all --period 2026-01",
        keeps={"body_name": ("Department of Homeland Security",)},
    ),
    Question(
        "Who counts otherwise?",
        "The other bodies, without the White House and the administration, which give numbers of the department. Some count "
        "only one agency, or only some of the people who left (column `indicator`).",
        "first_year",
        ("body_name", *_SAID),
        "compare ice-removals deportations-all-nyt --period 2025-01-20/2026-01-31",
        drops={"body_name": ("Department of Homeland Security", "White House", "Trump administration")},
    ),
    WHERE_FROM,
    Question(
        "Is 1.6 million one source or many?",
        "Each origin of the claim that 1.6 million people left by themselves, with its first row. The command shows how "
        "many texts carry one of them.",
        "figures_flat",
        ("origin", "qualifier", "value", "period", "attributed_to_name"),
        "compare self-departures --period 2025-09",
        keeps={"indicator": ("People who left by themselves since 20 January 2025",), "value": ("1600000",)},
        one_each="origin",
    ),
    Question(
        "Did ICE remove 400,000 people in fiscal 2012?",
        "Fiscal 2012 runs from October 2011 to September 2012. Some texts print the calendar year or say only that the "
        "year was a record, so the rows belong to more than one indicator and period.",
        "figures_flat",
        ("indicator", "period", "qualifier", "value", "attributed_to_name", "origin"),
        "compare ice-removals ice-removals-record-year --period 2011-10/2012-09",
        keeps={
            "indicator": ("Removals by ICE", "Record of removals by ICE in one year"),
            "period": ("2011-10/2012-09", "2012"),
            "place": ("",),
        },
    ),
    WHO_TOOK_OTHERS,
    HOW_FAR,
)
"""All of them, in the order of the page."""
