"""The time that the figures cover."""

from __future__ import annotations

import pytest

from deportation_goal.metadata.coverage import temporal_coverage


@pytest.mark.parametrize(
    ("periods", "covered"),
    [
        ([], ""),
        ([""], ""),
        (["2025"], "2025-01-01/2025-12-31"),
        (["2025-03", "", "2012", "2024-10/2025-09"], "2012-01-01/2025-09-30"),
        (["2015~/2025~"], "2015-01-01/2025-12-31"),
        (["2025-01-20/2026-01-19", "2004/.."], "2004-01-01/2026-01-19"),
        (["../2024-02"], ""),
        (["2030/..", "2025"], "2025-01-01/2030-01-01"),
    ],
)
def test_reaches_from_the_first_day_to_the_last(periods: list[str], covered: str) -> None:
    assert temporal_coverage({"period": period} for period in periods) == covered
