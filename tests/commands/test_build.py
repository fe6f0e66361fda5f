"""What `deportation-goal build` says; tests/release/test_build.py tests what it does."""

from __future__ import annotations

from deportation_goal.commands.build import part_read


def test_a_build_says_what_frictionless_has_not_read() -> None:
    assert part_read({"figures": 20_000, "quotes": 3}) == ""
    assert part_read({"figures": 20_001, "quotes": 3}) == " (of 1 table the first 20,000 rows)"
