"""Rules on evidence locators: each whole and inside its text, and all of them in agreement with each other."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Final

from deportation_goal.evidence import MINIMUM_LENGTH
from deportation_goal.findings import Level
from deportation_goal.package.schema import Field
from deportation_goal.rules.agreement import odd_rows
from deportation_goal.rules.checked_tables import CheckedTables
from deportation_goal.rules.rule import STATEMENTS, Breach, Example, Phase, cell_rule, row_rule, table_rule
from deportation_goal.values.numbers import cell_position

NO_BYTES: Final = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""The SHA-256 of no bytes."""

_Located = tuple[tuple[str, int], str, tuple[str, str], str]
"""Table and row, source, start and end, hash."""


@row_rule(
    "locator-whole",
    Level.ERROR,
    table=STATEMENTS,
    column="evidence_start",
    title="evidence_start, evidence_end and evidence_sha256 are all filled or all empty.",
    why="A place without its hash, or a hash without its place, cannot be verified.",
    bad=Example("A locator without its hash.", {"figures.0.evidence_sha256": ""}),
    good=Example(
        "A row without a locator.",
        {"figures.1.evidence_start": "", "figures.1.evidence_end": "", "figures.1.evidence_sha256": ""},
    ),
    alone_because="it compares three columns",
)
def locator_whole(evidence_start: str, evidence_end: str, evidence_sha256: str) -> Breach | None:
    """Look for locators of which a part is missing."""
    if bool(evidence_start) == bool(evidence_end) == bool(evidence_sha256):
        return None
    cells = {"evidence_start": evidence_start, "evidence_end": evidence_end, "evidence_sha256": evidence_sha256}
    empty = next(column for column, cell in cells.items() if not cell)
    return Breach(
        f"{empty} is empty while the rest of the locator is filled: `deportation-goal locate` makes all three",
        column=empty,
    )


@row_rule(
    "locator-length",
    Level.ERROR,
    table=STATEMENTS,
    column="evidence_end",
    title=f"An excerpt is at least {MINIMUM_LENGTH} characters of the evidence stream.",
    why="A shorter excerpt can occur elsewhere by chance. One that ends before it begins is a mistake.",
    bad=Example("An excerpt of 10 characters.", {"figures.0.evidence_start": "110"}),
    good=Example("An excerpt of 120 characters.", {"figures.0.evidence_start": "0"}),
    alone_because="it compares two columns",
)
def locator_length(evidence_start: str, evidence_end: str) -> Breach | None:
    """Compare start and end."""
    start, end = cell_position(evidence_start), cell_position(evidence_end)
    if start is None or end is None or end - start >= MINIMUM_LENGTH:
        return None
    return Breach(
        f"the excerpt runs from {start} to {evidence_end}; it must be at least {MINIMUM_LENGTH} characters long"
    )


@row_rule(
    "locator-inside",
    Level.ERROR,
    Phase.ACROSS,
    table=STATEMENTS,
    column="evidence_end",
    unless_wrong=("evidence_start",),
    title="An excerpt ends inside its text.",
    why="The length of the text is known (sources, text_length); a place after its end cannot be right.",
    bad=Example("An excerpt that ends after the text does.", {"figures.0.evidence_end": "99999"}),
    good=Example("An excerpt that ends with the text.", {"figures.1.evidence_end": "6000"}),
    alone_because="it compares two tables",
)
def locator_inside(evidence_end: str, source_id: str, source_id__text_length: str) -> Breach | None:
    """Compare the end with the length of the text."""
    # Of most texts the length is not known.
    length = cell_position(source_id__text_length)
    end = None if length is None else cell_position(evidence_end)
    if end is None or length is None or end <= length:
        return None
    return Breach(f"the excerpt ends at {evidence_end}, but the text of {source_id} is only {length} characters long")


