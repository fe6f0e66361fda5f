"""Lists of indicators that should name each other."""

from __future__ import annotations

import pytest

from deportation_goal.package.descriptor import Package
from support import changed, check_example

THIRD = {
    "indicators.1+.indicator_id": "removals-zero",
    "indicators.1+.name": "Nobody",
    "indicators.1+.definition": "No.",
}
USED = {"figures.1+.indicator_id": "removals-zero", "figures.1+.figure_id": "fig-9h3n1p"}


@pytest.mark.parametrize(
    ("lists", "found"),
    [
        (("removals-to-date removals-zero", "removals-goal", "removals-goal"), []),
        # Two lists contradict the one that was emptied, or that got a name too many.
        (("", "removals-goal", "removals-goal"), ["removals-goal"]),
        (("removals-to-date", "removals-goal removals-zero", ""), ["removals-zero"]),
        (("removals-to-date removals-to-date", "removals-goal", ""), ["removals-goal"]),
    ],
)
def test_the_list_that_differs_is_reported(lists: tuple[str, str, str], found: list[str], package: Package) -> None:
    columns = [f"indicators.{place}.not_comparable_with" for place in ("0", "1", "1+")]
    example = changed({**THIRD, **USED, **dict(zip(columns, lists, strict=True))})
    assert [finding.row_id for finding in check_example(package, example).findings] == found


def test_names_that_miss_are_suggested(package: Package) -> None:
    (finding,) = check_example(package, changed({"indicators.1.not_comparable_with": ""})).findings
    assert (finding.rule, finding.row_id, finding.suggestion) == ("list-both-ways", "removals-to-date", "removals-goal")
