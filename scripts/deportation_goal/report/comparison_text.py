"""Statements side by side, for a terminal: who says what, the intervals on one axis, the verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from deportation_goal.report.interval_axis import WIDTH, axis
from deportation_goal.report.text_report import text_table
from deportation_goal.statements.claims import Claim
from deportation_goal.statements.comparison import Comparison
from deportation_goal.wording import counted

_HEADER = ("value", "period", "said by", "carried by", "origin", "status", "figure")
_NOBODY = "nobody named"


def render_comparisons(comparisons: Sequence[Comparison], areas: Mapping[str, str]) -> str:
    """Return comparisons of one indicator as text.

    Args:
        comparisons: What to show, in order.
        areas: Names of the areas, by code.
    """
    indicator = comparisons[0].indicator
    lines = [
        f"{indicator['name']}  ({indicator['indicator_id']}; unit {indicator['unit']}, {indicator['measure']})",
        indicator["definition"],
    ]
    if indicator["not_comparable_with"]:
        lines.append(f"Not to be compared with: {indicator['not_comparable_with']}")
    for comparison in comparisons:
        lines += ["", *_block(comparison, areas)]
    return "\n".join(lines) + "\n"


def heading(comparison: Comparison, areas: Mapping[str, str]) -> str:
    """Return what a comparison is of: period, area, counterpart and place."""
    key = comparison.key
    parts = [key.period or "no period", areas[key.area]]
    if key.counterpart_area:
        parts.append(f"counterpart {areas[key.counterpart_area]}")
    parts += [key.place] if key.place else []
    return ", ".join(parts) + (", forecasts" if key.forecast else "")


def _block(comparison: Comparison, areas: Mapping[str, str]) -> list[str]:
    verdict = comparison.verdict or "garbled only"
    lines = [f"{heading(comparison, areas)}: {verdict}", f"  {comparison.reason}", ""]
    lines += (
        [f"  {line}" for line in text_table([_HEADER, *map(_cells, comparison.claims)])] if comparison.claims else []
    )
    if len(comparison.claims) > 1:
        lines += ["", *_intervals(comparison.claims), "", f"  {_counts(comparison)}"]
    for claim in comparison.left_out:
        lines.append(
            f"  left out, garbled: {claim.phrase} in {claim.figure['source_id']} ({claim.figure_id}). {claim.figure['notes']}"
        )
    lines += [f"  arithmetic: {found.sentence}" for found in comparison.arithmetic]
    lines += [f"  note on {claim.figure_id}: {claim.figure['notes']}" for claim in comparison.claims if _told(claim)]
    return lines


def _told(claim: Claim) -> bool:
    """Whether the notes of a figure say what is wrong with its text."""
    return bool(claim.figure["text_issue"]) and claim.figure["text_issue"] != "garbled"


def _cells(claim: Claim) -> tuple[str, ...]:
    figure = claim.figure
    return (
        claim.phrase,
        figure["period"] or "none",
        figure["attributed_to"] or _NOBODY,
        figure["source_id"],
        claim.lineage.origin,
        figure["status"],
        claim.figure_id,
    )


def _intervals(claims: Iterable[Claim]) -> list[str]:
    """One line for each wording, not for each statement: equal intervals would only repeat themselves."""
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[claim.phrase].append(claim)
    ordered = sorted(groups.items(), key=lambda group: (group[1][0].interval.low, group[1][0].interval.high, group[0]))
    scale, lines = axis([members[0].interval for _phrase, members in ordered])
    labels = [
        f"{phrase}" + (f" ({counted(len(members), 'statement')})" if len(members) > 1 else "")
        for phrase, members in ordered
    ]
    return [
        f"  {scale}",
        *(f"  {line.ljust(WIDTH)}  {label}" for line, label in zip(lines, labels, strict=True)),
    ]


def _counts(comparison: Comparison) -> str:
    counts = ", ".join(
        [
            counted(len(comparison.claims), "statement"),
            counted(len(comparison.sources), "source"),
            counted(len(comparison.origins), "origin"),
            counted(len(comparison.claimants), "claimant"),
        ]
    )
    extra = "; the same number is hedged in more than one way" if comparison.hedges_differ else ""
    return counts + extra + ("; statements of one origin differ" if comparison.within_origin else "")


def render_drift(comparisons: Sequence[Comparison], areas: Mapping[str, str]) -> str:
    """Return how carriers of one origin hedge the same number, of every comparison in which they do so differently."""
    lines = []
    for comparison in comparisons:
        for drift in comparison.drifts:
            lines += [
                f"{comparison.indicator['name']} ({comparison.key.indicator_id}), {heading(comparison, areas)}",
                f"  {drift.number} from {drift.origin}",
            ]
            rows = [(hedge.replace("_", " "), ", ".join(sources)) for hedge, sources in drift.carriers.items()]
            lines += [f"    {line}" for line in text_table(rows)] + [""]
    return "\n".join(lines[:-1]) + "\n" if lines else ""