@cell_rule(
    "hash-of-nothing",
    Level.ERROR,
    Phase.ROWS,
    applies=lambda field: field.name.endswith("_sha256"),
    asked=lambda values, _field: values.among((NO_BYTES,)),
    title="No hash is the SHA-256 of an empty text or file.",
    why="It says that the text was empty when it was hashed, so it proves nothing.",
    bad=Example("The hash of no bytes.", {"sources.0.text_sha256": NO_BYTES}),
    good=Example("The hash of a text.", {"sources.0.text_sha256": "6b" * 32}),
    alone_because="Table Schema cannot forbid one value",
)
def hash_of_nothing(value: str, _field: Field) -> Breach | None:
    """Compare with the SHA-256 of no bytes."""
    if value != NO_BYTES:
        return None
    return Breach("this is the SHA-256 of an empty text: hash the text again, or empty the cell")


@table_rule(
    "locator-agreement",
    Level.ERROR,
    Phase.ACROSS,
    title="One place in a source has one hash; one hash has one length, and one place in a source.",
    why="The hash is computed from the characters at that place, so equal places have equal hashes.",
    bad=Example(
        "Two hashes for one place.",
        {"quotes.0.evidence_sha256": "4c" * 32},
    ),
    good=Example(
        "Another place and its hash.",
        {"quotes.0.evidence_sha256": "4c" * 32, "quotes.0.evidence_end": "130"},
    ),
    alone_because="it compares rows of several tables",
)
def locator_agreement(tables: CheckedTables) -> Iterator[tuple[str, int, str, Breach]]:
    """Compare the locators of all statements; the one that differs from most others is reported."""
    place, names = ("evidence_start", "evidence_end"), tables.statement_tables()
    told: set[tuple[str, int]] = set()
    located = _located(tables, tables.alike(names, ("source_id", *place), ("evidence_sha256",)))
    for (table, row), _, other in odd_rows((row, (source, place), digest) for row, source, place, digest in located):
        told.add((table, row))
        message = f"{_name(tables, other)} has the same place in the same source and another hash"
        yield table, row, "evidence_sha256", _located_again(message)
    located = _located(tables, tables.alike(names, ("source_id", "evidence_sha256"), place))
    places = odd_rows((row, (source, digest), place) for row, source, place, digest in located if row not in told)
    for (table, row), (start, end), other in places:
        told.add((table, row))
        column = "evidence_end" if tables.cells(table, "evidence_start")[row] == start else "evidence_start"
        message = f"{_name(tables, other)} has the same hash in the same source, but its place is {start} to {end}"
        yield table, row, column, _located_again(message)
    located = _located(tables, tables.alike(names, ("evidence_sha256",), place))
    lengths = odd_rows((row, digest, int(end) - int(start)) for row, _, (start, end), digest in located)
    for (table, row), length, other in lengths:
        if (table, row) not in told:
            message = f"{_name(tables, other)} has the same hash, but its excerpt is {length} characters long"
            yield table, row, "evidence_end", _located_again(message)


def _located(tables: CheckedTables, rows: Iterable[tuple[str, int]]) -> Iterator[_Located]:
    """Yield the locators without a finding, of some rows."""
    columns = ("source_id", "evidence_start", "evidence_end", "evidence_sha256")
    for table, places in itertools.groupby(rows, itemgetter(0)):
        numbers = [row for _, row in places]
        for row, cells in zip(numbers, tables.cells_of(table, columns, numbers), strict=True):
            source, start, end, digest = cells
            if start and end and digest and tables.is_good(table, row, *columns):
                yield (table, row), source, (start, end), digest


def _name(tables: CheckedTables, place: tuple[str, int]) -> str:
    table, row = place
    return tables.cells(table, tables.schemas[table].primary_key)[row]


def _located_again(message: str) -> Breach:
    return Breach(f"{message}: run `deportation-goal locate` on the text for both rows")


