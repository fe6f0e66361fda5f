"""The check of a large table beside a peer, in one run: a change that makes it much slower is seen on any machine."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from benchmarks.catalogue import CASES, REPOSITORY
from benchmarks.generate import generate
from benchmarks.measure import measure

_ROWS: Final = 30_000
_TIMES_FASTER: Final = 2.4
"""How many times less processor time our check with all rules takes than pandas and pandera with the Table Schemas alone."""


@pytest.mark.slow
def test_the_check_has_not_lost_a_third_of_its_lead(tmp_path: Path) -> None:
    generate(tmp_path / "package", _ROWS)
    cases = {case.name: case for case in CASES}
    best = {
        name: min(
            measure(cases[name].command(tmp_path / "package"), REPOSITORY, 600).processor_seconds for _ in range(2)
        )
        for name in ("check", "pandera")
    }
    assert best["pandera"] / best["check"] > _TIMES_FASTER * 2 / 3, best
