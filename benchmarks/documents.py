"""The invented documents of a package, and the rows that they refer to.

Reference rows are made when they are first referred to, so a package of any size has no unused one.
"""

from __future__ import annotations

import datetime
import hashlib
import random
from dataclasses import dataclass
from typing import Final

from benchmarks.vocabulary import AREAS, INDICATORS, OFFICES, OUTLETS, PEOPLE, title_of

GeneratedRow = dict[str, str]

FIRST_DAY: Final = datetime.date(2025, 3, 1)
_DAYS: Final = 600
_DERIVATIONS: Final = ("syndicates", "translates", "quotes", "summarises", "compiles")
_LANGUAGES: Final = ("en", "en", "en", "en", "en", "es", "pt", "sv", "uk", "de")
_UNNAMED: Final = ("official", "officials", "adviser", "lawyer")


_NEVER: Final = datetime.date.max


@dataclass(frozen=True)
class Document:
    """A document before its rows are known.

    Attributes:
        identifier: Its source_id.
        publisher: Agent that published it.
        published: Day of publication, or None where unknown.
        counted_to: Day after which nothing in it can have been counted: that of the document it goes back to.
        seen: Whether a text is held, so that statements can rest on it.
        row: The cells of its row in sources that do not depend on its statements.
    """

    identifier: str
    publisher: str
    published: datetime.date | None
    counted_to: datetime.date | None
    seen: bool
    row: GeneratedRow


class ReferenceRows:
    """Collects the agents, areas and indicators that rows refer to, and makes their rows."""

    def __init__(self) -> None:
        self.agents: dict[str, GeneratedRow] = {}
        self.areas: dict[str, GeneratedRow] = {}
        self.indicators: dict[str, GeneratedRow] = {}

    def area(self, code: str) -> str:
        """Refer to an area and return its code."""
        name, kind, m49 = AREAS[code]
        self.areas[code] = {"area": code, "name": name, "kind": kind, "m49": m49}
        return code

    def indicator(self, position: int) -> str:
        """Refer to an indicator by its place in the vocabulary and return its id."""
        indicator = INDICATORS[position]
        self.indicators[indicator.identifier] = {
            "indicator_id": indicator.identifier,
            "name": indicator.name,
            "definition": f"Invented for benchmarks: {indicator.name.lower()}, as a {indicator.measure}.",
            "unit": indicator.unit,
            "measure": indicator.measure,
            "topic": indicator.topic,
        }
        return indicator.identifier

    def _agent(self, identifier: str, kind: str, name: str, **cells: str) -> str:
        if identifier not in self.agents:
            self.agents[identifier] = {"agent_id": identifier, "agent_type": kind, "name": name, **cells}
        return identifier

    def outlet(self, identifier: str) -> str:
        """Refer to a news outlet."""
        return self._agent(identifier, "news_outlet", f"The {title_of(identifier)}")

    def office(self, identifier: str) -> str:
        """Refer to a government office."""
        return self._agent(identifier, "government", title_of(identifier), area=self.area("USA"))

    def person(self, identifier: str) -> str:
        """Refer to a person, and to the office that the person belongs to."""
        office = self.office(OFFICES[PEOPLE.index(identifier) % len(OFFICES)])
        return self._agent(identifier, "person", title_of(identifier), role="spokesperson, in charge", part_of=office)

    def unnamed(self, rng: random.Random, document: Document) -> str:
        """Refer to somebody whom a document does not name."""
        who = rng.choice(_UNNAMED)
        when = f"{document.published:%Y-%m}" if document.published else "2025"
        return self._agent(
            f"unnamed-{who}-{document.publisher}-{when}", "unnamed", f"unnamed {who} in The {document.publisher}"
        )


def digest(*parts: object) -> str:
    """Return 64 hexadecimal digits that stand for the hash of a text that does not exist."""
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()


def _free(identifier: str, taken: set[str]) -> str:
    candidate, number = identifier, 1
    while candidate in taken:
        number += 1
        candidate = f"{identifier}-{number}"
    taken.add(candidate)
    return candidate


def _date_cells(rng: random.Random, day: datetime.date) -> tuple[datetime.date | None, GeneratedRow]:
    kind = rng.randrange(20)
    if kind == 0:
        return None, {"published": "", "published_basis": "unknown"}
    if kind == 1:
        notes = "The date is that of the newest document it cites, taken as the month."
        return day, {"published": f"{day:%Y-%m}", "published_basis": "inferred", "notes": notes}
    return day, {"published": day.isoformat(), "published_basis": "stated"}


def plan_documents(rng: random.Random, count: int, references: ReferenceRows) -> list[Document]:
    """Return invented documents, some of them only cited, in the order in which they came out.

    Args:
        rng: Source of chance.
        count: Number of documents with a text.
        references: Gets the publishers.
    """
    taken: set[str] = set()
    cited = [_report(rng, taken, references) for _ in range(1 + count // 8)]
    # Derivation goes back to documents before it only, so no chain is a loop.
    held: list[Document] = []
    for number in range(count):
        outlet = OUTLETS[number % len(OUTLETS)] if number < len(OUTLETS) else rng.choice(OUTLETS)
        day = FIRST_DAY + datetime.timedelta(days=rng.randrange(_DAYS))
        identifier = _free(f"{outlet}-{day.isoformat()}", taken)
        published, cells = _date_cells(rng, day)
        access = "full" if rng.randrange(10) else "excerpt"
        qualities = ("clean", "clean", "clean", "machine_translated", *(("partial",) if access == "excerpt" else ()))
        row = {
            "source_id": identifier,
            "title": f"Report {number + 1}, as printed in the {title_of(outlet)}",
            "publisher": references.outlet(outlet),
            "source_type": rng.choice(("news", "news", "news", "aggregator", "broadcast")),
            "url": f"https://example.org/{outlet}/{day:%Y/%m/%d}/{number + 1}",
            "language": rng.choice(_LANGUAGES),
            "access": access,
            "text_quality": rng.choice(qualities),
            **cells,
        }
        counted_to = published
        if held and rng.randrange(5) < 2:
            parent = min(rng.choices(held, k=4), key=lambda document: document.published or _NEVER)
            if (parent.published or _NEVER) < day:
                row |= {"derived_from": parent.identifier, "derivation": rng.choice(_DERIVATIONS)}
                counted_to = parent.counted_to
        held.append(Document(identifier, outlet, published, counted_to, True, row))
    return cited + held


def _report(rng: random.Random, taken: set[str], references: ReferenceRows) -> Document:
    office = rng.choice(OFFICES)
    day = FIRST_DAY - datetime.timedelta(days=rng.randrange(1, _DAYS))
    identifier = _free(f"{office}-report-{day:%Y-%m}", taken)
    row = {
        "source_id": identifier,
        "title": f"[Report of the {title_of(office)}]",
        "publisher": references.office(office),
        "source_type": rng.choice(("official_statistics", "official_statement", "court")),
        "published": f"{day:%Y-%m}",
        "published_basis": "stated",
        "language": "en",
        "access": "not_seen",
    }
    return Document(identifier, office, day, day, False, row)
