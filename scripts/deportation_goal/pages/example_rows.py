"""A row of each table as it stands in data/, and in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from deportation_goal.markdown import cell, code
from deportation_goal.package.descriptor import Package
from deportation_goal.table_files import Row, Rows

GOAL: Final = "removals-goal"
LOCATOR: Final = ("evidence_start", "evidence_end", "evidence_sha256")


def example_figure(rows: Rows) -> Row:
    """Return the figure that the README shows: the first one of the goal that is hedged, dated and attributed.

    One from a text that was seen whole, where there is one.
    """
    whole = {row["source_id"] for row in rows["sources"] if row["access"] == "full"}
    fitting = [
        row
        for row in rows["figures"]
        if row["indicator_id"] == GOAL and row["qualifier"] != "exact" and row["period"] and row["attributed_to"]
    ]
    return min(fitting, key=lambda row: row["source_id"] not in whole)


def example_of(name: str, rows: Rows) -> Row | None:
    """Return a row of a table, about the text of the example figure where it can be; None if the table is empty."""
    figure = example_figure(rows)
    source = figure["source_id"]

    def first(table: str, **wanted: str) -> Row | None:
        fitting = (row for row in rows[table] if all(row[key] == value for key, value in wanted.items()))
        return next(fitting, next(iter(rows[table]), None))

    quote = first("quotes", source_id=source, form="full", wording="original")
    country = first("countries", source_id=source)
    examples = {
        "figures": figure,
        "quotes": quote,
        "obstacles": first("obstacles", source_id=source),
        "countries": country,
        "sources": first("sources", source_id=source),
        "indicators": first("indicators", indicator_id=GOAL),
        "agents": first("agents", agent_id=quote["attributed_to"] if quote else ""),
        "areas": first("areas", area=country["area"] if country else ""),
    }
    return examples[name] if name in examples else first(name)


def example_lines(name: str, package: Package, rows: Rows) -> Iterator[str]:
    """Yield a row of a table, empty cells left out, and the same in words where there is something to say."""
    row = example_of(name, rows)
    if row is None:
        yield "No row yet."
        return
    hidden = () if name == "figures" else LOCATOR
    shown = {column: value for column, value in row.items() if value and column not in hidden}
    width = max(len(column) for column in shown)
    yield from ("```text", *(f"{column:{width}}  {value}" for column, value in shown.items()), "```")
    if words := _Words(package, rows).of(name, row):
        yield from ("", cell(words))


class _Words:
    """Says rows in words."""

    def __init__(self, package: Package, rows: Rows) -> None:
        self._package = package
        self._by_id = {
            name: {row[package.resource(name).schema.primary_key]: row for row in table} for name, table in rows.items()
        }

    def of(self, name: str, row: Row) -> str:
        """Return a row as sentences; empty for a table that has none to say."""
        say = {
            "figures": self._figure,
            "quotes": self._quote,
            "obstacles": self._obstacle,
            "countries": self._country,
            "sources": self._source,
            "indicators": self._indicator,
            "relations": self._relation,
            "agents": self._agent,
            "areas": self._area,
        }
        return say[name](row) if name in say else ""

    def _label(self, name: str, column: str, row: Row) -> str:
        field = self._package.resource(name).schema.by_name[column]
        return next(item.label for item in field.categories if item.value == row[column]).lower()

    def _text_of(self, row: Row) -> str:
        source = self._by_id["sources"][row["source_id"]]
        return f"the text of {self._name(source['publisher'])} ({source['published'] or 'undated'})"

    def _name(self, agent: str) -> str:
        return self._by_id["agents"][agent]["name"]

    def _area_name(self, area: str) -> str:
        return self._by_id["areas"][area]["name"]

    def _claimant(self, row: Row) -> str:
        if not row["attributed_to"]:
            return f"The text credits nobody ({code(row['attribution_type'])})."
        return f"The text credits “{self._name(row['attributed_to'])}” ({code(row['attribution_type'])})."

    def _figure(self, row: Row) -> str:
        indicator = self._by_id["indicators"][row["indicator_id"]]
        period = f"the time {row['period']} ({code(row['period_basis'])})" if row["period"] else "no time"
        return (
            f"In words: {self._text_of(row)} prints “{row['value_text']}”. That is {float(row['value']):,.10g} "
            f"{code(indicator['unit'])} of the indicator “{indicator['name']}” with the hedge "
            f"“{self._label('figures', 'qualifier', row)}”, for {self._area_name(row['area'])} and {period}. "
            f"{self._claimant(row)} The last three cells are the locator: where the passage stands in the text, and its "
            "hash. Whoever holds the text can verify the row with them."
        )

    def _quote(self, row: Row) -> str:
        form, wording = self._label("quotes", "form", row), self._label("quotes", "wording", row)
        return (
            f"In words: {self._text_of(row)} prints these words of {self._name(row['attributed_to'])} (quotation: {form}; "
            f"wording: {wording}). Other printed wordings of the same utterance are rows of their own and share "
            f"{code('utterance')}. The locator is left out here and below."
        )

    def _obstacle(self, row: Row) -> str:
        says = "implies" if row["explicitness"] == "implied" else "states"
        kind, effect = self._label("obstacles", "obstacle_type", row), self._label("obstacles", "effect", row)
        return (
            f"In words: {self._text_of(row)} {says} that something of the kind “{kind}” {effect} reaching the goal. "
            f"{self._claimant(row)} The summary is in this project's words."
        )

    def _country(self, row: Row) -> str:
        return (
            f"In words: {self._text_of(row)} gives {self._area_name(row['area'])} the role "
            f"“{self._label('countries', 'role', row)}”. {self._claimant(row)}"
        )

    def _source(self, row: Row) -> str:
        lead = f"In words: a document of {self._name(row['publisher'])}"
        kept = "Its text is not here, only the hash and the length."
        if not row["derived_from"]:
            return f"{lead}. {kept}"
        parent = self._by_id["sources"][row["derived_from"]]
        seen = {"full": "", "excerpt": ", seen in part", "not_seen": ", not seen"}[parent["access"]]
        return (
            f"{lead}, which {row['derivation']} another: {code(parent['source_id'])}, of {self._name(parent['publisher'])}"
            f"{seen}. {kept}"
        )

    def _indicator(self, row: Row) -> str:
        warning = (
            " Figures of the indicators named last must not be compared with it." if row["not_comparable_with"] else ""
        )
        return f"In words: what the figures of this indicator count, and in which unit.{warning}"

    def _relation(self, row: Row) -> str:
        parts = [row[f"{place}_indicator_id"] for place in ("first", "second", "third")]
        names = " and ".join(f"“{self._by_id['indicators'][part]['name']}”" for part in parts if part)
        result = self._by_id["indicators"][row["result_indicator_id"]]["name"]
        return (
            f"In words: “{result}” follows from {names} ({self._label('relations', 'operation', row)}). Where one source "
            "prints all of them, they are compared."
        )

    def _agent(self, row: Row) -> str:
        return f"In words: {code(row['agent_id'])} in any table is {row['name']}."

    def _area(self, row: Row) -> str:
        return f"In words: {code(row['area'])} in any table is {row['name']}."
