"""Numbers inside quoted words, and who said them."""

from __future__ import annotations

import pytest

from deportation_goal.package.descriptor import Package
from support import changed, check_example

_SAME_EXCERPT = {
    "quotes.1.evidence_start": "600",
    "quotes.1.evidence_end": "700",
    "quotes.1.evidence_sha256": "7c" * 32,
}


def _found(package: Package, changes: dict[str, str]) -> list[str]:
    findings = check_example(package, changed(changes)).findings
    return [finding.message for finding in findings if finding.rule == "figure-in-quote"]


@pytest.mark.parametrize("text", ["1,000 deportations", "the 1,000 deportations, and more"])
def test_a_number_inside_quoted_words_has_their_speaker(text: str, package: Package) -> None:
    assert _found(package, {**_SAME_EXCERPT, "quotes.1.text": text}) != []


@pytest.mark.parametrize("text", ["11,000 deportations", "1,000 deportationsx", "a thousand"])
def test_other_words_and_parts_of_longer_words_do_not_count(text: str, package: Package) -> None:
    assert _found(package, {**_SAME_EXCERPT, "quotes.1.text": text}) == []


def test_a_quote_of_another_excerpt_does_not_count(package: Package) -> None:
    assert _found(package, {"quotes.1.text": "1,000 deportations"}) == []
