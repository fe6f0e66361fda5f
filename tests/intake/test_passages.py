"""Words and the contributor's own text make the locator; the text itself goes nowhere."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from contributors import ARTICLE, FIGURE, SENTENCE, SOURCE, TWICE, sent, sent_rows
from deportation_goal.evidence import MINIMUM_LENGTH
from deportation_goal.evidence.locator import Locator, locate
from deportation_goal.evidence.locator_check import Statement, Status, verify
from deportation_goal.evidence.matching import Source, match_texts
from deportation_goal.evidence.stream import evidence_stream, stream_sha256
from deportation_goal.evidence.texts import SourceText
from deportation_goal.findings import Level
from deportation_goal.intake.passages import ANY_SOURCE, Text, text_of, with_locators, words_problem
from deportation_goal.intake.submitted_rows import Submission
from deportation_goal.package.descriptor import load_package
from support import REPOSITORY, schemas_of

TEXT = text_of("article.txt", ARTICLE)
HELD = {ANY_SOURCE: TEXT}
SCHEMAS = schemas_of(load_package(REPOSITORY))


def located(words: str, texts: Mapping[str, Text] = HELD, **more: str) -> Submission:
    return with_locators(sent_rows(("figures", {**FIGURE, **more, "words": words})), SCHEMAS, texts)


def locator_of(submission: Submission, row: int = 0) -> Locator:
    values = submission.rows[row].values
    return Locator(int(values["evidence_start"]), int(values["evidence_end"]), values["evidence_sha256"])


def test_the_locator_is_that_of_locate_and_the_words_are_gone() -> None:
    submission = located(SENTENCE)
    assert locator_of(submission) == locate(ARTICLE, SENTENCE).locator
    assert "words" not in submission.rows[0].values
    assert submission.findings == ()
    assert {column: submission.rows[0].values[column] for column in FIGURE} == FIGURE


@given(st.integers(0, len(ARTICLE)), st.integers(0, len(ARTICLE)))
def test_any_passage_that_is_long_enough_verifies(start: int, end: int) -> None:
    words = ARTICLE[start:end]
    assume(len(evidence_stream(words)) >= MINIMUM_LENGTH and evidence_stream(words) in TEXT.stream)
    locator = locator_of(located(words))
    (statement,) = [Statement("figures", "fig-1", "s", locator)]
    texts = [SourceText("article.txt", TEXT.stream)]
    (result,) = verify([statement], match_texts(texts, [Source("s", "")], [statement]))
    assert result.status is Status.VERIFIED


@pytest.mark.parametrize(
    "words", [SENTENCE.upper(), f'  "{SENTENCE}"\n', SENTENCE.replace(" ", "  "), SENTENCE.replace("-", "–")]
)
def test_quotation_marks_dashes_and_case_do_not_matter(words: str) -> None:
    assert locator_of(located(words)) == locate(ARTICLE, SENTENCE).locator


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("The made-up office removed about 5,000 people in March", "article.txt does not contain these words"),
        ("about 4,000 people", "too short (16 characters"),
        ("5,000 people", "too short"),
        ("…", "too short (0 characters"),
    ],
)
def test_words_that_make_no_locator_are_an_error_at_the_words(words: str, says: str) -> None:
    submission = located(words)
    (finding,) = submission.findings
    assert (finding.rule, finding.level, finding.field) == ("words-in-text", Level.ERROR, "words")
    assert (finding.line, finding.column) == (2, 1 + len(FIGURE))
    assert says in finding.message
    assert words_problem(TEXT, words) == finding.message
    assert "evidence_start" not in submission.rows[0].values


def test_words_that_stand_twice_take_the_first_place_and_warn() -> None:
    submission = located(TWICE)
    (finding,) = submission.findings
    assert (finding.rule, finding.level) == ("words-twice", Level.WARNING)
    assert "2 times" in finding.message
    assert locator_of(submission) == locate(ARTICLE, TWICE).locator
    assert words_problem(TEXT, TWICE) == ""


def test_words_without_a_text_are_an_error_but_in_an_issue_a_warning() -> None:
    (finding,) = located(SENTENCE, {}).findings
    assert finding.level is Level.ERROR
    assert "--text" in finding.message
    row = sent("figures", {**FIGURE, "words": SENTENCE}, path="issue.md")
    submission = with_locators(Submission((row,)), SCHEMAS, {})
    (finding,) = submission.findings
    assert finding.level is Level.WARNING
    assert dict(submission.rows[0].values) == FIGURE


def test_each_source_has_its_own_text() -> None:
    other = text_of("other.txt", f"Something before. {SENTENCE}")
    texts = {SOURCE["source_id"]: other, ANY_SOURCE: TEXT}
    here = locator_of(located(SENTENCE, texts, source_id=SOURCE["source_id"]))
    elsewhere = locator_of(located(SENTENCE, texts))
    assert here.start == len(evidence_stream("Something before."))
    assert here.sha256 == elsewhere.sha256
    (finding,) = located(SENTENCE, {SOURCE["source_id"]: other}).findings
    assert "no text" in finding.message


def digests(*sources: Mapping[str, str], texts: Mapping[str, Text] = HELD) -> list[tuple[str, str]]:
    submission = with_locators(sent_rows(*(("sources", source) for source in sources)), SCHEMAS, texts)
    return [(row.values.get("text_sha256", ""), row.values.get("text_length", "")) for row in submission.rows]


def test_a_new_source_gets_the_digest_of_its_text() -> None:
    digest = (stream_sha256(TEXT.stream), str(len(TEXT.stream)))
    unseen = {**SOURCE, "source_id": "cited", "access": "not_seen"}
    another = {**SOURCE, "source_id": "another"}
    assert digests(SOURCE) == [digest]
    assert digests(SOURCE, unseen) == [digest, ("", "")]
    # Of two new sources the one text can be that of either: it is given to the one it is named for.
    assert digests(SOURCE, another) == [("", ""), ("", "")]
    assert digests(SOURCE, another, texts={"another": TEXT}) == [("", ""), digest]
    assert digests({**SOURCE, "text_sha256": "0" * 64, "text_length": "9"}) == [("0" * 64, "9")]
    assert digests(SOURCE, texts={}) == [("", "")]
    # The hash of an excerpt is not that of the document.
    assert digests({**SOURCE, "access": "excerpt"}) == [("", "")]


def test_no_word_of_the_text_is_in_a_row_or_a_finding_that_is_kept() -> None:
    submission = with_locators(
        sent_rows(("sources", SOURCE), ("figures", {**FIGURE, "words": SENTENCE})), SCHEMAS, HELD
    )
    cells = " ".join(value for row in submission.rows for value in row.values.values())
    assert "spokesman" not in cells
    assert "nobody has seen" not in cells
