"""Pages over many rows: where reports disagree, who took it from whom, quotes, obstacles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from deportation_goal.site.indicator_pages import axis_of
from deportation_goal.site.site_model import NOBODY, VERDICTS, SiteModel, Statement
from deportation_goal.site.site_templates import Page, Renderer
from deportation_goal.statements.utterances import difference
from deportation_goal.table_files import Row
from deportation_goal.values.periods import period_words, quarter_of

_MOST_DRAWN: Final = 12
_MOST_CLAIMANTS: Final = 10
_MOST_QUARTERS: Final = 8
_NOT_CONFLICTS: Final = ("close", "not_comparable")


def list_pages(renderer: Renderer) -> Iterator[Page]:
    """Yield them."""
    model = renderer.model
    yield _conflicts(renderer)
    yield renderer.page("lineage.html", "lineage.html", trees=_trees(model), alone=_alone(model))
    yield _quotes(renderer)
    yield from _obstacles(renderer)


def _conflicts(renderer: Renderer) -> Page:
    model = renderer.model
    ordered = sorted(model.rows["agreement"], key=lambda row: (-Decimal(row["gap"] or 0), row["comparison_id"]))
    conflicts = [row for row in ordered if row["verdict"] == "conflict"]
    others = [row for row in ordered if row["verdict"] in _NOT_CONFLICTS]
    drawn = [(row, axis_of({**row, "figure_ids": _few(row)}, model)) for row in conflicts]
    falls = [row for row in ordered if row["falls"]]
    return renderer.page(
        "conflicts.html", "conflicts.html", conflicts=drawn, others=others, falls=falls, verdicts=VERDICTS
    )


def _few(comparison: Row) -> str:
    return " ".join(comparison["figure_ids"].split()[:_MOST_DRAWN])


def _trees(model: SiteModel) -> list[tuple[Row, list[tuple[Row, list[Statement]]], list[list[Statement]]]]:
    """Return each document with several carriers, what each of them took from it, and what they hedge differently."""
    carried: dict[tuple[str, str], list[Statement]] = {}
    for statement in model.statements.values():
        carried.setdefault((statement.lineage["origin"], statement.row["source_id"]), []).append(statement)
    found = []
    for origin in model.rows["origins"]:
        if int(origin["carriers"]) < 2:
            continue
        carriers = [
            (model.sources[source], carried.get((origin["origin"], source), []))
            for source in origin["carried_in"].split()
        ]
        found.append((origin, carriers, _differing(carriers)))
    return sorted(found, key=lambda tree: (-int(tree[0]["carriers"]), -int(tree[0]["statements"]), tree[0]["origin"]))


def _differing(carriers: list[tuple[Row, list[Statement]]]) -> list[list[Statement]]:
    """Return the numbers of one count that several carriers of one document print with different hedges."""
    groups: dict[tuple[str, ...], list[Statement]] = {}
    for _, statements in carriers:
        for statement in statements:
            if statement.table == "figures" and statement.flat["comparison_id"]:
                row = statement.row
                same = statement.flat["comparison_id"], row["value"], row["value_max"]
                groups.setdefault(same, []).append(statement)
    return [
        group
        for group in groups.values()
        if len({statement.row["qualifier"] for statement in group}) > 1
        and len({statement.row["source_id"] for statement in group}) > 1
    ]


def _alone(model: SiteModel) -> list[Row]:
    return [row for row in model.rows["origins"] if row["carriers"] == "1" and row["carried_in"] != row["origin"]]


def _quotes(renderer: Renderer) -> Page:
    model = renderer.model
    several, single = [], []
    for utterance in model.utterances.values():
        if len(utterance.wordings) > 1:
            base = utterance.wordings[0]
            pieces: list[Any] = [(wording, difference(base.text, wording.text)) for wording in utterance.wordings[1:]]
            several.append((utterance, base, pieces))
        else:
            single.append(utterance)
    several.sort(
        key=lambda entry: (
            -len({row["source_id"] for wording in entry[0].wordings for row in wording.quotes}),
            entry[0].name,
        )
    )
    return renderer.page("quotes.html", "quotes.html", several=several, single=single)


def _obstacles(renderer: Renderer) -> Iterator[Page]:
    model = renderer.model
    rows = model.rows["obstacles_flat"]
    claimants = [who for who, _ in Counter(row["attributed_to"] for row in rows).most_common(_MOST_CLAIMANTS)]
    quarters = sorted({quarter_of(row["published"]) for row in rows} - {""})[-_MOST_QUARTERS:]
    kinds = [
        kind
        for kind, _ in sorted(
            Counter(row["obstacle_type"] for row in rows).items(), key=lambda kind: (-kind[1], kind[0])
        )
    ]
    of_kind: dict[str, list[Statement]] = {kind: [] for kind in kinds}
    for statement in model.statements.values():
        if statement.table == "obstacles":
            of_kind[statement.row["obstacle_type"]].append(statement)
    yield renderer.page(
        "obstacles.html",
        "obstacles.html",
        kinds=kinds,
        helps=Counter(row["obstacle_type"] for row in rows if row["effect"] == "helps"),
        claimants=[(who, model.name(who) if who else NOBODY) for who in claimants],
        by_claimant=Counter((row["obstacle_type"], row["attributed_to"]) for row in rows),
        quarters=[(quarter, period_words(quarter)) for quarter in quarters],
        by_quarter=Counter((row["obstacle_type"], quarter_of(row["published"])) for row in rows),
        count=len(rows),
    )
    for kind, statements in of_kind.items():
        yield renderer.page(
            f"obstacles/{kind.replace('_', '-')}.html", "obstacle_kind.html", kind=kind, statements=statements
        )
