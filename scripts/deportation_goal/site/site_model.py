"""The tables of a release, joined once: what every page asks for, by id."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from deportation_goal.derived.questions import Question
from deportation_goal.package.facts import DatasetFacts
from deportation_goal.package.schema import TableSchema
from deportation_goal.statements.background import Background, background_of
from deportation_goal.statements.utterances import Utterance, utterances
from deportation_goal.table_files import Row, Rows
from deportation_goal.table_files.revision_rows import RETIRING
from deportation_goal.values.hedges import hedge_words
from deportation_goal.values.numbers import grouped

STATEMENTS: Final = {
    "figures": "Figure",
    "quotes": "Quote",
    "obstacles": "Obstacle or help",
    "countries": "Role of a country",
}
"""The tables of statements, with what a row of each is for a reader."""

FOLDERS: Final = {
    **dict.fromkeys((*STATEMENTS, "observations"), "s"),
    "sources": "sources",
    "agents": "agents",
    "indicators": "indicators",
    "series": "series",
    "areas": "countries",
}
"""The tables whose rows have a page each, with its folder: an address never changes."""

VERDICTS: Final = {
    "conflict": "Reports disagree",
    "not_comparable": "Not comparable",
    "close": "Close, not equal",
    "single": "One statement",
    "same": "The same number",
    "compatible": "Compatible",
    "": "Garbled only",
}
"""The verdicts of the table agreement, for a reader."""

NOBODY: Final = "nobody named"


@dataclass(frozen=True)
class Statement:
    """A row of one of the tables of statements, with what the derived tables say of it.

    Attributes:
        table: Its table.
        row_id: Its key.
        row: The row.
        flat: Its row in the table that ends in `_flat`.
        lineage: Its row in the table `lineage`.
    """

    table: str
    row_id: str
    row: Row
    flat: Row
    lineage: Row


@dataclass(frozen=True)
class Retired:
    """A row that left its table: it was retracted, merged into another or split."""

    table: str
    row_id: str
    row: Row
    revision: Row


@dataclass(frozen=True)
class ReleasedFile:
    """A file of the release: its path, its size in bytes and its SHA-256 in hexadecimal digits."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class SiteModel:
    """The release as pages need it.

    Attributes:
        facts: What is true of the dataset.
        rows: The rows of every table, those of the derived ones too.
        schemas: The schemas of every table.
        documents: Documents of the release by path.
        files: The files of the release by path.
    """

    facts: DatasetFacts
    rows: Rows
    schemas: Mapping[str, TableSchema]
    documents: Mapping[str, str]
    files: tuple[ReleasedFile, ...]

    def _by_key(self, table: str) -> dict[str, Row]:
        key = self.schemas[table].primary_key
        return {row[key]: row for row in self.rows[table]}

    @cached_property
    def sources(self) -> dict[str, Row]:
        """Sources by id."""
        return self._by_key("sources")

    @cached_property
    def agents(self) -> dict[str, Row]:
        """Agents by id."""
        return self._by_key("agents")

    @cached_property
    def areas(self) -> dict[str, Row]:
        """Areas by code."""
        return self._by_key("areas")

    @cached_property
    def indicators(self) -> dict[str, Row]:
        """Indicators by id."""
        return self._by_key("indicators")

    @cached_property
    def series(self) -> dict[str, Row]:
        """Official series by id."""
        return self._by_key("series")

    @cached_property
    def observations(self) -> dict[str, Row]:
        """Numbers of official series by id."""
        return self._by_key("observations")

    @cached_property
    def observations_of(self) -> dict[str, list[Row]]:
        """Numbers of each official series, by their periods."""
        return _grouped(
            sorted(self.rows["observations"], key=lambda row: (row["period"], row["observation_id"])), "series_id"
        )

    @cached_property
    def series_of(self) -> dict[str, list[Row]]:
        """Official series of each indicator."""
        return _grouped(self.rows["series"], "indicator_id")

    @cached_property
    def statements(self) -> dict[str, Statement]:
        """Every statement by id, in the order of the tables."""
        lineage = {row["row_id"]: row for row in self.rows["lineage"]}
        found = {}
        for table in STATEMENTS:
            key = self.schemas[table].primary_key
            flat = {row[key]: row for row in self.rows[f"{table}_flat"]}
            for row in self.rows[table]:
                row_id = row[key]
                found[row_id] = Statement(table, row_id, row, flat[row_id], lineage[row_id])
        return found

    @cached_property
    def by_source(self) -> dict[str, list[Statement]]:
        """Statements by the source that carries them."""
        return self._statements_by("source_id")

    @cached_property
    def by_agent(self) -> dict[str, list[Statement]]:
        """Statements by the agent they are attributed to."""
        return self._statements_by("attributed_to")

    @cached_property
    def by_area(self) -> dict[str, list[Statement]]:
        """Roles of countries by area."""
        found: dict[str, list[Statement]] = defaultdict(list)
        for statement in self.statements.values():
            if statement.table == "countries":
                found[statement.row["area"]].append(statement)
        return found

    def _statements_by(self, column: str) -> dict[str, list[Statement]]:
        found: dict[str, list[Statement]] = defaultdict(list)
        for statement in self.statements.values():
            if statement.row[column]:
                found[statement.row[column]].append(statement)
        return found

    @cached_property
    def published_by(self) -> dict[str, list[Row]]:
        """Sources by their publisher, by date."""
        return _grouped(sorted(self.rows["sources"], key=lambda row: (row["published"], row["source_id"])), "publisher")

    @cached_property
    def taken_up_by(self) -> dict[str, list[Row]]:
        """Sources that took most of their text from a source, by that source."""
        return _grouped(self.rows["sources"], "derived_from")

    @cached_property
    def comparison_of(self) -> dict[str, Row]:
        """The row of `agreement` in which a figure is compared or left out, by figure."""
        return {figure: row for row in self.rows["agreement"] for figure in members(row)}

    @cached_property
    def comparisons(self) -> dict[str, list[Row]]:
        """The rows of `agreement` of each indicator, those with the most statements first."""
        ordered = sorted(
            self.rows["agreement"],
            key=lambda row: (-int(row["n_statements"]), row["comparison_period"], row["comparison_id"]),
        )
        return _grouped(ordered, "indicator_id")

    @cached_property
    def comparison_of_id(self) -> dict[str, Row]:
        """The rows of `agreement` by their key."""
        return {row["comparison_id"]: row for row in self.rows["agreement"]}

    @cached_property
    def may_be_same(self) -> dict[str, list[str]]:
        """The comparisons that may be of the same count as another, by its id."""
        pairs = _grouped(self.rows["may_be_same"], "comparison_id")
        return {name: [row["other_comparison_id"] for row in rows] for name, rows in pairs.items()}

    @cached_property
    def figures_of(self) -> dict[str, list[Row]]:
        """The rows of `figures_flat` of each indicator."""
        return _grouped(self.rows["figures_flat"], "indicator_id")

    @cached_property
    def beside(self) -> dict[str, Row]:
        """The row of `claims_vs_counts` of a figure."""
        return {row["figure_id"]: row for row in self.rows["claims_vs_counts"]}

    @cached_property
    def outcomes(self) -> dict[str, Row]:
        """The row of `forecasts_vs_outcomes` of a figure."""
        return {row["figure_id"]: row for row in self.rows["forecasts_vs_outcomes"]}

    @cached_property
    def utterances(self) -> dict[str, Utterance]:
        """What quotes are wordings of, by name."""
        return utterances(self.rows["quotes"])

    @cached_property
    def background(self) -> Background:
        """The documents and agents that claims refer to."""
        return background_of(self.rows)

    @cached_property
    def history(self) -> dict[str, list[Row]]:
        """The revisions of a row by its id, oldest first."""
        ordered = sorted(self.rows["revisions"], key=lambda row: (row["date"], row["revision_id"]))
        found = _grouped(ordered, "row_id")
        for row in ordered:
            if row["replaced_by"] and row["replaced_by"] != row["row_id"]:
                found.setdefault(row["replaced_by"], []).append(row)
        return found

    @cached_property
    def retired(self) -> dict[str, Retired]:
        """Rows that left their table, by id."""
        return {
            row["row_id"]: Retired(row["table_name"], row["row_id"], json.loads(row["old_value"]), row)
            for row in self.rows["revisions"]
            if row["action"] in RETIRING and row["table_name"] in FOLDERS and row["old_value"].startswith("{")
        }

    @cached_property
    def table_of(self) -> dict[str, str]:
        """The table of every id that has a page, in it or retired."""
        found = {}
        for table in FOLDERS:
            key = self.schemas[table].primary_key
            found.update({row[key]: table for row in self.rows[table] if table != "areas"})
        return {**{row_id: gone.table for row_id, gone in self.retired.items()}, **found}

    def answer(self, question: Question) -> list[Row]:
        """Return the rows that answer a question of docs/questions.md."""
        return question.answer(self.rows[question.sheet])

    def page_of(self, row_id: str) -> str:
        """Return the path of the page of a row, empty for an id without one."""
        table = self.table_of.get(row_id)
        return f"{FOLDERS[table]}/{row_id}.html" if table else ""

    def country_page(self, area: str) -> str:
        """Return the path of the page of a country that statements give a role, empty for others."""
        return f"countries/{area}.html" if area in self.by_area else ""

    def name(self, agent: str) -> str:
        """Return the name of an agent; the id of one that is gone."""
        found = self.agents.get(agent)
        return found["name"] if found else agent

    def speaker(self, row: Row) -> str:
        """Return who says a statement."""
        return self.name(row["attributed_to"]) if row["attributed_to"] else NOBODY

    def publisher(self, source: str) -> str:
        """Return the name of the publisher of a source."""
        found = self.sources.get(source)
        return self.name(found["publisher"]) if found else source

    def code(self, table: str, column: str, value: str) -> str:
        """Return what a code means, in lower case: `own_count` is "own count"."""
        labels = self._labels.get((table, column), {})
        return labels.get(value, value.replace("_", " "))

    @cached_property
    def _labels(self) -> dict[tuple[str, str], dict[str, str]]:
        return {
            (name, field.name): {item.value: item.label[:1].lower() + item.label[1:] for item in field.categories}
            for name, schema in self.schemas.items()
            for field in schema.fields
            if field.categories
        }

    def code_meaning(self, table: str, column: str, value: str) -> str:
        """Return what a code means, as a sentence; the code itself if its schema does not say."""
        categories = self.schemas[table].by_name[column].categories
        return next((item.description for item in categories if item.value == value and item.description), value)

    def words(self, statement: Statement) -> str:
        """Return a statement as printed; of an obstacle or a role the summary."""
        column = {"figures": "value_text", "quotes": "text"}.get(statement.table, "summary")
        return statement.row[column]

    def subject(self, statement: Statement) -> str:
        """Return what a statement is about."""
        row = statement.row
        match statement.table:
            case "figures":
                return statement.flat["indicator"]
            case "quotes":
                return "Quote"
            case "obstacles":
                kind = self.code("obstacles", "obstacle_type", row["obstacle_type"])
                return f"{kind[:1].upper()}{kind[1:]}, {self.code('obstacles', 'effect', row['effect'])}"
            case _:
                return f"{statement.flat['area_name']}: {self.code('countries', 'role', row['role'])}"


def members(comparison: Row) -> list[str]:
    """Return the figures of a row of `agreement`, those that it leaves out last."""
    return [*comparison["figure_ids"].split(), *comparison["left_out"].split()]


def amount(row: Row) -> str:
    """Return the number of a figure with its hedge: "more than 675,000", "290,000 to 350,000"."""
    value = grouped(Decimal(row["value"]))
    if row["value_max"]:
        return f"{value} to {grouped(Decimal(row['value_max']))}"
    qualifier = row["qualifier"]
    if qualifier == "exact":
        return value
    return f"{'some' if qualifier == 'magnitude' else hedge_words(qualifier)} {value}"


def _grouped(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row[column]:
            found[row[column]].append(row)
    return found
