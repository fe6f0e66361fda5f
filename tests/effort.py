"""How much the tests try: a little in seconds, more in `make test`, everything when there is all the time in the world.

HYPOTHESIS_PROFILE=quick is that of `make test-fast`; HYPOTHESIS_PROFILE=search, which a workflow runs once a week, makes
new examples, and many of them, and leaves nothing out where the others take a sample.
"""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from typing import Any, Final, TypeVar

import pytest
from hypothesis import HealthCheck, settings

PROFILE: Final = os.environ.get("HYPOTHESIS_PROFILE", "repeatable")
EVERYTHING: Final = PROFILE == "search"
_SHARES: Final = {"quick": 0.1, "repeatable": 1.0, "search": 20.0}
_USUAL: Final = 50
_FEWEST: Final = 5

# A shared machine is slow now and then: how long an example takes, or takes to be made, says nothing. The same examples
# every time keep a red run red.
_UNTIMED: Final = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

Of = TypeVar("Of")


def load_profile() -> None:
    """Give every property test the number of examples of this run."""
    for name, share in _SHARES.items():
        many = max(_FEWEST, round(_USUAL * share))
        settings.register_profile(name, _UNTIMED, derandomize=name != "search", max_examples=many)
    settings.load_profile(PROFILE)


def examples(number: int) -> settings:
    """Return the settings of a property test that makes so many examples in `make test`."""
    return settings(max_examples=max(_FEWEST, round(number * _SHARES[PROFILE])))


def in_the_whole_suite(*cases: Any) -> list[Any]:
    """Return further cases of a test that are left out in a fast run: a tuple for several parameters, else a value."""
    return [pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.slow) for case in cases]


def sample(of: Sequence[Of], number: int) -> list[Of]:
    """Return so many of some things, always the same ones and in their order; all of them in a search."""
    if EVERYTHING or number >= len(of):
        return list(of)
    return [of[place] for place in sorted(random.Random(number).sample(range(len(of)), number))]
