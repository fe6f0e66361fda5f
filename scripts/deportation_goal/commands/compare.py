"""deportation-goal compare."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deportation_goal.commands import completion
from deportation_goal.commands.common import open_or_installed, release_option, sound_rows
from deportation_goal.table_files import Rows
from deportation_goal.wording import alike

if TYPE_CHECKING:
    from deportation_goal.statements.claims import Claim
    from deportation_goal.statements.comparison import Comparison
    from deportation_goal.values.periods import Period


@click.command(
    epilog="\b\nExamples:\n"
    "  deportation-goal compare third-countries-in-talks\n"
    "  deportation-goal compare ice-removals --period 2024-10/2025-09\n"
    "  deportation-goal compare --drift                    every number that carriers hedge differently\n"
    "  deportation-goal compare --verdict conflict         where sources disagree"
)
@click.argument("indicators", metavar="[INDICATOR]...", nargs=-1, shell_complete=completion.ids_of("indicators"))
@click.option(
    "--period",
    "periods",
    metavar="EDTF",
    multiple=True,
    help="Only comparisons whose period overlaps this one, such as 2025-04 or 2025-01-20/2026-01-19. May be repeated.",
)
@click.option(
    "--verdict",
    "verdicts",
    type=click.Choice(["conflict", "not_comparable", "close", "same", "compatible", "single"]),
    multiple=True,
    help="Only comparisons with this verdict, the widest gaps first. May be repeated.",
)
@click.option("--drift", is_flag=True, help="Show how the carriers of one origin hedge the same number.")
@click.option("--json", "as_json", is_flag=True, help="Print the rows of the agreement table as JSON.")
@release_option
def compare(
    indicators: tuple[str, ...],
    periods: tuple[str, ...],
    verdicts: tuple[str, ...],
    drift: bool,
    as_json: bool,
    package_folder: Path | None,
) -> None:
    """Put statements side by side, and say whether they agree.

    Shows value, hedge, period, who said it, who carries it and where it comes from; the intervals that the figures
    mean, on one axis; and the verdict: conflict, not_comparable, close, same, compatible or single. With a claim
    it shows the official count of that day, with a forecast what happened. Comparisons come before single statements.
    Other years and indicators that may mean the same count, such as a fiscal year printed as a calendar year, are named.
    Without an INDICATOR, give --drift or --verdict.
    """
    if not indicators and not drift and not verdicts:
        raise click.UsageError("name an INDICATOR, or ask for --drift or --verdict over all of them")
    within = [_parsed(period) for period in periods]
    package = open_or_installed(package_folder)
    with sound_rows(package) as tables:
        from deportation_goal.statements.claims import claims_of
        from deportation_goal.statements.comparison import compare_claims

        _refuse_unknown(indicators, tables)
        claims = claims_of(tables)
        there = compare_claims(tables, claims, indicators or None)
        found = _chosen(there, within, verdicts, drift=drift)
        if as_json:
            from deportation_goal.derived.agreement_table import agreement_row

            click.echo(json.dumps([agreement_row(comparison) for comparison in found], ensure_ascii=False, indent=2))
            return
        if not found:
            periods_there = ", ".join(sorted({comparison.key.period or "none" for comparison in there}))
            hint = f" There are figures for: {periods_there}." if indicators and there else ""
            click.echo(f"Nothing to show with these choices.{hint}")
            return
        _print(found, tables, claims, drift=drift, listed=not indicators)


def _parsed(period: str) -> Period:
    from deportation_goal.values.periods import PeriodError, parse_period

    try:
        return parse_period(period)
    except PeriodError as error:
        raise click.BadParameter(str(error), param_hint="--period") from None


def _chosen(
    comparisons: Sequence[Comparison], periods: Sequence[Period], verdicts: Sequence[str], *, drift: bool
) -> list[Comparison]:
    found = [
        comparison
        for comparison in comparisons
        if (not verdicts or comparison.verdict in verdicts) and (not drift or comparison.drifts)
    ]
    return _in_periods(found, periods)


def _refuse_unknown(indicators: Sequence[str], tables: Rows) -> None:
    known = [row["indicator_id"] for row in tables["indicators"]]
    for indicator in indicators:
        if indicator not in known:
            near = alike(indicator, known, 3) or [
                name for name in known if any(part in name for part in indicator.split("-"))
            ]
            hint = f" Near it: {', '.join(near[:5])}." if near else ""
            raise click.BadParameter(
                f'there is no indicator "{indicator}".{hint} `deportation-goal search WORDS` finds one.',
                param_hint="INDICATOR",
            )


def _in_periods(comparisons: list[Comparison], periods: Sequence[Period]) -> list[Comparison]:
    from deportation_goal.values.periods import overlap, parse_period

    return [
        comparison
        for comparison in comparisons
        if not periods
        or (comparison.key.period and any(overlap(parse_period(comparison.key.period), period) for period in periods))
    ]


def _print(found: list[Comparison], tables: Rows, claims: Sequence[Claim], *, drift: bool, listed: bool) -> None:
    from deportation_goal.report.comparison_text import render_comparisons, render_drift, render_verdicts
    from deportation_goal.statements.beside import sentences_beside

    areas = {row["area"]: row["name"] for row in tables["areas"]}
    if drift:
        click.echo(render_drift(found, areas), nl=False)
        return
    if listed:
        click.echo(render_verdicts(found, areas), nl=False)
        return
    by_indicator: dict[str, list[Comparison]] = {}
    for comparison in found:
        by_indicator.setdefault(comparison.key.indicator_id, []).append(comparison)
    beside = sentences_beside(tables, [claim for comparison in found for claim in comparison.claims], claims)
    perhaps = _perhaps_the_same(found, tables, claims)
    click.echo("\n".join(render_comparisons(own, areas, beside, perhaps) for own in by_indicator.values()), nl=False)


def _perhaps_the_same(
    found: Sequence[Comparison], tables: Rows, claims: Sequence[Claim]
) -> Mapping[str, tuple[Comparison, ...]]:
    from deportation_goal.statements.comparison import compare_claims
    from deportation_goal.statements.perhaps_the_same import perhaps_the_same, related_indicators

    related = related_indicators({comparison.key.indicator_id for comparison in found}, tables["indicators"])
    others = compare_claims(tables, claims, {name for names in related.values() for name in names})
    return perhaps_the_same(found, others, tables["indicators"])
