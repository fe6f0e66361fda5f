"""Rules across the fields of a source, a quote and a revision."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from deportation_goal.findings import Level, Problem
from deportation_goal.rules.checked_tables import Tables, rows_where
from deportation_goal.rules.rule import Edit, Example, Rule, RuleCheck

DERIVATION_PAIR: Final = Rule(
    "derivation-pair",
    Level.ERROR,
    "derived_from and derivation are both filled or both empty.",
    "That a text comes from another, and how, belong together.",
    bad=Example("An origin without the kind of derivation.", (Edit("sources", 0, "derivation", ""),)),
    good=Example(
        "Both empty.",
        (
            Edit("sources", 0, "derivation", ""),
            Edit("sources", 0, "derived_from", ""),
            Edit("sources", 1, "url", "https://example.org/original"),
            Edit("figures", 0, "primary_source", "washington-post-2025-04-12"),
        ),
    ),
    alone_because="it compares two columns",
)
DIGEST_PAIR: Final = Rule(
    "digest-pair",
    Level.ERROR,
    "text_sha256 and text_length are both filled or both empty.",
    "Both are measured on the same text.",
    bad=Example("A hash without a length.", (Edit("sources", 0, "text_length", ""),)),
    good=Example("Both empty.", (Edit("sources", 0, "text_length", ""), Edit("sources", 0, "text_sha256", ""))),
    alone_because="it compares two columns",
)
QUALITY_SEEN: Final = Rule(
    "quality-seen",
    Level.ERROR,
    "text_quality is empty if and only if the document was not seen.",
    "A text that was seen has a quality; one that was not has none that anybody could know.",
    bad=Example("A quality for a document nobody saw.", (Edit("sources", 1, "text_quality", "clean"),)),
    good=Example(
        "An excerpt and its quality.",
        (Edit("sources", 1, "text_quality", "partial"), Edit("sources", 1, "access", "excerpt")),
    ),
    alone_because="it compares two columns",
)
UNSEEN_DIGEST: Final = Rule(
    "unseen-digest",
    Level.ERROR,
    "A document that was not seen has no text_sha256.",
    "A hash of a text can only come from the text.",
    bad=Example(
        "A hash for a document nobody saw.",
        (Edit("sources", 1, "text_sha256", "a" * 64), Edit("sources", 1, "text_length", "100")),
    ),
    good=Example(
        "A hash for a document that was held.",
        (
            Edit("sources", 1, "text_sha256", "a" * 64),
            Edit("sources", 1, "text_length", "100"),
            Edit("sources", 1, "access", "full"),
            Edit("sources", 1, "text_quality", "clean"),
        ),
    ),
    alone_because="it compares two columns",
)
OUTER_MARKS: Final = Rule(
    "outer-quotation-marks",
    Level.WARNING,
    "A quote stands without its outer quotation marks.",
    "The column says already that it is a quotation; marks kept by one annotator and dropped by another hide equal quotes.",
    bad=Example("Outer marks kept.", (Edit("quotes", 0, "text", "“We have a plan and we will carry it out”"),)),
    good=Example(
        "Inner marks kept, outer ones dropped.",
        (Edit("quotes", 0, "text", "We have a “plan” and we will carry it out"),),
    ),
    alone_because="Table Schema allows every character in a string",
)
RETRACTION: Final = Rule(
    "revision-fields",
    Level.ERROR,
    "A correction names its field and new value; a retraction, merger or split leaves both empty and keeps the whole row in old_value.",
    "A reader of the history must see what changed, or the whole row that left.",
    bad=Example("A correction of no field.", (Edit("revisions", 0, "field", ""),)),
    good=Example("A correction that empties a cell.", (Edit("revisions", 0, "new_value", ""),)),
    alone_because="it compares several columns",
)

_PAIRS: Final = (("“", "”"), ('"', '"'), ("«", "»"), ("„", "“"), ("‘", "’"))


def _both_or_neither(tables: Tables, rule: Rule, first: str, second: str) -> Iterator[Problem]:
    if not tables.has("sources"):
        return
    one, other = tables.filled("sources", first), tables.filled("sources", second)
    for row in rows_where((one != other) & tables.good_rows("sources", first, second)):
        empty, filled = (second, first) if one[row] else (first, second)
        yield Problem(
            rule.id,
            "sources",
            row,
            empty,
            "",
            f"{empty} is empty while {filled} is filled: fill both or neither",
        )


def _derivation_pair(tables: Tables) -> Iterator[Problem]:
    yield from _both_or_neither(tables, DERIVATION_PAIR, "derived_from", "derivation")


def _digest_pair(tables: Tables) -> Iterator[Problem]:
    yield from _both_or_neither(tables, DIGEST_PAIR, "text_sha256", "text_length")


def _quality_seen(tables: Tables) -> Iterator[Problem]:
    if not tables.has("sources"):
        return
    unseen = tables.equals("sources", "access", "not_seen")
    filled = tables.filled("sources", "text_quality")
    for row in rows_where((unseen == filled) & tables.good_rows("sources", "access", "text_quality")):
        value = tables.value("sources", "text_quality", row)
        if unseen[row]:
            message = f"access is not_seen, but text_quality is {value}: empty it, or correct access"
        else:
            message = f"access is {tables.value('sources', 'access', row)}, but text_quality is empty: say what state the text was in"
        yield Problem(QUALITY_SEEN.id, "sources", row, "text_quality", value, message)


def _unseen_digest(tables: Tables) -> Iterator[Problem]:
    if not tables.has("sources"):
        return
    mask = tables.equals("sources", "access", "not_seen") & tables.filled("sources", "text_sha256")
    for row in rows_where(mask & tables.good_rows("sources", "access", "text_sha256", "text_quality")):
        value = tables.value("sources", "text_sha256", row)
        message = "access is not_seen, but text_sha256 is filled: empty it with text_length, or correct access"
        yield Problem(UNSEEN_DIGEST.id, "sources", row, "text_sha256", value, message)


def _outer_marks(tables: Tables) -> Iterator[Problem]:
    if not tables.has("quotes"):
        return
    texts = tables.frames["quotes"]["text"]
    mask = np.zeros(len(texts), dtype=bool)
    for opening, closing in _PAIRS:
        enclosed = texts.str.startswith(opening) & texts.str.endswith(closing)
        mask |= (enclosed & (texts.str.count(opening) == (2 if opening == closing else 1))).to_numpy(bool)
    for row in rows_where(mask & tables.good_rows("quotes", "text")):
        value = str(texts.iloc[row])
        yield Problem(
            OUTER_MARKS.id,
            "quotes",
            row,
            "text",
            value,
            "the quote stands in outer quotation marks: drop them",
            value[1:-1],
        )


def _retraction(tables: Tables) -> Iterator[Problem]:
    if not tables.has("revisions"):
        return
    corrected = tables.equals("revisions", "action", "corrected")
    has_field = tables.filled("revisions", "field")
    whole = tables.matches("revisions", "old_value", "^[{]")
    wrong = (corrected & ~has_field) | (~corrected & (has_field | tables.filled("revisions", "new_value") | ~whole))
    for row in rows_where(wrong & tables.good_rows("revisions", "action", "field", "old_value", "new_value")):
        action, value = tables.value("revisions", "action", row), tables.value("revisions", "field", row)
        if corrected[row]:
            message = "the action is corrected, but field is empty: name the column that was corrected"
        else:
            message = f"the action is {action}: empty field and new_value, and keep the whole row as a JSON object in old_value"
        yield Problem(RETRACTION.id, "revisions", row, "field", value, message)


CHECKS: Final = (
    RuleCheck(DERIVATION_PAIR, _derivation_pair),
    RuleCheck(DIGEST_PAIR, _digest_pair),
    RuleCheck(QUALITY_SEEN, _quality_seen),
    RuleCheck(UNSEEN_DIGEST, _unseen_digest),
    RuleCheck(OUTER_MARKS, _outer_marks),
    RuleCheck(RETRACTION, _retraction),
)
