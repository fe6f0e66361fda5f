"""A number that somebody typed into a page is that of the code, the project or the data."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter

import pytest

from deportation_goal.evidence import MINIMUM_LENGTH, texts
from deportation_goal.release.artefacts.xlsx_workbook import LONGEST
from deportation_goal.statements import collisions, intervals
from fuzzing import MEGABYTES, SECONDS
from support import REPOSITORY

PYTHON = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"][2:]
WORDS = {3: "three", 4: "four", 10: "ten", 19: "nineteen", 20: "twenty"}


def words_of(page: str) -> str:
    """A page without its line breaks."""
    return " ".join((REPOSITORY / page).read_text(encoding="utf-8").split())


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("README.md", f"Python {PYTHON} or newer"),
        ("CONTRIBUTING.md", f"Python {PYTHON} or newer"),
        ("docs/contributing/editor.md", f"Python {PYTHON} or newer"),
        ("docs/method.md", f"at least {MINIMUM_LENGTH} characters"),
        ("docs/method.md", f"up to {texts._LONGEST // 1_000_000} million"),
        ("docs/method.md", f"at most {intervals._FIVE_PERCENT:.0%} of `v`".replace("%", " percent")),
        ("docs/method.md", f"Values of at least {intervals._ROUNDED_FROM:,}"),
        (
            "docs/method.md",
            f"running counts more than {collisions._FAR['cumulative']} and others more than {collisions._FAR['stock']} percent apart",
        ),
        ("docs/method.md", f"more than {collisions._DAYS_APART} days apart"),
        ("docs/method.md", f"two statements are {collisions.LEAST} percent or more apart"),
        ("docs/reproducibility.md", f"more than {LONGEST:,} characters in the XLSX"),
        ("docs/security.md", f"more than {SECONDS} seconds"),
        ("docs/security.md", f"more than {MEGABYTES} MB"),
    ],
)
def test_a_limit_on_a_page_is_that_of_the_code(page: str, says: str) -> None:
    assert says in words_of(page)


def test_the_drawn_verdicts_are_as_many_as_the_page_says() -> None:
    with (REPOSITORY / "docs/quality/judged_verdicts.csv").open(encoding="utf-8", newline="") as file:
        counts = Counter(row["question"] for row in csv.DictReader(file))
    conflicts, not_comparable, origins = (
        WORDS[counts[name]] for name in ("conflict", "not_comparable", "several_origins")
    )
    drawn = (
        f"{conflicts.title()} conflicts, {not_comparable} comparisons called not comparable and {origins} with several"
    )
    assert drawn in words_of("docs/quality.md")


def test_no_page_says_that_every_row_was_read_twice() -> None:
    assert "read the rows of the versions up to 1.0.0 again" in words_of("docs/quality.md")
    for page in ("README.md", "CONTRIBUTING.md", "docs/method.md", "docs/upgrade.md"):
        text = words_of(page).lower()
        assert "every row was read" not in text
        assert "each row was read" not in text
    assert "which rows a second reader read" in words_of("docs/method.md")
