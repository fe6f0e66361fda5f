"""Rules on quotes: their marks, and their speakers."""

from __future__ import annotations

from collections.abc import Iterator
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
