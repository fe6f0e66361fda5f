"""The page of a statement: who said it, who printed it first, whether others agree, how to check and to cite it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import quote

from deportation_goal.site.chart_lines import charted_lines
from deportation_goal.site.json_ld import statement_document
from deportation_goal.site.site_model import FOLDERS, STATEMENTS, VERDICTS, Retired, SiteModel, Statement, amount
from deportation_goal.site.site_templates import Page, Renderer
from deportation_goal.site.statement_citation import cite
from deportation_goal.site.value_axis import Axis, value_axis
from deportation_goal.statements.utterances import difference
from deportation_goal.table_files import Row

_MOST_NEIGHBOURS: Final = 12
_MOST_WORDINGS: Final = 6
FULL_PAGES: Final = 20_000
"""If there are more statements, each has only a short page that leads to the page of its source."""


def statement_pages(renderer: Renderer, part: slice = slice(None)) -> Iterator[Page]:
    """Yield a page for each statement, or some of them; short ones where there are more than `FULL_PAGES`."""
    model = renderer.model
    is_full = len(model.statements) <= FULL_PAGES
    cards = charted_lines(model) if renderer.base else {}
    for statement in list(model.statements.values())[part]:
        path = f"s/{statement.row_id}.html"
        indicator = statement.row.get("indicator_id", "")
        card = {"card": indicator} if indicator in cards else {}
        if not is_full:
            yield renderer.page(path, "statement_stub.html", s=statement, **card)
            continue
        yield renderer.page(path, "statement.html", s=statement, **card, **_values(statement, model))


def retired_pages(renderer: Renderer) -> Iterator[Page]:
    """Yield a page for each row that left its table: what was there, why it went, what took its place."""
    for gone in renderer.model.retired.values():
        yield renderer.page(f"{FOLDERS[gone.table]}/{gone.row_id}.html", "retired.html", gone=gone, words=_words(gone))


def observation_pages(renderer: Renderer) -> Iterator[Page]:
    """Yield a page for each number of an official series."""
    model = renderer.model
    for row_id, row in model.observations.items():
        series = model.series[row["series_id"]]
        yield renderer.page(
            f"s/{row_id}.html",
            "observation.html",
            row=row,
            series=series,
            indicator=model.indicators[series["indicator_id"]],
            source=model.sources[row["source_id"]],
            number=amount({**row, "value_max": "", "qualifier": "exact"}),
        )


def _values(statement: Statement, model: SiteModel) -> dict[str, Any]:
    comparison = model.comparison_of.get(statement.row_id)
    return {
        "kind": STATEMENTS[statement.table],
        "source": model.sources[statement.row["source_id"]],
        "chain": statement.lineage["chain"].split(),
        "comparison": comparison,
        "axis": _neighbours(statement, comparison, model) if comparison else None,
        "wordings": _wordings(statement, model) if statement.table == "quotes" else (),
        "amount": amount,
        "verdicts": VERDICTS,
        "document": statement_document(statement, model),
        "citation": cite(statement, model),
        "report": report_address(statement.row_id, model),
    }


def report_address(row_id: str, model: SiteModel) -> str:
    """Return where an error in a row is reported; empty if the descriptor names no repository."""
    if not model.facts.repository:
        return ""
    title = quote(f"Correction: {row_id}")
    return f"{model.facts.repository}/issues/new?template=7-correction.yml&title={title}&row_id={quote(row_id)}"


def _neighbours(statement: Statement, comparison: Row, model: SiteModel) -> Axis | None:
    """Return the statements side by side, this one always among them; None where it is alone."""
    figures = comparison["figure_ids"].split()
    if len(figures) < 2 or statement.row_id not in figures:
        return None
    chosen = figures[:_MOST_NEIGHBOURS]
    if statement.row_id not in chosen:
        chosen = [*chosen[:-1], statement.row_id]
    return value_axis([model.statements[figure].flat for figure in chosen])


def _wordings(statement: Statement, model: SiteModel) -> Sequence[tuple[Any, Any]]:
    """Return the other wordings of an utterance, with what sets each apart from this one."""
    found = model.utterances[statement.row["utterance"]]
    own = next(
        wording for wording in found.wordings if any(row["quote_id"] == statement.row_id for row in wording.quotes)
    )
    others = [wording for wording in found.wordings if wording is not own]
    return [(wording, difference(own.text, wording.text)) for wording in others[:_MOST_WORDINGS]]


def _words(gone: Retired) -> str:
    row = gone.row
    return next(
        (row[column] for column in ("value_text", "text", "summary", "name", "title") if row.get(column)), gone.row_id
    )
