"""A release whose texts mean harm: in no page do they become markup, script, template or link."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from html_pages import ReadPage, read
from made_sites import ADDRESS, ADDRESSES, HARMFUL

TEMPLATES = Path(__file__).parents[2] / "scripts/deportation_goal/site/templates"


@pytest.fixture(scope="module")
def pages(harmful_files: Mapping[str, bytes]) -> dict[str, ReadPage]:
    return {path: read(content) for path, content in harmful_files.items() if path.endswith(".html")}


def test_the_texts_are_there(pages: dict[str, ReadPage]) -> None:
    every = "".join(text for page in pages.values() for text in page.text)
    for text in HARMFUL[:4]:
        assert text in every


def test_they_become_no_element_and_no_attribute(pages: dict[str, ReadPage]) -> None:
    for path, page in pages.items():
        assert page.problems == [] and page.unclosed == [], path
        assert not [name for _, name, _ in page.attributes if name.startswith("on")], path
        assert not [load for load in page.loads if load == "x"], path


def test_nothing_turns_the_text_around(harmful_files: Mapping[str, bytes]) -> None:
    for path, content in harmful_files.items():
        if path.endswith((".html", ".js")):
            assert not set("\u202e\u2066\u0007") & set(content.decode()), path


def test_only_addresses_of_the_web_become_links(pages: dict[str, ReadPage]) -> None:
    links = {link for page in pages.values() for link in page.links}
    assert not links & set(ADDRESSES)
    foreign = {link for link in links if ":" in link.split("/")[0]}
    assert foreign and all(link.startswith(("https://", "http://")) for link in foreign)
    assert any(link.startswith(ADDRESS) for link in links)


def test_data_in_pages_and_lists_still_parses(pages: dict[str, ReadPage], harmful_files: Mapping[str, bytes]) -> None:
    for page in pages.values():
        for text in page.data:
            json.loads(text)
    for path, content in harmful_files.items():
        if path.startswith("data/") and path.endswith(".js"):
            text = content.decode()
            assert "<" not in text
            json.loads(text.partition("(")[2].removesuffix(");\n"))


@pytest.mark.parametrize(
    "forbidden", ["|safe", "|safe ", "autoescape", " style=", " onclick", " onload", "javascript:"]
)
def test_templates_have_no_way_around(forbidden: str) -> None:
    assert [
        path.name
        for path in TEMPLATES.glob("*.html")
        if forbidden in path.read_text(encoding="utf-8").replace("safe_address", "")
    ] == []
