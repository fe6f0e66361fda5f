"""goal_statements: who set, repeated or rejected the goal, in the order in which it was said."""

from __future__ import annotations

import datetime
from typing import Final

from deportation_goal.derived.first_year import statement_cells
from deportation_goal.derived.goal_vs_outcome import TERM
from deportation_goal.derived.joined import Joined
from deportation_goal.statements.claims import Claim
from deportation_goal.table_files import Row

ADMINISTRATION: Final = "trump-administration"
"""The body whose people speak for the government from the first day of the term on, and for themselves before."""
GOVERNMENT: Final = frozenset({ADMINISTRATION, "us-government"})
"""The bodies whose people and parts speak for the government."""
_VAGUE: Final = datetime.timedelta(days=31)
"""If a text gives only a year or a campaign, nobody knows the first day: 1 January would be a date that no text has."""


def goal_statements(joined: Joined) -> list[Row]:
    """Return one row for each figure of the goal, garbled ones left out."""
    return [_row(claim, joined) for claim in joined.claims_about(_is_goal) if not claim.garbled]


def _is_goal(indicator: Row) -> bool:
    return (indicator["topic"], indicator["measure"]) == ("goal", "target")


def _row(claim: Claim, joined: Joined) -> Row:
    days = claim.said.days
    cells = statement_cells(claim, joined)
    role = _role(claim)
    if role == "before_office":
        cells |= {"body": cells["attributed_to"], "body_name": cells["attributed_to_name"]}
    return {
        "figure_id": claim.figure_id,
        "said_first": days[0].isoformat() if days and days[1] - days[0] < _VAGUE else "",
        "claimant_role": role,
        "voice": claim.figure["voice"],
        "indicator_id": claim.indicator["indicator_id"],
        "indicator": claim.indicator["name"],
        "period": claim.figure["period"],
        "value_text": claim.figure["value_text"],
        **cells,
    }


def _role(claim: Claim) -> str:
    above = claim.background.above(claim.figure["attributed_to"])
    if not above:
        return "nobody"
    if ADMINISTRATION in above and claim.said.days and claim.said.days[1] < TERM:
        return "before_office"
    return "government" if GOVERNMENT.intersection(above) else "other"
