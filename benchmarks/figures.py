"""The invented figures of one document: period, value, attribution, locator."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from typing import Final

from benchmarks.documents import Document, GeneratedRow, ReferenceRows, digest
from benchmarks.values import value_cells
from benchmarks.vocabulary import AREAS, INDICATORS, OFFICES, PEOPLE, PLACES

_TERM: Final = "2025-01-20"
_SAME: Final = ("indicator_id", "counterpart_area", "place", "period", "value", "value_max", "attributed_to")
_NOTES: Final = (
    "Printed twice; the first printing is annotated.",
    "The noun is that of the heading, the number that of the body.",
    "Fiscal year, as the text says; it ends in September.",
)
_BY_ID: Final = {indicator.identifier: indicator for indicator in INDICATORS}
_AREA_CODES: Final = tuple(code for code in AREAS if code != "USA")


def spans(rng: random.Random, rows: int) -> tuple[list[tuple[int, int]], int]:
    """Return the excerpt of each row, some of them shared, in the order of the text, and the length of the text."""
    places: list[tuple[int, int]] = []
    end = 0
    for _ in range(rows):
        if not places or rng.randrange(10) < 7:
            start = end + rng.randrange(0, 120)
            end = start + rng.randint(40, 260)
            places.append((start, end))
        else:
            places.append(places[-1])
    return places, end + rng.randint(60, 1500)


def _period(rng: random.Random, measure: str, published: datetime.date | None) -> GeneratedRow:
    day = published or datetime.date(2025, 3, 1)
    month = f"{day:%Y-%m}"
    if measure in ("limit", "amount"):
        return {"period": "", "period_basis": "none"}
    if measure == "target":
        return {"period": rng.choice((f"{_TERM}/2026-01-19", "2025", f"{_TERM}/..")), "period_basis": "inferred"}
    if measure == "cumulative":
        return {"period": f"{_TERM}/{month}", "period_basis": "inferred"}
    if measure == "flow" and rng.randrange(3):
        year = rng.randint(2012, day.year - 1)
        fiscal = f"{year - 1}-10/{year}-09"
        return {"period": rng.choice((str(year), f"{year}~", fiscal, fiscal)), "period_basis": "stated"}
    if measure in ("stock", "rate") and rng.randrange(3):
        return {"period": month, "period_basis": "published"}
    before = day.replace(day=1) - datetime.timedelta(days=1)
    return {"period": rng.choice((f"{before:%Y-%m}", before.isoformat())), "period_basis": "stated"}


def _forecast(rng: random.Random, measure: str, published: datetime.date | None) -> GeneratedRow:
    if measure != "flow" or published is None or rng.randrange(8):
        return {"status": rng.choice(("reported", "reported", "reported", "reported", "estimated", "provisional"))}
    return {"status": "forecast", "period": str(published.year + 1), "period_basis": "stated"}


def attribution(rng: random.Random, document: Document, references: ReferenceRows) -> GeneratedRow:
    """Return who says it, by what kind of attribution."""
    kind = rng.randrange(10)
    if kind == 0:
        return {"attributed_to": "", "attribution_type": "unattributed"}
    if kind == 1:
        return {"attributed_to": references.unnamed(rng, document), "attribution_type": "anonymous"}
    if kind < 5:
        how = rng.choice(("named", "document", "own_count"))
        return {"attributed_to": references.office(rng.choice(OFFICES)), "attribution_type": how}
    return {"attributed_to": references.person(rng.choice(PEOPLE)), "attribution_type": "named"}


def locator(document: Document, place: tuple[int, int]) -> GeneratedRow:
    """Return the three cells of a locator."""
    start, end = place
    return {
        "evidence_start": str(start),
        "evidence_end": str(end),
        "evidence_sha256": digest(document.identifier, start, end),
    }


def _figure(rng: random.Random, document: Document, cited: list[Document], references: ReferenceRows) -> GeneratedRow:
    position = rng.randrange(len(INDICATORS))
    indicator = INDICATORS[position]
    row = {
        "indicator_id": references.indicator(position),
        "area": references.area("USA"),
        "counterpart_area": references.area(rng.choice(_AREA_CODES)) if rng.randrange(6) == 0 else "",
        "place": rng.choice(PLACES) if rng.randrange(12) == 0 else "",
        **_period(rng, indicator.measure, document.counted_to),
        **_forecast(rng, indicator.measure, document.counted_to),
        **value_cells(rng, indicator),
        "source_id": document.identifier,
        **attribution(rng, document, references),
    }
    if rng.randrange(15) == 0:
        row["said_on"] = rng.choice(("2025-02", "2025-01-20", "2024-12~"))
    # A number that names no time may rest on a report of an earlier year.
    if not row["period"] and rng.randrange(3) == 0:
        row["primary_source"] = rng.choice(cited).identifier
    if rng.randrange(8) == 0:
        row["notes"] = rng.choice(_NOTES)
    if rng.randrange(40) == 0:
        row |= {"text_issue": rng.choice(("garbled", "misattributed")), "notes": "The sentence has lost its verb."}
    return row


def figures_of(
    rng: random.Random,
    document: Document,
    places: list[tuple[int, int]],
    cited: list[Document],
    references: ReferenceRows,
) -> Iterator[GeneratedRow]:
    """Yield one figure for each excerpt of a document, none of them twice, without their ids."""
    seen: set[tuple[str, ...]] = set()
    for place in places:
        row = _figure(rng, document, cited, references)
        while (same := tuple(row.get(column, "") for column in _SAME)) in seen:
            row |= {"value_max": "", "approximate": "", **value_cells(rng, _BY_ID[row["indicator_id"]])}
        seen.add(same)
        if rng.randrange(50):
            row |= locator(document, place)
        yield row
