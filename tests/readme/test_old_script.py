"""A script that was written for 1.0.0 runs on the tables of today: load, filter, join, and a choice of periods."""

from __future__ import annotations

import pytest

import deportation_goal

SCRIPT = """
import deportation_goal as dg

figures = dg.load("figures")
goal = figures[figures["indicator_id"] == "removals-goal"]
exact = goal[goal["qualifier"] == "exact"][["figure_id", "period", "value", "value_text", "source_id"]]
sources = dg.load("sources")[["source_id", "publisher", "published"]]
joined = exact.merge(sources, on="source_id").merge(
    dg.load("agents")[["agent_id", "name"]], left_on="publisher", right_on="agent_id"
)
of_2025 = figures[figures["period"].str.startswith("2025", na=False)]
verdicts = dg.agreement("removals-goal")[["indicator", "verdict", "n_sources", "common_low", "common_high"]]
chain = dg.lineage(goal["figure_id"].iloc[0])
columns = dg.describe("figures")
"""


@pytest.mark.slow
def test_a_script_of_1_0_0_runs() -> None:
    names: dict[str, object] = {}
    exec(SCRIPT, names)  # noqa: S102 - our own
    for name in ("goal", "joined", "of_2025", "verdicts", "chain", "columns"):
        assert len(names[name]) > 0, name  # type: ignore[arg-type]
    assert set(deportation_goal.load("changes")["change"].dropna()) <= {"changed", "retracted", "computed"}
