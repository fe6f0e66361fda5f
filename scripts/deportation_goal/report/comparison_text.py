"""Statements side by side, for a terminal: who says what, the intervals on one axis, the verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from deportation_goal.report.interval_axis import WIDTH, axis
from deportation_goal.report.text_report import text_table
from deportation_goal.statements.claims import Claim
from deportation_goal.statements.comparison import Comparison
from deportation_goal.statements.verdict_words import collision_sentence, distance, fall_sentence
from deportation_goal.values.hedges import hedge_words
from deportation_goal.values.periods import period_words
from deportation_goal.wording import counted, listed

_HEADER = ("value", "period", "said by", "carried by", "origin", "status", "figure")
_NOBODY = "nobody named"
_EXCUSED = 3
_PHRASES = 4


def render_comparisons(
    comparisons: Sequence[Comparison],
    areas: Mapping[str, str],
    beside: Mapping[str, str],
    perhaps: Mapping[str, Sequence[Comparison]] | None = None,
) -> str:
    """Return comparisons of one indicator as text, single statements last.

    Args:
        comparisons: What to show, in order.
        areas: Names of the areas, by code.
        beside: By figure, the official count or the outcome that is shown with it, in a sentence.
        perhaps: By comparison, others that may count the same thing.
    """
    indicator = comparisons[0].indicator
    lines = [
        f"{indicator['name']}  ({indicator['indicator_id']}; {indicator['unit_label'] or indicator['unit']}, {indicator['measure']})",
        indicator["definition"],
    ]
    if indicator["not_comparable_with"]:
        lines.append(f"Not to be compared with: {indicator['not_comparable_with']}")
    for comparison in sorted(comparisons, key=lambda comparison: comparison.verdict == "single"):
        lines += ["", *_block(comparison, areas, beside), *_perhaps((perhaps or {}).get(comparison.comparison_id, ()))]
    return "\n".join(lines) + "\n"


def heading(comparison: Comparison, areas: Mapping[str, str]) -> str:
    """Return what a comparison is about: period, area, counterpart and place."""
    key = comparison.key
    parts = [key.period or "no period", areas[key.area]]
    if key.counterpart_area:
        parts.append(f"counterpart {areas[key.counterpart_area]}")
    parts += [key.place] if key.place else []
    return ", ".join(parts) + (", forecasts" if key.forecast else "")


def render_verdicts(comparisons: Sequence[Comparison], areas: Mapping[str, str]) -> str:
    """Return the verdicts on comparisons of many indicators, the farthest apart first."""
    ordered = sorted(comparisons, key=lambda comparison: (-(comparison.gap or 0), comparison.key))
    lines = []
    for comparison in ordered:
        gap = f", {distance(comparison.decisive)}" if comparison.decisive and comparison.gap else ""
        period = f" --period {comparison.key.period}" if comparison.key.period else ""
        lines += [
            f"{comparison.indicator['name']}, {heading(comparison, areas)}: {comparison.verdict or 'garbled only'}{gap}",
            f"  {comparison.reason}",
            f"  {_counts(comparison)}",
            f"  deportation-goal compare {comparison.key.indicator_id}{period}",
            "",
        ]
    return "\n".join(lines)


def _block(comparison: Comparison, areas: Mapping[str, str], beside: Mapping[str, str]) -> list[str]:
    verdict = comparison.verdict or "garbled only"
    lines = [f"{heading(comparison, areas)}: {verdict}", f"  {comparison.reason}", ""]
    origins = {claim.figure_id: origin.name for origin in comparison.origins for claim, _ in origin.members}
    rows = [_cells(claim, origins) for claim in comparison.claims]
    lines += [f"  {line}" for line in text_table([_HEADER, *rows])] if rows else []
    if len(comparison.claims) > 1:
        lines += ["", *_intervals(comparison.claims), "", f"  {_counts(comparison)}"]
    for claim in comparison.left_out:
        lines.append(
            f"  left out, garbled: {claim.phrase} in {claim.figure['source_id']} ({claim.figure_id}). {claim.figure['notes']}"
        )
    lines += [f"  falls: {fall_sentence(fall)}" for fall in comparison.falls]
    lines += _excused(comparison)
    lines += [
        f"  beside {claim.figure_id}: {beside[claim.figure_id]}"
        for claim in comparison.claims
        if claim.figure_id in beside
    ]
    lines += [f"  arithmetic: {found.sentence}" for found in comparison.arithmetic]
    lines += [f"  note on {claim.figure_id}: {claim.figure['notes']}" for claim in comparison.claims if _told(claim)]
    return lines


def _perhaps(others: Sequence[Comparison]) -> list[str]:
    """The comparisons that may count the same thing, with what they say and the command that shows them."""
    lines = []
    for other in others:
        said = listed(list(dict.fromkeys(claim.phrase for claim in other.claims)), _PHRASES)
        period = period_words(other.key.period)
        lines.append(f"  may be the same: {other.indicator['name']}, {period}: {said}")
        lines.append(f"    deportation-goal compare {other.key.indicator_id} --period {other.key.period}")
    return lines


def _excused(comparison: Comparison) -> list[str]:
    """The pairs that do not disagree, the widest of them in words; the pair that decides the verdict is shown above."""
    pairs = [pair for pair in comparison.excused if pair is not comparison.decisive]
    lines = [f"  no disagreement: {collision_sentence(pair)}" for pair in pairs[:_EXCUSED]]
    if len(pairs) > _EXCUSED:
        lines.append(f"  and {counted(len(pairs) - _EXCUSED, 'more pair')} of other days, times or parts")
    return lines


def _told(claim: Claim) -> bool:
    """Whether the notes of a figure say what is wrong with its text."""
    return bool(claim.figure["text_issue"]) and claim.figure["text_issue"] != "garbled"


def _cells(claim: Claim, origins: Mapping[str, str]) -> tuple[str, ...]:
    figure = claim.figure
    return (
        claim.phrase,
        figure["period"] or "none",
        figure["attributed_to"] or _NOBODY,
        figure["source_id"],
        origins[claim.figure_id],
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
    bodies = len(comparison.bodies)
    origins = counted(comparison.n_origins, "origin")
    counts = ", ".join(
        [
            f"{bodies} {'body' if bodies == 1 else 'bodies'}" if bodies else "nobody named",
            counted(len(comparison.claims), "statement"),
            counted(len(comparison.sources), "source"),
            f"at most {origins}" if comparison.n_origins > 1 else origins,
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
            rows = [(hedge_words(hedge), ", ".join(sources)) for hedge, sources in drift.carriers.items()]
            lines += [f"    {line}" for line in text_table(rows)] + [""]
    return "\n".join(lines[:-1]) + "\n" if lines else ""
