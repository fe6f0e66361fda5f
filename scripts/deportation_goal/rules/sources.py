"""Rules across the fields of a source."""

from __future__ import annotations

from deportation_goal.findings import Level
from deportation_goal.rules.rule import Breach, Example, row_rule


def _both_or_neither(first: tuple[str, str], second: tuple[str, str]) -> Breach | None:
    """Look for a pair of columns and cells of which only one is filled."""
    if bool(first[1]) == bool(second[1]):
        return None
    (empty, _), (filled, _) = (second, first) if first[1] else (first, second)
    return Breach(f"{empty} is empty while {filled} is filled: fill both or neither", column=empty)


@row_rule(
    "derivation-pair",
    Level.ERROR,
    table="sources",
    column="derivation",
    title="derived_from and derivation are both filled or both empty.",
    why="A text that comes from another needs both: the other text, and how it comes from it.",
    bad=Example("An origin without the kind of derivation.", {"sources.0.derivation": ""}),
    good=Example(
        "Both empty.",
        {
            "sources.0.derivation": "",
            "sources.0.derived_from": "",
            "sources.1.url": "https://example.org/original",
            "figures.0.primary_source": "washington-post-2025-04-12",
        },
    ),
    alone_because="it compares two columns",
)
def derivation_pair(derived_from: str, derivation: str) -> Breach | None:
    """Compare the document with the kind of derivation."""
    return _both_or_neither(("derived_from", derived_from), ("derivation", derivation))


@row_rule(
    "digest-pair",
    Level.ERROR,
    table="sources",
    column="text_length",
    title="text_sha256 and text_length are both filled or both empty.",
    why="Both are measured on the same text.",
    bad=Example("A hash without a length.", {"sources.0.text_length": ""}),
    good=Example("Both empty.", {"sources.0.text_length": "", "sources.0.text_sha256": ""}),
    alone_because="it compares two columns",
)
def digest_pair(text_sha256: str, text_length: str) -> Breach | None:
    """Compare the hash with the length."""
    return _both_or_neither(("text_sha256", text_sha256), ("text_length", text_length))


@row_rule(
    "quality-seen",
    Level.ERROR,
    table="sources",
    column="text_quality",
    title="text_quality is empty if and only if the document was not seen, and partial only for an excerpt.",
    why="A text that was seen has a quality; one that was read in full is not partial.",
    bad=Example("A quality for a document nobody saw.", {"sources.1.text_quality": "clean"}),
    good=Example("An excerpt and its quality.", {"sources.1.text_quality": "partial", "sources.1.access": "excerpt"}),
    alone_because="it compares two columns",
)
def quality_seen(access: str, text_quality: str) -> Breach | None:
    """Compare what was seen with the state of the text."""
    if access == "full" and text_quality == "partial":
        return Breach("access is full, but text_quality is partial: correct one of them")
    if (access == "not_seen") != bool(text_quality):
        return None
    if text_quality:
        return Breach(f"access is not_seen, but text_quality is {text_quality}: empty it, or correct access")
    return Breach(f"access is {access}, but text_quality is empty: say what state the text was in")


@row_rule(
    "unseen-digest",
    Level.ERROR,
    table="sources",
    column="text_sha256",
    unless_wrong=("text_quality",),
    title="A document that was not read in full has no text_sha256.",
    why="The hash is that of the whole text, and can only come from it.",
    bad=Example(
        "A hash for a document nobody saw.",
        {"sources.1.text_sha256": "a" * 64, "sources.1.text_length": "100"},
    ),
    good=Example(
        "A hash for a document that was read in full.",
        {
            "sources.1.text_sha256": "a" * 64,
            "sources.1.text_length": "100",
            "sources.1.access": "full",
            "sources.1.text_quality": "clean",
        },
    ),
    alone_because="it compares two columns",
)
def unseen_digest(access: str, text_sha256: str) -> Breach | None:
    """Look for hashes of documents that nobody read in full."""
    if access not in ("not_seen", "excerpt") or not text_sha256:
        return None
    return Breach(f"access is {access}, but text_sha256 is filled: empty it with text_length, or correct access")
