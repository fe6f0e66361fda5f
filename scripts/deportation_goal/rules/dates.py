"""Rules on periods and dates in EDTF: how they are written, and that each has its basis."""

from __future__ import annotations

from deportation_goal.findings import Level
from deportation_goal.package.schema import Field
from deportation_goal.rules.rule import Breach, Example, Phase, cell_rule, row_rule
from deportation_goal.values.periods import PeriodError, parse_period, suggest_period


@cell_rule(
    "edtf",
    Level.ERROR,
    Phase.ROWS,
    applies=lambda field: field.notation == "EDTF",
    title="A period is EDTF: a year, month, day or quarter that exists, or an interval that ends after it begins.",
    why="Periods are compared by machine; February has no day 30, and 2025-09/2024-10 covers nothing.",
    bad=Example("An interval that ends before it begins.", {"figures.1.period": "2025-09/2024-10"}),
    good=Example(
        "The same interval the right way round.",
        {"figures.1.period": "2024-10/2025-09", "figures.1.status": "forecast"},
    ),
    alone_because="EDTF is not a type of Table Schema; the pattern only keeps letters out",
)
def edtf(value: str, _field: Field) -> Breach | None:
    """Read the cell as EDTF (ISO 8601-2)."""
    try:
        if value:
            parse_period(value)
    except PeriodError as error:
        return Breach(str(error), suggest_period(value))
    return None


@row_rule(
    "period-basis",
    Level.ERROR,
    table="figures",
    column="period_basis",
    title="period_basis is none if and only if period is empty.",
    why="A period needs a basis, and a basis needs a period.",
    bad=Example("A basis without a period.", {"figures.0.period": ""}),
    good=Example("Neither period nor basis.", {"figures.0.period": "", "figures.0.period_basis": "none"}),
    alone_because="it compares two columns",
)
def period_basis(period: str, period_basis: str) -> Breach | None:
    """Compare the period with its basis."""
    return _pair("period", period, "period_basis", period_basis, "none")


@row_rule(
    "published-basis",
    Level.ERROR,
    table="sources",
    column="published_basis",
    title="published is empty if and only if published_basis is unknown.",
    why="A date needs a basis.",
    bad=Example("A date whose basis is unknown.", {"sources.1.published_basis": "unknown"}),
    good=Example("No date, basis unknown.", {"sources.1.published_basis": "unknown", "sources.1.published": ""}),
    alone_because="it compares two columns",
)
def published_basis(published: str, published_basis: str) -> Breach | None:
    """Compare the date with its basis."""
    return _pair("published", published, "published_basis", published_basis, "unknown")


def _pair(date: str, when: str, basis: str, how: str, code: str) -> Breach | None:
    if (how == code) != bool(when):
        return None
    if when:
        return Breach(f'{basis} is {code}, but {date} is "{when}": say how it is known, or empty it')
    return Breach(f"{basis} is {how}, but {date} is empty: fill it, or write {code}", code)


@row_rule(
    "inferred-notes",
    Level.ERROR,
    table="sources",
    column="published_basis",
    title="A date of publication that was inferred has its reason in notes.",
    why="A reader must be able to judge the inference.",
    bad=Example("An inferred date without a reason.", {"sources.1.published_basis": "inferred"}),
    good=Example(
        "An inferred date with its reason.",
        {"sources.1.published_basis": "inferred", "sources.1.notes": "The address holds the date."},
    ),
    alone_because="it compares two columns",
)
def inferred_notes(published_basis: str, notes: str) -> Breach | None:
    """Look for inferred dates beside empty notes."""
    if published_basis != "inferred" or notes:
        return None
    return Breach("the date is inferred, but notes is empty: say there what it is inferred from")
