"""metadata/latest.json and the feeds of versions: valid, with the words of the changelog and no address that is not given."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from deportation_goal.package.facts import dataset_facts
from deportation_goal.release.changelog import released_versions, version_block, versions_in
from deportation_goal.release.metadata.version_feeds import FeedLinks, atom_feed, json_feed, latest_document
from support import REPOSITORY

CHANGELOG: Final = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
VERSIONS: Final = versions_in(CHANGELOG)
NO_LINKS: Final = FeedLinks()
SITE: Final = FeedLinks(
    "https://example.org/",
    "https://example.org/feed",
    {one.version: f"releases/{one.version}.html" for one in VERSIONS},
)
ATOM: Final = {"a": "http://www.w3.org/2005/Atom"}

_TEXT: Final = {"type": "string", "minLength": 1}
_ADDRESS: Final = {"type": "string", "pattern": "^https://"}
_MOMENT: Final = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}
_ITEM: Final = {
    "type": "object",
    "required": ["id", "content_text"],
    "properties": {
        **dict.fromkeys(("id", "url", "title", "content_text", "summary"), _TEXT),
        "date_published": _MOMENT,
        "tags": {"type": "array", "items": _TEXT},
    },
    "additionalProperties": False,
}
JSON_FEED: Final = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        **dict.fromkeys(("title", "description"), _TEXT),
        "home_page_url": _ADDRESS,
        "feed_url": _ADDRESS,
        "language": {"type": "string", "pattern": "^[a-z]{2}$"},
        "authors": {"type": "array", "items": {"type": "object", "required": ["name"]}},
        "items": {"type": "array", "items": _ITEM},
    },
    "additionalProperties": False,
}
"""What the text of JSON Feed 1.1 says of the members that we write: it has no official schema."""


@cache
def grammar() -> etree.RelaxNG:
    """Return the grammar of Atom (RFC 4287, appendix B)."""
    return etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))


def parsed(feed: bytes) -> Any:
    return etree.fromstring(feed)


def atom_errors(feed: bytes) -> list[str]:
    """Return what is wrong with an Atom feed by the grammar, and by the rules beside it."""
    found = parsed(feed)
    errors = [] if grammar().validate(found) else [str(error) for error in grammar().error_log]
    if not found.findall("a:author", ATOM):
        errors += [
            "an entry without an author"
            for entry in found.findall("a:entry", ATOM)
            if not entry.findall("a:author", ATOM)
        ]
    for entry in found.findall("a:entry", ATOM):
        if not (entry.findall("a:content", ATOM) or entry.findall("a:link[@rel='alternate']", ATOM)):
            errors.append("an entry with neither content nor page")
    return errors


def json_errors(feed: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(JSON_FEED).iter_errors(feed)]


def test_the_versions_are_those_of_the_changelog_with_its_words() -> None:
    assert [one.version for one in VERSIONS] == released_versions(CHANGELOG)
    assert [one.text for one in VERSIONS] == [version_block(CHANGELOG, one.version) for one in VERSIONS]


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


@pytest.mark.parametrize("links", [NO_LINKS, SITE], ids=["release", "site"])
@pytest.mark.parametrize("versions", [VERSIONS, ()], ids=["versions", "none"])
def test_both_feeds_are_valid(links: FeedLinks, versions: Any, descriptor: dict[str, Any]) -> None:
    facts = dataset_facts(descriptor)
    assert atom_errors(atom_feed(facts, versions, links)) == []
    assert json_errors(json_feed(facts, versions, links)) == []


def test_the_validators_refuse_what_is_wrong(descriptor: dict[str, Any]) -> None:
    facts = dataset_facts(descriptor)
    atom = atom_feed(facts, VERSIONS, SITE)
    for right, wrong in (
        (b"T00:00:00Z", b""),
        (b' term="', b' name="'),
        (b"updated>", b"changed>"),
        (b"author>", b"writer>"),
    ):
        assert right in atom
        assert atom_errors(atom.replace(right, wrong)) != []
    feed = json_feed(facts, VERSIONS, SITE)
    assert json_errors({**feed, "version": "1.1"}) != []
    assert json_errors({**feed, "items": [{**feed["items"][0], "date_published": "2026-12-01"}]}) != []


def test_both_feeds_are_equal_to_the_changelog_and_have_the_same_ids(descriptor: dict[str, Any]) -> None:
    facts = dataset_facts(descriptor)
    told = [(f"deportation-goal {one.version}", f"{one.date}T00:00:00Z", one.text) for one in VERSIONS]
    ids = set()
    for links in (NO_LINKS, SITE):
        items = json_feed(facts, VERSIONS, links)["items"]
        assert [(item["title"], item["date_published"], item["content_text"]) for item in items] == told
        entries = parsed(atom_feed(facts, VERSIONS, links)).findall("a:entry", ATOM)
        names = ("title", "updated", "content")
        assert [tuple(entry.findtext(f"a:{name}", namespaces=ATOM) for name in names) for entry in entries] == told
        breaking = [entry.find("a:category", ATOM) is not None for entry in entries]
        assert (
            breaking == ["breaking" in item.get("tags", ()) for item in items] == [one.is_breaking for one in VERSIONS]
        )
        ids.add(tuple(item["id"] for item in items))
        ids.add(tuple(entry.findtext("a:id", namespaces=ATOM) for entry in entries))
    (same,) = ids
    assert len(set(same)) == len(VERSIONS)
    assert all(name.startswith("urn:uuid:") for name in same)


def test_a_feed_holds_the_addresses_that_are_given_and_no_other(descriptor: dict[str, Any]) -> None:
    facts = dataset_facts(descriptor)
    assert parsed(atom_feed(facts, VERSIONS, NO_LINKS)).findall(".//a:link", ATOM) == []
    assert json_feed(facts, VERSIONS, NO_LINKS).keys().isdisjoint({"home_page_url", "feed_url"})
    atom = parsed(atom_feed(facts, VERSIONS, SITE))
    pages = list(SITE.versions.values())
    assert [link.get("href") for link in atom.findall(".//a:link", ATOM)] == [SITE.home, SITE.feed, *pages]
    feed = json_feed(facts, VERSIONS, SITE)
    assert (feed["home_page_url"], feed["feed_url"]) == (SITE.home, SITE.feed)
    assert [item["url"] for item in feed["items"]] == pages


def test_a_sign_that_xml_cannot_hold_is_left_out(descriptor: dict[str, Any]) -> None:
    versions = versions_in("## 2.0.0 (2026-12-01)\n\nA\x0bB <b> &amp;\n")
    feed = parsed(atom_feed(dataset_facts(descriptor), versions, NO_LINKS))
    assert feed.findtext("a:entry/a:content", namespaces=ATOM) == "AB <b> &amp;"
