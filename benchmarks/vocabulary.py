"""Words for invented packages: areas, indicators, outlets, offices and people.

The codes of the areas are real; every other name is invented, so that no generated number can be taken for a
statement of anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

AREAS: Final = {
    "USA": ("United States", "country", "840"),
    "BRA": ("Brazil", "country", "076"),
    "CAN": ("Canada", "country", "124"),
    "CHL": ("Chile", "country", "152"),
    "COL": ("Colombia", "country", "170"),
    "CRI": ("Costa Rica", "country", "188"),
    "CUB": ("Cuba", "country", "192"),
    "DOM": ("Dominican Republic", "country", "214"),
    "ECU": ("Ecuador", "country", "218"),
    "GTM": ("Guatemala", "country", "320"),
    "HND": ("Honduras", "country", "340"),
    "HTI": ("Haiti", "country", "332"),
    "IND": ("India", "country", "356"),
    "JAM": ("Jamaica", "country", "388"),
    "MEX": ("Mexico", "country", "484"),
    "NIC": ("Nicaragua", "country", "558"),
    "PAN": ("Panama", "country", "591"),
    "PER": ("Peru", "country", "604"),
    "PRI": ("Puerto Rico", "territory", "630"),
    "SLV": ("El Salvador", "country", "222"),
    "VEN": ("Venezuela", "country", "862"),
    "ZAF": ("South Africa", "country", "710"),
}
"""Name, kind and United Nations M49 code by ISO 3166-1 alpha-3 code."""

PLACES: Final = ("Guantánamo Bay", "Port of entry, east", "the northern district", "San José and Cartago")


@dataclass(frozen=True)
class Indicator:
    """An invented entry of the codebook.

    Attributes:
        identifier: Its id.
        name: Its name.
        unit: UCUM unit.
        measure: Code of the measure, which decides the periods of its figures.
        topic: Code of the topic.
        form: How a value is printed: count, money, percent or days.
        digits: Least and greatest number of digits of a value.
        noun: What is counted, as printed after the number.
    """

    identifier: str
    name: str
    unit: str
    measure: str
    topic: str
    form: str
    digits: tuple[int, int]
    noun: str


def _indicator(identifier: str, unit: str, measure: str, topic: str, digits: tuple[int, int], noun: str) -> Indicator:
    form = {"{USD}": "money", "%": "percent", "d": "days"}.get(unit, "count")
    name = identifier.replace("-", " ").capitalize()
    return Indicator(identifier, name, unit, measure, topic, form, digits, noun)


INDICATORS: Final = (
    _indicator("removals-goal", "{removal}", "target", "goal", (6, 7), "deportations"),
    _indicator("removals-to-date", "{removal}", "cumulative", "outcome", (4, 6), "removals"),
    _indicator("removals-in-year", "{removal}", "flow", "baseline", (5, 6), "deportations"),
    _indicator("returns-in-year", "{return}", "flow", "baseline", (4, 6), "returns"),
    _indicator("removals-a-day", "{removal}/d", "rate", "pace", (3, 4), "removals a day"),
    _indicator("arrests-to-date", "{arrest}", "cumulative", "arrests", (4, 6), "arrests"),
    _indicator("arrests-a-day", "{arrest}/d", "target", "arrests", (3, 4), "arrests a day"),
    _indicator("docket", "{person}", "stock", "docket", (6, 7), "people on the docket"),
    _indicator("final-orders", "{person}", "stock", "docket", (6, 7), "people with final orders"),
    _indicator("detained", "{person}", "stock", "detention", (5, 5), "people in detention"),
    _indicator("detention-beds", "{bed}", "stock", "detention", (4, 6), "beds"),
    _indicator("court-backlog", "{case}", "stock", "courts", (6, 7), "pending cases"),
    _indicator("judges", "{person}", "stock", "courts", (2, 3), "immigration judges"),
    _indicator("cost-of-plan", "{USD}", "amount", "money", (9, 11), ""),
    _indicator("cost-a-removal", "{USD}", "amount", "money", (4, 5), "a person"),
    _indicator("countries-in-talks", "{country}", "stock", "diplomacy", (1, 2), "countries"),
    _indicator("crossings-in-month", "{encounter}", "flow", "border", (4, 6), "crossings"),
    _indicator("crossings-change", "%", "change", "border", (1, 2), "fewer crossings"),
    _indicator("flights-in-month", "{flight}", "flow", "transport", (2, 3), "flights"),
    _indicator("officers", "{person}", "stock", "staffing", (4, 5), "officers"),
    _indicator("notice-limit", "d", "limit", "legal", (1, 2), "days"),
    _indicator("partner-agencies", "{agency}", "stock", "local_cooperation", (2, 4), "local agencies"),
    _indicator("support-share", "%", "ratio", "local_cooperation", (1, 2), "of those asked"),
    _indicator("departures-of-own-will", "{person}", "cumulative", "self_deportation", (4, 6), "people"),
)

_PLACES_OF_OUTLETS: Final = ("coastal", "eastern", "harbour", "highland", "lakeside", "prairie", "southern", "valley")
_NAMES_OF_OUTLETS: Final = ("courier", "dispatch", "herald", "observer", "record", "standard", "tribune")

OUTLETS: Final = tuple(f"{place}-{name}" for place in _PLACES_OF_OUTLETS for name in _NAMES_OF_OUTLETS)

OFFICES: Final = tuple(
    f"{name}-office" for name in ("records", "custody", "border", "courts", "budget", "transport", "appeals", "census")
)

_FIRST_NAMES: Final = ("ada", "ben", "cleo", "dora", "emil", "fay", "gus", "hana", "ivo", "june")
_LAST_NAMES: Final = ("arden", "birch", "calder", "dunmore", "elwood", "fenn", "garrow")

PEOPLE: Final = tuple(f"{first}-{last}" for first in _FIRST_NAMES for last in _LAST_NAMES)


def title_of(slug: str) -> str:
    """Return the name that belongs to a slug: `coastal-courier` is Coastal Courier."""
    return slug.replace("-", " ").title()
