"""Reads pages as a browser would: their links, ids, attributes and the data that they carry."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit


@dataclass
class ReadPage(HTMLParser):
    """What a page holds.

    Attributes:
        links: Where its links lead.
        loads: What it loads: scripts, style sheets, pictures, frames.
        ids: The ids of its elements, in order.
        attributes: Tag, name and value of every attribute.
        text: What is between the tags.
        data: The texts of its JSON-LD.
        unclosed: Elements that were not closed.
    """

    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    in_data: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.attributes += [(tag, name, value) for name, value in given.items()]
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "link" and given.get("rel") == "stylesheet":
            self.loads.append(given["href"])
        if "src" in given:
            self.loads.append(given["src"])
        self.in_data = tag == "script" and given.get("type") == "application/ld+json"
        if tag not in _VOID:
            self.unclosed.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.unclosed.pop()

    def handle_endtag(self, tag: str) -> None:
        self.in_data = False
        while self.unclosed and self.unclosed[-1] != tag and self.unclosed[-1] in _ENDS_BY_ITSELF:
            self.unclosed.pop()
        if self.unclosed and self.unclosed[-1] == tag:
            self.unclosed.pop()
        else:
            self.problems.append(f"</{tag}> closes nothing: {self.unclosed[-3:]}")

    def handle_data(self, data: str) -> None:
        (self.data if self.in_data else self.text).append(data)


_ENDS_BY_ITSELF = frozenset({"html", "p", "li", "dt", "dd", "tbody", "thead", "tr", "th", "td"})
"""Elements whose end tag HTML lets a page leave out."""

_VOID = frozenset({"meta", "link", "br", "img", "input", "hr", "col", "base"})


def read(content: bytes) -> ReadPage:
    """Return what a page holds."""
    page = ReadPage()
    page.feed(content.decode())
    page.close()
    page.unclosed = [tag for tag in page.unclosed if tag not in _ENDS_BY_ITSELF]
    return page


def target(path: str, link: str) -> tuple[str, str]:
    """Return where a relative link of a page leads: path and anchor; the path is empty for one to another site."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return "", ""
    found = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path))) if parts.path else path
    return found, unquote(parts.fragment)


def dead_links(pages: Mapping[str, ReadPage], files: Mapping[str, object]) -> list[str]:
    """Return the links and loaded files of pages that lead nowhere in the site."""
    dead = []
    for path, page in pages.items():
        for link in (*page.links, *page.loads):
            found, anchor = target(path, link)
            if found and (found not in files or (anchor and found in pages and anchor not in pages[found].ids)):
                dead.append(f"{path}: {link}")
    return dead
