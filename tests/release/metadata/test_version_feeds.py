"""metadata/latest.json and the feeds of versions: they say what the changelog says, and hold no address that is not given."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

import pytest

from deportation_goal.package.facts import dataset_facts
from deportation_goal.release.changelog import released_versions, version_block
from deportation_goal.release.metadata.version_feeds import atom_feed, json_feed, latest_document, versions_in
from support import REPOSITORY

CHANGELOG = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")


def parsed(feed: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(feed)  # noqa: S314  our own


ATOM = {"a": "http://www.w3.org/2005/Atom"}


def test_the_versions_are_those_of_the_changelog_with_its_words() -> None:
    versions = versions_in(CHANGELOG)
    assert [one.version for one in versions] == released_versions(CHANGELOG)
    assert [one.text for one in versions] == [version_block(CHANGELOG, one.version) for one in versions]


@pytest.mark.parametrize(
    ("block", "breaking"),
    [
        ("### What breaks\n\n- New columns.\n", True),
        ("### What breaks\n\nNothing: queries give the same rows.\n", False),
        ("### What is new\n\n- A row.\n", False),
    ],
)
def test_a_version_breaks_something_if_its_block_names_it(block: str, breaking: bool) -> None:
    (version,) = versions_in(f"# Changelog\n\n## Unreleased\n\n- More.\n\n## 2.0.0 (2026-12-01)\n\n{block}")
    assert (version.version, version.date, version.is_breaking) == ("2.0.0", "2026-12-01", breaking)


def test_the_latest_names_version_day_and_files(descriptor: dict[str, Any], published: Mapping[str, Any]) -> None:
    changelog = "## 2.0.0 (2026-12-01)\n\n### What breaks\n\n- New columns.\n"
    descriptor |= {"version": "2.0.0", "created": "2026-12-01T02:40:00Z"}
    document = latest_document(dataset_facts(descriptor), versions_in(changelog))
    assert document == {
        "name": "deportation-goal",
        "title": descriptor["title"],
        "version": "2.0.0",
        "schema_version": "2",
        "date": "2026-12-01",
        "breaking": True,
        "zip": "deportation-goal-2.0.0.zip",
        "zip_hash_file": "deportation-goal-2.0.0.zip.sha256",
        "checksums": "SHA256SUMS",
    }
    assert latest_document(dataset_facts(published), ())["homepage"] == "https://example.org/goal"


def test_the_json_feed_has_what_version_1_1_requires(descriptor: dict[str, Any]) -> None:
    feed = json.loads(json.dumps(json_feed(dataset_facts(descriptor), versions_in(CHANGELOG))))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert "home_page_url" not in feed
    ids = [item["id"] for item in feed["items"]]
    assert len(set(ids)) == len(ids) == len(released_versions(CHANGELOG))
    assert all(item["content_text"] and item["date_published"].endswith("T00:00:00Z") for item in feed["items"])


def test_the_atom_feed_has_what_rfc_4287_requires(descriptor: dict[str, Any], published: Mapping[str, Any]) -> None:
    feed = parsed(atom_feed(dataset_facts(descriptor), versions_in(CHANGELOG)))
    assert [feed.findall(f"a:{name}", ATOM) != [] for name in ("id", "title", "updated", "author")] == [True] * 4
    entries = feed.findall("a:entry", ATOM)
    assert len(entries) == len(released_versions(CHANGELOG))
    for entry, version in zip(entries, versions_in(CHANGELOG), strict=True):
        assert [len(entry.findall(f"a:{name}", ATOM)) for name in ("id", "title", "updated", "content")] == [1] * 4
        assert entry.findtext("a:content", namespaces=ATOM) == version.text
        assert str(entry.findtext("a:id", namespaces=ATOM)).startswith("urn:uuid:")
    assert feed.findall("a:link", ATOM) == []
    with_address = parsed(atom_feed(dataset_facts(published), ()))
    assert [link.get("href") for link in with_address.findall("a:link", ATOM)] == ["https://example.org/goal"]


def test_a_sign_that_xml_cannot_hold_is_left_out(descriptor: dict[str, Any]) -> None:
    versions = versions_in("## 2.0.0 (2026-12-01)\n\nA\x0bB <b> &amp;\n")
    feed = parsed(atom_feed(dataset_facts(descriptor), versions))
    assert feed.findtext("a:entry/a:content", namespaces=ATOM) == "AB <b> &amp;"
