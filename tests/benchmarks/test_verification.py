"""The measuring of evidence: small, and with every locator found."""

from __future__ import annotations

import pytest
from benchmarks.verification import verification


@pytest.mark.slow
def test_a_small_run_finds_every_locator() -> None:
    text = verification(texts=5, each=3, repeats=1)
    assert "15 locators over 5 shifted texts" in text
    assert "one full slide" in text
