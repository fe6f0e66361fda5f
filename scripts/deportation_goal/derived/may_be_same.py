"""may_be_same: comparisons that may be of one count, such as a fiscal year printed as a calendar year."""

from __future__ import annotations

from deportation_goal.derived.joined import Joined
from deportation_goal.statements.perhaps_the_same import perhaps_the_same
from deportation_goal.table_files import Row


def may_be_same(joined: Joined) -> list[Row]:
    """Return one row for each pair of comparisons; each pair is there once in each order."""
    comparisons = {comparison.comparison_id: comparison for comparison in joined.comparisons}
    return [
        {
            "pair": f"{comparison_id}:{other.comparison_id}",
            "indicator": comparisons[comparison_id].indicator["name"],
            "comparison_period": comparisons[comparison_id].key.period,
            "other_indicator": other.indicator["name"],
            "other_period": other.key.period,
            "comparison_id": comparison_id,
            "other_comparison_id": other.comparison_id,
        }
        for comparison_id, others in perhaps_the_same(
            joined.comparisons, joined.comparisons, joined.tables["indicators"]
        ).items()
        for other in others
    ]
