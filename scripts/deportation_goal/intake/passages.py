"""Makes the locators of submitted rows from words and the contributor's own copy of the text.

Only the place, the length and the hash go into the row; the text stays with the contributor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from deportation_goal.evidence import MINIMUM_LENGTH
from deportation_goal.evidence.locator import WORDS, Located, locate_in_stream
from deportation_goal.evidence.stream import evidence_stream, stream_sha256
from deportation_goal.findings import Finding, Level
from deportation_goal.intake.submitted_rows import Submission, SubmittedRow, finding_at
from deportation_goal.package.schema import TableSchema
from deportation_goal.rules.cells import tidy
from deportation_goal.rules.submission import WORDS_FOUND, WORDS_TWICE
from deportation_goal.wording import counted

ANY_SOURCE: Final = ""
"""Key of a text that serves whatever source the rows name."""


_ISSUE: Final = ".md"


@dataclass(frozen=True)
class Text:
    """A source text that the contributor has: its name and its evidence stream."""

    name: str
    stream: str


def text_of(name: str, content: str) -> Text:
    """Return a text by its content."""
    return Text(name, evidence_stream(content))


def with_locators(submission: Submission, schemas: Mapping[str, TableSchema], texts: Mapping[str, Text]) -> Submission:
    """Return the submission with `words` turned into locators, and new sources given the digest of their text.

    Args:
        submission: The rows as sent.
        schemas: Schema of every table.
        texts: Texts by source id; one under `ANY_SOURCE` serves every source without a text of its own.
    """
    rows: list[SubmittedRow] = []
    findings: list[Finding] = []
    # A text that names no source is that of the only new source there is.
    new = (row for row in submission.rows if schemas[row.table].text_digest)
    only = sum(row.values.get("access") != "not_seen" for row in new) == 1
    places: dict[tuple[str, str], Located] = {}
    for row in submission.rows:
        schema = schemas[row.table]
        text = text_for(source_of(schema, row), texts)
        if WORDS in row.values:
            located, found = _located(schema, row, text, places)
            rows.append(located)
            findings.extend(found)
        elif schema.text_digest and text is not None and _is_new_text(schema, row, texts, only=only):
            digest = dict(zip(schema.text_digest, (stream_sha256(text.stream), str(len(text.stream))), strict=True))
            rows.append(replace(row, values={**row.values, **digest}))
        else:
            rows.append(row)
    return replace(submission, rows=tuple(rows), findings=(*submission.findings, *findings))


def source_of(schema: TableSchema, row: SubmittedRow) -> str:
    """Return the id of the source that a row is about: its own if it is one, otherwise the one it names."""
    return tidy(row.values.get(schema.primary_key if schema.text_digest else schema.source, ""))


def text_for(source_id: str, texts: Mapping[str, Text]) -> Text | None:
    """Return the text of a source among those the contributor holds, or None."""
    return texts.get(source_id, texts.get(ANY_SOURCE))


def words_problem(text: Text, words: str) -> str:
    """Return why words make no locator in a text, in a sentence; empty if they make one."""
    return _unlocated(text, locate_in_stream(text.stream, words))


def _unlocated(text: Text, located: Located) -> str:
    # The length comes first: whoever sent two words need not also hear that the text lacks them.
    if not located.long_enough:
        return (
            f"the words are too short ({counted(located.length, 'character')} without spaces and punctuation, "
            f"at least {MINIMUM_LENGTH} are needed): give the whole sentence"
        )
    if located.locator is None:
        return f"{text.name} does not contain these words: copy them from the text, letter for letter"
    return ""


def _is_new_text(schema: TableSchema, row: SubmittedRow, texts: Mapping[str, Text], *, only: bool) -> bool:
    """Whether the text is all of this new source: named by its id, or the only source that was sent.

    A copy of an excerpt gives locators, but its hash is not that of the document.
    """
    if row.values.get(schema.text_digest[0]) or row.values.get("access") in ("not_seen", "excerpt"):
        return False
    return only or source_of(schema, row) in texts


def _located(
    schema: TableSchema, row: SubmittedRow, text: Text | None, places: dict[tuple[str, str], Located]
) -> tuple[SubmittedRow, list[Finding]]:
    words = row.values[WORDS]
    place = row.place_of(WORDS)
    values = {column: value for column, value in row.values.items() if column != WORDS}
    bare = replace(row, values=values)
    if text is None and place.path.lower().endswith(_ISSUE):
        # Nobody can give a text with an issue form; whoever holds it adds the locator later.
        message = "the passage is not stored: whoever has the text makes the locator (add --from FILE.md --text FILE)"
        return bare, [replace(_finding(row, message, words), level=Level.WARNING)]
    if text is None:
        message = "there are words, but no text to find them in: give your copy of the source with --text FILE"
        return bare, [_finding(row, message, words)]
    # A passage that several rows share is looked for once.
    if (text.name, words) not in places:
        places[text.name, words] = locate_in_stream(text.stream, words)
    located = places[text.name, words]
    message = _unlocated(text, located)
    if located.locator is None or message:
        return bare, [_finding(row, message, words)]
    locator = located.locator
    values |= zip(schema.locator, (str(locator.start), str(locator.end), locator.sha256), strict=True)
    found = []
    if located.occurrences > 1:
        message = f"{text.name} contains the words {located.occurrences} times, and the first place is used: if you mean another, give a longer passage"
        found.append(
            finding_at(place, WORDS_TWICE.id, message, table=row.table, column=WORDS, value=words, level=Level.WARNING)
        )
    return replace(row, values=values), found


def _finding(row: SubmittedRow, message: str, words: str) -> Finding:
    return finding_at(row.place_of(WORDS), WORDS_FOUND.id, message, table=row.table, column=WORDS, value=words)
