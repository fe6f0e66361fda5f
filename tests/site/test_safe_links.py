"""What a page may link to, and text in which nothing is hidden."""

from __future__ import annotations

import pytest

from deportation_goal.site.safe_links import root_of, runs_leftwards, safe_address, shown
from made_sites import ADDRESSES


@pytest.mark.parametrize("address", [*ADDRESSES, "", "mailto:a@example.org", "example.org", "https://"])
def test_anything_but_an_address_of_the_web_is_refused(address: str) -> None:
    assert safe_address(address) == ""


@pytest.mark.parametrize("address", ["https://example.org/a?b=c#d", "http://example.org", "HTTPS://EXAMPLE.ORG/"])
def test_addresses_of_the_web_stay_as_they_are(address: str) -> None:
    assert safe_address(f" {address} ") == address


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("plain", "plain"),
        ("a\u202eb", "a\\u202eb"),
        ("a\u0007b", "a\\u0007b"),
        ("a\u00a0b\u2009c", "a b c"),
        ("می\u200cشود", "می\u200cشود"),
        ("שלום\u200f!", "שלום\u200f!"),
        ("one\ntwo", "one\ntwo"),
    ],
)
def test_nothing_in_a_text_is_hidden(text: str, seen: str) -> None:
    assert shown(text) == seen


def test_the_way_to_the_folder_of_the_site() -> None:
    assert [root_of(path) for path in ("index.html", "s/a.html", "a/b/c.html")] == ["", "../", "../../"]


@pytest.mark.parametrize(
    ("text", "leftwards"),
    [("plain", False), ("déjà — 39,000", False), ("הארץ", True), ("The صحيفة", True), ("٣٩", True)],
)
def test_a_text_that_runs_leftwards_is_known(text: str, *, leftwards: bool) -> None:
    assert runs_leftwards(text) is leftwards
