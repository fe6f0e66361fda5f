"""A row for people: its cells explained, its lineage, its history, what it is compared with, how to verify it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Final

from deportation_goal.statements.derivation import Lineage
from deportation_goal.statements.row_card import RowCard
from deportation_goal.statements.utterances import Part, Utterance, Wording, difference
from deportation_goal.statements.verdict_words import fall_sentence
from deportation_goal.wording import counted, visible

_WIDTH: Final = 100
_MARKS: Final = {Part.KEPT: ("", ""), Part.LEFT_OUT: ("[-", "-]"), Part.PUT_IN: ("{+", "+}")}
_COLOURS: Final = {Part.KEPT: "", Part.LEFT_OUT: "\x1b[31m", Part.PUT_IN: "\x1b[32m"}
_PLAIN: Final = "\x1b[0m"


def render_row(card: RowCard, *, colour: bool) -> str:
    """Return a row with all that belongs to it as text."""
    title = f"{card.table} {card.row_id}" + (" (no longer in its table)" if card.retired else "")
    lines = [title, "", *_cells(card)]
    if card.lineage:
        lines += ["", "Attribution chain", *_chain(card, card.lineage)]
    if card.comparison:
        lines += ["", *_agreement(card)]
    if card.utterance:
        lines += ["", *_wordings(card.utterance, colour=colour)]
    if card.referring:
        named = ", ".join(f"{number:,} of {table}" for table, number in card.referring.items())
        lines += ["", f"Referred to by rows: {named}"]
    lines += ["", "History", *_history(card)]
    if card.value("evidence_sha256") and not card.retired:
        lines += ["", f"Verify it:  deportation-goal evidence --texts DIR --row {card.row_id}"]
    return "\n".join(lines) + "\n"


def _wrapped(text: str, indent: int) -> str:
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent="",
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _cells(card: RowCard) -> Iterator[str]:
    wide = max(len(field.column) for field in card.fields)
    for field in card.fields:
        words = f"  ({visible(field.words)})" if field.words and field.words != field.value else ""
        yield _wrapped(f"  {field.column:<{wide}}  {visible(field.value)}{words}", wide + 4)


def _words_of(card: RowCard, column: str) -> str:
    return next((field.words or field.value for field in card.fields if field.column == column), "")


def _chain(card: RowCard, lineage: Lineage) -> Iterator[str]:
    said_by = f"{lineage.said_by} ({_words_of(card, 'attributed_to')})" if lineage.said_by else "nobody named"
    yield f"  said by            {said_by}"
    yield f"  first reported in  {lineage.first_reported_in}"
    yield f"  carried in         {lineage.carried_in}"
    if len(lineage.chain) > 2:
        yield f"  chain              {' → '.join(lineage.chain)}"
    yield f"  origin             {lineage.origin}"


def _agreement(card: RowCard) -> Iterator[str]:
    comparison = card.comparison
    assert comparison is not None  # noqa: S101 - asked by the caller
    left_out = any(claim.figure_id == card.row_id for claim in comparison.left_out)
    verdict = "left out, garbled" if left_out else comparison.verdict
    yield f"Agreement: {verdict}"
    yield _wrapped(f"  {comparison.reason}", 2)
    if card.beside:
        yield _wrapped(f"  Beside it: {card.beside}", 2)
    for fall in comparison.falls:
        if fall.late.figure_id == card.row_id:
            yield _wrapped(f"  {fall_sentence(fall)}", 2)
    for found in comparison.arithmetic:
        if found.result.figure_id == card.row_id:
            yield _wrapped(f"  Arithmetic: {found.sentence}", 2)
    yield f"  Side by side:  deportation-goal compare {comparison.key.indicator_id}" + (
        f" --period {comparison.key.period}" if comparison.key.period else ""
    )


def _wordings(utterance: Utterance, *, colour: bool) -> Iterator[str]:
    carriers = {quote["source_id"] for wording in utterance.wordings for quote in wording.quotes}
    yield f"Wordings of {utterance.name}: {len(utterance.wordings)} in {counted(len(carriers), 'source')}"
    if len(utterance.wordings) > 1 and utterance.shared is None:
        yield "  No wording is printed by more sources than any other; differences are from the first."
    base = utterance.wordings[0]
    for wording in utterance.wordings:
        shared = ", the wording most sources share" if wording is utterance.shared and len(carriers) > 1 else ""
        yield ""
        yield f"  {counted(len(wording.carriers), 'source')}{shared}: {', '.join(wording.carriers)}"
        yield f"  {', '.join(_row(quote) for quote in wording.quotes)}"
        yield _wrapped(f"    {_text(base, wording, colour=colour)}", 4)


def _row(quote: Mapping[str, str]) -> str:
    return f"{quote['quote_id']} ({quote['form']}, {quote['wording'].replace('_', '-')})"


def _text(base: Wording, wording: Wording, *, colour: bool) -> str:
    if wording is base:
        return visible(wording.text)
    parts = []
    for piece in difference(base.text, wording.text):
        opening, closing = _MARKS[piece.part]
        marked = f"{opening}{visible(piece.words)}{closing}"
        shade = _COLOURS[piece.part] if colour else ""
        parts.append(f"{shade}{marked}{_PLAIN}" if shade else marked)
    return " ".join(parts)


def _history(card: RowCard) -> Iterator[str]:
    if not card.history:
        yield "  unchanged since it was first written: revisions has no row about it"
    for revision in card.history:
        change = (
            f'{revision["field"]}: "{visible(revision["old_value"])}" became "{visible(revision["new_value"])}"'
            if revision["field"]
            else f"{revision['action']}"
            + (f", replaced by {revision['replaced_by']}" if revision["replaced_by"] else "")
            + (f" ({revision['row_id']})" if revision["row_id"] != card.row_id else "")
        )
        version = f" in {revision['version']}" if revision["version"] else ", not yet released"
        yield _wrapped(f"  {revision['date']}{version}: {change}. {visible(revision['reason'])}", 4)
