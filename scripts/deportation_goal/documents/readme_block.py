"""The generated blocks of README.md: a real row of each table in words, the commands, a finding, the texts so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from deportation_goal.check import TableInput, check_tables, package_inputs
from deportation_goal.commands import SUMMARIES
from deportation_goal.documents.markdown import cell, code, table
from deportation_goal.lineage import chain_of
from deportation_goal.metadata.citation import citation_sentence
from deportation_goal.metadata.facts import dataset_facts
from deportation_goal.package.descriptor import Package, PackageError
from deportation_goal.report.text_report import render_text
from deportation_goal.table_files.rows import read_rows
from deportation_goal.wording import counted

Row = Mapping[str, str]
Rows = Mapping[str, Sequence[Row]]

GOAL: Final = "removals-goal"
LOCATOR: Final = ("evidence_start", "evidence_end", "evidence_sha256")


def refreshed_readme(readme: str, package: Package) -> str:
    """Return a README with its generated blocks made anew.

    Args:
        readme: The text as it stands.
        package: The package whose rows are shown.

    Raises:
        PackageError: If a block has no markers in the text.
    """
    rows = read_rows(package)
    blocks = {
        "rows": _rows_block(package, rows),
        "commands": table(["command", "does"], [[code(name), summary] for name, summary in SUMMARIES.items()]),
        "finding": _finding_block(package, rows),
        "texts": _texts_block(rows),
        "citation": [f"> {citation_sentence(dataset_facts(package.descriptor))}"],
    }
    for name, lines in blocks.items():
        start, end = f"<!-- {name}: generated, `make docs` writes it -->", f"<!-- end of {name} -->"
        if readme.count(start) != 1 or readme.count(end) != 1:
            raise PackageError(f"README.md needs the lines «{start}» and «{end}», once each")
        before, rest = readme.split(start)
        _, after = rest.split(end)
        readme = "\n".join([f"{before}{start}", "", *lines, "", f"{end}{after}"])
    return readme


def example_figure(rows: Rows) -> Row:
    """Return the figure that the README shows: the first one of the goal that is hedged, dated and attributed."""
    return next(
        row
        for row in rows["figures"]
        if row["indicator_id"] == GOAL and row["qualifier"] != "exact" and row["period"] and row["attributed_to"]
    )


def _examples(rows: Rows) -> dict[str, Row | None]:
    """Return a row of each table, all about one text where they can be; None where a table is empty."""
    figure = example_figure(rows)
    source = figure["source_id"]

    def first(name: str, **wanted: str) -> Row | None:
        return next((row for row in rows[name] if all(row[key] == value for key, value in wanted.items())), None)

    quote = first("quotes", source_id=source, form="full", wording="original") or first("quotes")
    country = first("countries", source_id=source) or first("countries")
    return {
        "figures": figure,
        "quotes": quote,
        "obstacles": first("obstacles", source_id=source) or first("obstacles"),
        "countries": country,
        "sources": first("sources", source_id=source),
        "indicators": first("indicators", indicator_id=GOAL),
        "agents": quote and first("agents", agent_id=quote["attributed_to"]),
        "areas": country and first("areas", area=country["area"]),
        "revisions": first("revisions"),
        "changes": first("changes"),
    }


def _rows_block(package: Package, rows: Rows) -> list[str]:
    words = _Words(package, rows)
    sections = []
    for name, row in _examples(rows).items():
        resource = package.resource(name)
        lines = [f"**{resource.schema.title}** ({code(resource.path)}): {resource.schema.description}", ""]
        if row is None:
            lines.append("No row yet.")
        else:
            hidden = () if name == "figures" else LOCATOR
            shown = {column: value for column, value in row.items() if value and column not in hidden}
            width = max(len(column) for column in shown)
            lines.extend(["```text", *(f"{column:{width}}  {value}" for column, value in shown.items()), "```"])
            lines.extend(["", cell(words.of(name, row))] if words.of(name, row) else [])
        sections.append("\n".join(lines))
    return ["\n\n".join(sections)]


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
        apart = (
            " Figures of the indicators named last must not be compared with it." if row["not_comparable_with"] else ""
        )
        return f"In words: what the figures of this indicator count, and in which unit.{apart}"

    def _agent(self, row: Row) -> str:
        return f"In words: {code(row['agent_id'])} in any table is {row['name']}."

    def _area(self, row: Row) -> str:
        return f"In words: {code(row['area'])} in any table is {row['name']}."


def _texts_block(rows: Rows) -> list[str]:
    names = {row["agent_id"]: row["name"] for row in rows["agents"]}
    sources = {row["source_id"]: row for row in rows["sources"]}

    def origin(row: Row) -> str:
        parent = sources.get(row["derived_from"])
        return f"{row['derivation']} {names[parent['publisher']]}, {parent['published']}" if parent else ""

    texts = [row for row in rows["sources"] if row["access"] == "full"]
    derived_from = {row["source_id"]: row["derived_from"] for row in rows["sources"]}
    roots = {chain_of(row["source_id"], derived_from)[0] for row in texts}
    unseen = sum(sources[root]["access"] == "not_seen" for root in roots)
    lead = (
        f"The rows come from {counted(len(texts), 'text')} so far, which go back to {counted(len(roots), 'document')} "
        f"({unseen} of them not seen). They are no sample of what was published:"
    )
    lines = [
        [
            f"{names[row['publisher']]} ({code(row['source_id'])})",
            row["published"],
            code(row["text_quality"]),
            origin(row),
        ]
        for row in texts
    ]
    return [lead, "", *table(["text", "published", "state of the text", "what it does"], lines)]


def _finding_block(package: Package, rows: Rows) -> Iterator[str]:
    """Yield what `check` says of the example figure with a misspelt qualifier."""
    figure = example_figure(rows)
    hedge = figure["qualifier"]
    misspelt = hedge.replace("_", "") if "_" in hedge else hedge[:-1]
    resource = package.resource("figures")
    lines = package.file(resource.path).read_text(encoding="utf-8").split("\n")
    place = next(number for number, line in enumerate(lines) if line.startswith(f"{figure['figure_id']},"))
    lines[place] = lines[place].replace(f",{hedge},", f",{misspelt},", 1)
    changed = TableInput(resource.schema, resource.path, "\n".join(lines).encode())
    result = check_tables(package_inputs(package, {"figures": changed}), ["figures"])
    found = tuple(finding for finding in result.findings if finding.value == misspelt)
    _, line, *_ = render_text(replace(result, findings=found)).splitlines()
    yield from ["```text", line.strip(), "```"]
