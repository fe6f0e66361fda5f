"""Rules on quotes: their marks, and their speakers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from typing import Final

from deportation_goal.findings import Level
from deportation_goal.rules.checked_tables import CheckedTables
from deportation_goal.rules.rule import Breach, Example, Phase, row_rule, table_rule

_MARKS: Final = (("“", "”"), ('"', '"'), ("«", "»"), ("„", "“"), ("‘", "’"))


@row_rule(
    "outer-quotation-marks",
    Level.WARNING,
    table="quotes",
    column="text",
    title="A quote has no outer quotation marks.",
    why="The column already shows that it is a quotation. Marks that one annotator keeps and another drops make equal quotes look different.",
    bad=Example("Outer marks kept.", {"quotes.0.text": "“We have a plan and we will carry it out”"}),
    good=Example(
        "Inner marks kept, outer ones dropped.", {"quotes.0.text": "We have a “plan” and we will carry it out"}
    ),
    alone_because="Table Schema allows every character in a string",
)
def outer_quotation_marks(text: str) -> Breach | None:
    """Look for a pair of marks around the whole text, and nowhere else in it."""
    for opening, closing in _MARKS:
        times = 2 if opening == closing else 1
        if text.startswith(opening) and text.endswith(closing) and text.count(opening) == times:
            return Breach("the quote has outer quotation marks: remove them", text[1:-1])
    return None


@table_rule(
    "utterance-speakers",
    Level.WARNING,
    Phase.TABLES,
    title="All wordings of one utterance have the same speaker.",
    why="Two speakers cannot have made one utterance: either the name of the utterance or a speaker is wrong.",
    bad=Example("Two wordings, two speakers.", {"quotes.1.attributed_to": "example-news"}),
    good=Example(
        "Two utterances, two speakers.",
        {"quotes.1.attributed_to": "example-news", "quotes.1.utterance": "another-plan"},
    ),
    alone_because="it compares rows",
)
def utterance_speakers(tables: CheckedTables) -> Iterator[tuple[str, int, str, Breach]]:
    """Compare the speaker of each wording with that of the first."""
    if not tables.has("quotes"):
        return
    first: dict[str, str] = {}
    utterances, speakers = tables.cells("quotes", "utterance"), tables.cells("quotes", "attributed_to")
    for row in tables.good_rows("quotes", "utterance", "attributed_to", "attribution_type"):
        other = first.setdefault(utterances[row], speakers[row])
        if speakers[row] != other:
            message = f'the speaker is "{speakers[row]}", but another wording of "{utterances[row]}" has "{other}"'
            yield "quotes", row, "attributed_to", Breach(message, other)


@table_rule(
    "figure-in-quote",
    Level.WARNING,
    Phase.ACROSS,
    title="A number inside quoted words has the speaker of the quote.",
    why="Whoever says the words states the number in them. Two claimants for one number in one sentence mean that one of the rows is wrong.",
    bad=Example(
        "The figure is credited to the newspaper, the quote to the speaker.",
        {
            "quotes.1.text": "the 1,000 deportations",
            "quotes.1.evidence_start": "600",
            "quotes.1.evidence_end": "700",
            "quotes.1.evidence_sha256": "7c" * 32,
        },
    ),
    good=Example(
        "Both are credited to the speaker.",
        {
            "quotes.1.text": "the 1,000 deportations",
            "quotes.1.evidence_start": "600",
            "quotes.1.evidence_end": "700",
            "quotes.1.evidence_sha256": "7c" * 32,
            "figures.1.attributed_to": "jane-doe",
        },
    ),
    alone_because="it compares rows of several tables",
)
def figure_in_quote(tables: CheckedTables) -> Iterator[tuple[str, int, str, Breach]]:
    """Look for the words of each figure in the quotes that have the same excerpt."""
    if not tables.has("figures", "quotes"):
        return
    figures = _by_excerpt(tables, "figures", "value_text", tables.distinct("quotes", "evidence_sha256"))
    quotes = _by_excerpt(tables, "quotes", "text", {digest for _, digest in figures})
    for excerpt, rows in figures.items():
        for figure in rows:
            for quote in quotes[excerpt]:
                speaker = tables.cells("quotes", "attributed_to")[quote]
                if speaker == tables.cells("figures", "attributed_to")[figure]:
                    continue
                if _has_words(tables.cells("quotes", "text")[quote], tables.cells("figures", "value_text")[figure]):
                    name = tables.cells("quotes", "quote_id")[quote]
                    message = f'{name} quotes these words from the same excerpt, and its speaker is "{speaker}"'
                    yield "figures", figure, "attributed_to", Breach(message, speaker)
                    break


def _by_excerpt(
    tables: CheckedTables, table: str, words: str, digests: Set[str]
) -> Mapping[tuple[str, ...], list[int]]:
    """Return the rows without a finding whose excerpts have some hashes, by source and hash."""
    columns = ("source_id", "evidence_sha256", words, "attributed_to", "attribution_type")
    rows = list(tables.rows(table, "evidence_sha256", digests - {""}))
    found = defaultdict(list)
    for row, excerpt in zip(rows, tables.cells_of(table, columns[:2], rows), strict=True):
        if tables.is_good(table, row, *columns):
            found[excerpt].append(row)
    return found


def _has_words(text: str, words: str) -> bool:
    """Whether a text has some words, not as a part of longer ones."""
    # Few texts have them, and making a pattern is slow.
    return bool(words) and words in text and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None
