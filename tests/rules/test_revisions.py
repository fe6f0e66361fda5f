"""What revisions keep, and what the cells of corrected rows hold."""

from __future__ import annotations

import pytest

from deportation_goal.package.descriptor import Package
from support import changed, check_example

LATER = {"revisions.0+.revision_id": "rev-2w7e5s", "revisions.0+.date": "2025-06-02"}
RETRACTED = {
    "revisions.0+.revision_id": "rev-2w7e5s",
    "revisions.0+.row_id": "fig-000000",
    "revisions.0+.action": "retracted",
    "revisions.0+.field": "",
    "revisions.0+.new_value": "",
}


def _rules(package: Package, cells: dict[str, str]) -> list[str]:
    return [finding.rule for finding in check_example(package, changed(cells)).findings]


def _values(old: str, new: str) -> dict[str, str]:
    return {"revisions.0+.old_value": old, "revisions.0+.new_value": new}


@pytest.mark.parametrize(
    ("cells", "good"),
    [
        # The later of two corrections counts, whatever the order of their ids.
        (LATER | _values("USA", "CRI") | {"figures.0.area": "CRI"}, True),
        (LATER | _values("USA", "CRI"), False),
        (LATER | _values("PAN", "CRI") | {"revisions.0+.date": "2025-05-01"}, True),
        # Of two corrections of a day the last is the one whose value no other replaced.
        (LATER | _values("USA", "CRI") | {"revisions.0+.date": "2025-06-01", "figures.0.area": "CRI"}, True),
        # There and back on one day: either may have come last.
        (LATER | _values("USA", "CRI") | {"revisions.0+.date": "2025-06-01"}, True),
        (LATER | _values("PAN", "CRI") | {"revisions.0+.date": "2025-06-01"}, True),
        # A change of the whole column may have changed the cell again.
        (LATER | _values("USA", "CRI") | {"revisions.0+.row_id": "*", "figures.0.area": "CRI"}, True),
        (LATER | _values("USA", "PAN") | {"revisions.0+.row_id": "*", "figures.0.area": "CRI"}, False),
        (LATER | {"revisions.0+.row_id": "*", "revisions.0+.date": "2025-05-01", "figures.0.area": "CRI"}, False),
        (LATER | {"revisions.0+.row_id": "*", "revisions.0+.table_name": "quotes", "figures.0.area": "CRI"}, False),
    ],
)
def test_a_corrected_cell_holds_the_newest_value(cells: dict[str, str], good: bool, package: Package) -> None:
    found = set(_rules(package, cells)) - {"revised-row"}
    assert found == (set() if good else {"newest-value"})


@pytest.mark.parametrize(
    ("whole", "good"),
    [
        ('{"figure_id":"fig-000000","value":"7"}', True),
        ('{"figure_id":"fig-000000","value":7}', False),
        ('{"figure_id":"fig-000000","value":""}', False),
        ('{"value":"7","figure_id":"fig-000000"}', False),
        ('{"figure_id":"fig-000001"}', False),
        ('{"figure_id":"fig-000000"', False),
        ("{}", False),
        ('{"a":' * 3000, False),
    ],
)
def test_a_row_that_left_is_kept_whole(whole: str, good: bool, package: Package) -> None:
    assert _rules(package, RETRACTED | {"revisions.0+.old_value": whole}) == ([] if good else ["whole-row"])


@pytest.mark.parametrize(
    ("action", "replaced_by", "rules"),
    [
        ("retracted", "", []),
        ("retracted", "fig-8h3n1p", []),
        ("retracted", "quo-3f8d0z", []),
        ("retracted", "example-news", []),
        ("split", "fig-8h3n1p", []),
        ("merged", "fig-8h3n1p", []),
        ("merged", "", ["replacement"]),
        ("merged", "fig-000000", ["replacement"]),
        ("merged", "fig-000001", ["replaced-by"]),
        ("merged", "rev-2w7e5r", ["replaced-by"]),
    ],
)
def test_what_replaces_a_row(action: str, replaced_by: str, rules: list[str], package: Package) -> None:
    whole = {"revisions.0+.old_value": '{"figure_id":"fig-000000"}'}
    cells = {"revisions.0+.action": action, "revisions.0+.replaced_by": replaced_by}
    assert _rules(package, RETRACTED | whole | cells) == rules
