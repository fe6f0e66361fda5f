"""Which versions there are, for programs: the latest as JSON, and all of them as feeds in Atom and JSON Feed 1.1.

They are made from the changelog. Without an address of the dataset they hold no link, since none is made up.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.etree import ElementTree

from deportation_goal.package.facts import DatasetFacts

_HEADING: Final = re.compile(r"(?m)^## (?P<version>\d+\.\d+\.\d+) \((?P<date>\d{4}-\d{2}-\d{2})\) *$")
_BREAKS: Final = re.compile(r"(?m)^### What breaks\n+(?P<first>.*)")
_NO_XML: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""
_ATOM: Final = "http://www.w3.org/2005/Atom"
_JSON_FEED: Final = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True)
class VersionNews:
    """A version in the changelog.

    Attributes:
        version: The version (SemVer).
        date: Its day (ISO 8601).
        text: What the changelog says of it, in Markdown.
    """

    version: str
    date: str
    text: str

    @property
    def is_breaking(self) -> bool:
        """Whether a query of the version before may have to be changed."""
        found = _BREAKS.search(self.text)
        return bool(found) and found["first"].startswith("-")  # type: ignore[index]


def versions_in(changelog: str) -> tuple[VersionNews, ...]:
    """Return the versions that a changelog has, the newest first."""
    found = list(_HEADING.finditer(changelog))
    ends = [match.start() for match in found[1:]] + [len(changelog)]
    return tuple(
        VersionNews(match["version"], match["date"], changelog[match.end() : end].strip())
        for match, end in zip(found, ends, strict=False)
    )


def latest_document(facts: DatasetFacts, versions: Sequence[VersionNews]) -> dict[str, Any]:
    """Return what a program that looks for updates asks: version, day, files, and whether it breaks something."""
    zipped = f"{facts.name}-{facts.version}.zip"
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
        "zip_hash_file": f"{zipped}.sha256",
        "checksums": "SHA256SUMS",
        "homepage": facts.homepage,
        "doi": facts.doi,
    }
    return {member: value for member, value in document.items() if value not in ("", None)}


def json_feed(facts: DatasetFacts, versions: Sequence[VersionNews]) -> dict[str, Any]:
    """Return the versions as a JSON Feed 1.1."""
    feed = {
        "version": _JSON_FEED,
        "title": facts.title,
        "description": facts.description,
        "home_page_url": facts.homepage,
        "language": "en",
        "authors": [{"name": creator.name} for creator in facts.creators],
        "items": [
            {
                "id": _id(facts, one.version),
                "title": f"{facts.name} {one.version}",
                "date_published": moment(one.date),
                "content_text": one.text,
                "tags": ["breaking"] if one.is_breaking else [],
            }
            for one in versions
        ],
    }
    return {member: value for member, value in feed.items() if value}


def atom_feed(facts: DatasetFacts, versions: Sequence[VersionNews]) -> bytes:
    """Return the versions as an Atom feed (RFC 4287)."""
    feed = ElementTree.Element("feed", xmlns=_ATOM)

    def add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
        element = ElementTree.SubElement(parent, name, attributes)
        element.text = _NO_XML.sub("", text) or None
        return element

    add(feed, "id", _id(facts, ""))
    add(feed, "title", facts.title)
    add(feed, "updated", moment(versions[0].date if versions else facts.date))
    for creator in facts.creators:
        add(add(feed, "author"), "name", creator.name)
    if facts.homepage:
        add(feed, "link", rel="alternate", href=facts.homepage)
    for one in versions:
        entry = add(feed, "entry")
        add(entry, "id", _id(facts, one.version))
        add(entry, "title", f"{facts.name} {one.version}")
        add(entry, "updated", moment(one.date))
        if one.is_breaking:
            add(entry, "category", term="breaking")
        add(entry, "content", one.text, type="text")
    ElementTree.indent(feed)
    text = ElementTree.tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _id(facts: DatasetFacts, version: str) -> str:
    """Return an address that is nobody's and always the same (RFC 4122, version 5)."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{facts.name}/{version}").urn


def moment(day: str) -> str:
    """Return the beginning of a day (ISO 8601) as feeds write a time (RFC 3339)."""
    return f"{day}T00:00:00Z"
