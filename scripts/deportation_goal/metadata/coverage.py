"""What time the figures cover, from their periods."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from deportation_goal.periods import parse_period


def temporal_coverage(figures: Iterable[Mapping[str, str]]) -> str:
    """Return the days from the first to the last that a figure covers (ISO 8601 interval); empty if none has a period.

    Open ends count with the end that they have.

    Args:
        figures: Rows with an EDTF `period`, empty where there is none.
    """
    periods = [parse_period(row["period"]) for row in figures if row["period"]]
    starts = [period.start for period in periods if period.start]
    ends = [period.end for period in periods if period.end]
    if not starts or not ends:
        return ""
    return f"{min(starts + ends).isoformat()}/{max(starts + ends).isoformat()}"
