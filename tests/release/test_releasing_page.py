"""docs/releasing.md: its table of steps is that of the code, and what it says is printed can be found in the code."""

from __future__ import annotations

import re
from typing import Final

import pytest

from deportation_goal.diff.step import ROW_STEPS, STEPS
from support import REPOSITORY

PAGE: Final = (REPOSITORY / "docs/releasing.md").read_text(encoding="utf-8")
CODE: Final = "".join(
    path.read_text(encoding="utf-8")
    for room in ("diff", "release")
    for path in (REPOSITORY / "scripts/deportation_goal" / room).rglob("*.py")
)


def test_every_kind_of_change_stands_in_the_table_with_its_step() -> None:
    rows = re.findall(r"^\| `([a-z_]+)` \| .+ \| (major|minor|patch) \|$", PAGE, flags=re.MULTILINE)
    expected = {kind.value: step.word for kind, step in STEPS.items()}
    expected.update({kind: step.word for kind, step in ROW_STEPS.items()})
    assert dict(rows) == expected
    assert len(rows) == len(expected)


@pytest.mark.parametrize(
    "words",
    [
        "there are changes that are not committed",
        "generated documents are stale",
        "is too small a step",
        "without a revision that says why",
        "name the last release with --previous",
        "was changed after it was made",
        "only `release` writes",
        "the licence changed",
        "the block of CHANGELOG.md would have",
        "nothing changed since",
        "exists already",
        "but no commit here changed the version",
        "two builds of one commit differ",
        "HEAD is detached",
        "the clone is shallow",
        "git does not know who you are",
        "is not finished",
    ],
)
def test_a_refusal_that_it_explains_is_one_that_the_command_prints(words: str) -> None:
    assert words in PAGE
    assert words in CODE
