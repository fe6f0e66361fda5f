"""The same mistake in every format: the same words, at the place where the contributor made it."""

from __future__ import annotations

import pytest

from contributors import FIGURE, example_inputs
from deportation_goal.findings import Finding, Level
from deportation_goal.intake.add import add_rows
from deportation_goal.intake.passages import with_locators
from deportation_goal.intake.read_submission import read_submission
from deportation_goal.package.descriptor import Package
from submissions import FORMATS, Sent
from support import schemas_of

WORDS = "The made-up office removed about 4,000 people in March 2025, it wrote."


def findings_of(package: Package, sent: Sent) -> list[Finding]:
    """Return what `add figures` says of a file, without the passage of a form, which has no text here."""
    submission = read_submission(sent.path, sent.content, schemas_of(package), "figures")
    found = add_rows(example_inputs(package), with_locators(submission, schemas_of(package), {})).check.findings
    return [finding for finding in found if finding.rule != "words-in-text" and finding.level is not Level.NOTE]


MISTAKES = [
    # column, what is sent, the rule, and words of the message
    ("value", "one million", "type", "is not a number in digits"),
    ("value", "5000", "value-in-text", 'value is 5000, but value_text "about 4,000 people" prints 4,000'),
    ("period", "2025-13", "edtf", '"13" is not a month'),
    ("area", "usa", "pattern", "is not in areas: write USA"),
    (
        "indicator_id",
        "removals-gaol",
        "foreign-key",
        "is not in indicators: add a row for it to indicators, or correct the id; perhaps you mean removals-goal",
    ),
    ("value_text", "about 4,000 people" + " and so on" * 9, "max-length", "at most 80"),
    ("value_max", "5000", "value-max-pair", "empty value_max"),
    ("value", "#REF!", "spreadsheet-value", "type the value itself"),
    ("period", "03/04/2025", "spreadsheet-value", "can be 2025-04-03 or 2025-03-04"),
    ("value_text", "", "required", "the cell is empty and needs a value"),
]


@pytest.mark.parametrize(("column", "value", "rule", "words"), MISTAKES)
def test_a_mistake_is_told_in_the_same_words_at_its_place(
    package: Package, column: str, value: str, rule: str, words: str
) -> None:
    told = set()
    for name, write in FORMATS.items():
        sent = write(FIGURE | ({"words": WORDS} if name == "issue" else {}) | {column: value})
        found = [finding for finding in findings_of(package, sent) if finding.field == column]
        (finding,) = found
        line, cell = sent.place(column)
        assert (finding.path, finding.rule) == (sent.path, rule), name
        if value:
            assert (finding.line, finding.cell) == (line, cell), name
        assert words in finding.message, name
        told.add((finding.message, finding.suggestion, finding.level))
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
