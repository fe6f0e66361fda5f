"""The same mistake in every format: the same words, at the place where the contributor made it."""

from __future__ import annotations

import pytest

from contributors import FIGURE, example_inputs
from deportation_goal.findings import Finding, Level
from deportation_goal.intake.add import add_rows
from deportation_goal.intake.passages import with_locators
from deportation_goal.intake.read_submission import read_submission
from deportation_goal.package.descriptor import Package
from effort import sample
from sent_mistakes import SENT_MISTAKES
from submissions import FORMATS, Sent, form_columns
from support import schemas_of

WORDS = "The made-up office removed about 4,000 people in March 2025, it wrote."


def findings_of(package: Package, sent: Sent) -> list[Finding]:
    """Return what `add figures` says of a file, without the passage of a form, which has no text here."""
    submission = read_submission(sent.path, sent.content, schemas_of(package), "figures")
    found = add_rows(example_inputs(package), with_locators(submission, schemas_of(package), {})).check.findings
    return [finding for finding in found if finding.rule != "words-in-text" and finding.level is not Level.NOTE]


def test_there_are_a_hundred_mistakes_in_five_formats() -> None:
    assert len({(column, value) for column, value, *_ in SENT_MISTAKES}) >= 100
    assert len(FORMATS) == 5


FAST = sample(SENT_MISTAKES, 4)


@pytest.mark.parametrize(
    ("column", "value", "rule", "words", "suggestion"),
    [pytest.param(*mistake, marks=[] if mistake in FAST else pytest.mark.slow) for mistake in SENT_MISTAKES],
)
def test_a_mistake_is_told_in_the_same_words_at_its_place(
    package: Package, column: str, value: str, rule: str, words: str, suggestion: str
) -> None:
    told = set()
    for name, write in FORMATS.items():
        if name == "issue" and column not in form_columns():
            continue
        sent = write(FIGURE | ({"words": WORDS} if name == "issue" else {}) | {column: value})
        (finding,) = (finding for finding in findings_of(package, sent) if finding.field == column)
        assert (finding.path, finding.rule, finding.suggestion) == (sent.path, rule, suggestion), name
        if value:
            assert (finding.line, finding.cell) == sent.place(column), name
        assert words in finding.message, name
        told.add((finding.message, finding.level))
    assert len(told) == 1


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "issue"])
@pytest.mark.parametrize(
    ("wrong", "message", "suggestion"),
    [
        ("valeu_text", 'figures has no column "valeu_text"', "value_text"),
        ("Value as printed", 'figures has no column "Value as printed"', "value_text"),
        ("colour", 'figures has no column "colour"; its columns are figure_id', ""),
    ],
)
def test_a_wrong_column_is_told_in_the_same_words(
    package: Package, name: str, wrong: str, message: str, suggestion: str
) -> None:
    cells = {wrong if column == "value_text" else column: value for column, value in FIGURE.items()}
    finding = next(item for item in findings_of(package, FORMATS[name](cells)) if item.rule == "unknown-column")
    assert finding.message.startswith(message)
    assert finding.suggestion == suggestion