@table_rule(
    "locator-elsewhere",
    Level.WARNING,
    Phase.ACROSS,
    title="Two sources have the same excerpt only if one text comes from the other, or both quote the same words.",
    why="Equal hashes mean equal sentences. Either the sources are related and should say so, or a locator was copied to the wrong row.",
    bad=Example(
        "An excerpt of another source.",
        {
            "sources.1.access": "full",
            "sources.1.text_quality": "clean",
            "sources.0.derived_from": "",
            "sources.0.derivation": "",
            "obstacles.0.source_id": "washington-post-2025-04-12",
        },
    ),
    good=Example(
        "The text is derived from the other one.",
        {
            "sources.1.access": "full",
            "sources.1.text_quality": "clean",
            "obstacles.0.source_id": "washington-post-2025-04-12",
        },
    ),
    alone_because="it compares rows of several tables",
)
def locator_elsewhere(tables: CheckedTables) -> Iterator[tuple[str, int, str, Breach]]:
    """Look for hashes of two sources that have no document and no utterance in common."""
    if not tables.has("sources") or not tables.are_good("sources", "source_id", "derived_from"):
        return
    parents = dict(zip(tables.cells("sources", "source_id"), tables.cells("sources", "derived_from"), strict=True))
    sources: dict[str, dict[str, list[tuple[str, int]]]] = defaultdict(lambda: defaultdict(list))
    rows_of_others = tables.alike(tables.statement_tables(), ("evidence_sha256",), ("source_id",))
    for row, source, _, digest in _located(tables, rows_of_others):
        sources[digest][source].append(row)
    for found in sources.values():
        if len(found) == 1:
            continue
        # The source with the most rows has the excerpt; of equals, the first.
        (held, rows), *others = sorted(found.items(), key=lambda item: -len(item[1]))
        origins = _origins(tables, parents, held, rows)
        for source, copies in others:
            if not origins & _origins(tables, parents, source, copies):
                table, number = copies[0]
                message = (
                    f"{_name(tables, rows[0])} has the same excerpt, but its source {held} is not related to {source}: "
                    "fill in derived_from or primary_source, or correct the locator"
                )
                yield table, number, "evidence_sha256", Breach(message)


def _origins(
    tables: CheckedTables, parents: Mapping[str, str], source: str, rows: list[tuple[str, int]]
) -> set[tuple[str, str]]:
    """Return what ties some rows of a source to others: its chain of documents, primary sources, utterances."""
    origins: set[tuple[str, str]] = set()
    chains = [source, *(tables.cells(table, "primary_source")[row] for table, row in rows)]
    for node in chains:
        while node and ("source", node) not in origins:
            origins.add(("source", node))
            node = parents.get(node, "")
    for table, row in rows:
        if "utterance" in tables.schemas[table].by_name:
            origins.add(("utterance", tables.cells(table, "utterance")[row]))
    return origins


@table_rule(
    "text-hash",
    Level.ERROR,
    Phase.ACROSS,
    title="A text has its own text_sha256: no other source and no excerpt has it.",
    why="Two sources with one text are one source, and an excerpt is shorter than the text that holds it.",
    bad=Example("The hash of an excerpt.", {"sources.0.text_sha256": "3f" * 32}),
    good=Example("The hash of the whole text.", {"sources.0.text_sha256": "6b" * 32}),
    alone_because="it compares several tables",
)
def text_hash(tables: CheckedTables) -> Iterator[tuple[str, int, str, Breach]]:
    """Look for the hashes of texts among those of other texts and of excerpts."""
    if not tables.has("sources"):
        return
    texts = tables.distinct("sources", "text_sha256") - {""}
    excerpts = {
        tables.cells(table, "evidence_sha256")[row]
        for table in tables.statement_tables()
        for row in tables.rows(table, "evidence_sha256", texts)
    }
    repeated = {row for _, row in tables.alike(["sources"], ["text_sha256"])}
    rows = sorted(repeated.union(tables.rows("sources", "text_sha256", excerpts)))
    first: dict[str, str] = {}
    for row, (name, digest) in zip(rows, tables.cells_of("sources", ("source_id", "text_sha256"), rows), strict=True):
        if not digest or not tables.is_good("sources", row, "text_sha256"):
            continue
        other = first.setdefault(digest, name)
        if digest in excerpts:
            message = "this is the hash of an excerpt (evidence_sha256): hash the whole text"
        elif other != name:
            message = f"{other} has the same text_sha256: correct the hash, or keep one of the two sources"
        else:
            continue
        yield "sources", row, "text_sha256", Breach(message)
