"""Which versions there are, for programs: the latest as JSON, and all of them as feeds in Atom and JSON Feed 1.1.

They are made from the changelog, for a release (beside its other metadata) and for its site, which adds links to its
pages. An entry has the same id in both, so that a reader who follows both sees it once. Without an address of the dataset
they hold no link to it, since none is made up.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from deportation_goal.package.facts import DatasetFacts
from deportation_goal.release.archive import SUMS, hash_file, zip_name
from deportation_goal.release.changelog import VersionNews

_NO_XML: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""
_ATOM: Final = "http://www.w3.org/2005/Atom"
_JSON_FEED: Final = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True)
class FeedLinks:
    """Where the links of a feed lead.

    Attributes:
        home: Address of the page of the dataset, empty if it has none.
        feed: Address of the feed itself, empty if nobody knows it.
        versions: The page of each version that has one: an address, or a path beside the feed.
    """

    home: str = ""
    feed: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)


def latest_document(facts: DatasetFacts, versions: Sequence[VersionNews]) -> dict[str, Any]:
    """Return what a program that looks for updates asks: version, day, files, and whether it breaks something."""
    zipped = zip_name(facts.version)
    news = next((one for one in versions if one.version == facts.version), None)
    document = {
        "name": facts.name,
        "title": facts.title,
        "version": facts.version,
        "schema_version": facts.version.partition(".")[0],
        "date": facts.date,
        "breaking": news.is_breaking if news else None,
        "zip": zipped,
        # A zip cannot hold its own hash.
        "zip_hash_file": hash_file(Path(zipped)).name,
        "checksums": SUMS,
        "homepage": facts.homepage,
        "doi": facts.doi,
    }
    return {member: value for member, value in document.items() if value not in ("", None)}


def json_feed(facts: DatasetFacts, versions: Sequence[VersionNews], links: FeedLinks) -> dict[str, Any]:
    """Return the versions as a JSON Feed 1.1."""
    feed = {
        "version": _JSON_FEED,
        "title": facts.title,
        "description": facts.description,
        "home_page_url": links.home,
        "feed_url": links.feed,
        "language": "en",
        "authors": [{"name": creator.name} for creator in facts.creators],
        "items": [_item(facts, one, links) for one in versions],
    }
    return {member: value for member, value in feed.items() if value or member == "items"}


def _item(facts: DatasetFacts, one: VersionNews, links: FeedLinks) -> dict[str, Any]:
    item = {
        "id": _id(facts, one.version),
        "url": links.versions.get(one.version),
        "title": _title(facts, one),
        "date_published": _moment(one.date),
        "content_text": one.text or _title(facts, one),
        "tags": ["breaking"] if one.is_breaking else [],
    }
    return {member: value for member, value in item.items() if value}


def atom_feed(facts: DatasetFacts, versions: Sequence[VersionNews], links: FeedLinks) -> bytes:
    """Return the versions as an Atom feed (RFC 4287)."""
    feed = ElementTree.Element("feed", xmlns=_ATOM)

    def add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
        element = ElementTree.SubElement(parent, name, attributes)
        element.text = _NO_XML.sub("", text) or None
        return element

    add(feed, "id", _id(facts, ""))
    add(feed, "title", facts.title)
    add(feed, "updated", _moment(versions[0].date if versions else facts.date))
    for creator in facts.creators:
        add(add(feed, "author"), "name", creator.name)
    for rel, address in (("alternate", links.home), ("self", links.feed)):
        if address:
            add(feed, "link", rel=rel, href=address)
    for one in versions:
        entry = add(feed, "entry")
        add(entry, "id", _id(facts, one.version))
        add(entry, "title", _title(facts, one))
        add(entry, "updated", _moment(one.date))
        if page := links.versions.get(one.version):
            add(entry, "link", rel="alternate", href=page)
        if one.is_breaking:
            add(entry, "category", term="breaking")
        add(entry, "content", one.text or _title(facts, one), type="text")
    ElementTree.indent(feed)
    text = ElementTree.tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _id(facts: DatasetFacts, version: str) -> str:
    """Return an address that is nobody's and always the same (RFC 4122, version 5)."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{facts.name}/{version}").urn


def _title(facts: DatasetFacts, one: VersionNews) -> str:
    return f"{facts.name} {one.version}"


def _moment(day: str) -> str:
    """Return the beginning of a day (ISO 8601) as feeds write a time (RFC 3339)."""
    return f"{day}T00:00:00Z"
