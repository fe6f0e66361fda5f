"""What is new as feeds: Atom (RFC 4287) and JSON Feed 1.1, an entry a release."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from deportation_goal.package.facts import DatasetFacts
from deportation_goal.site.site_templates import Page


@dataclass(frozen=True)
class NewRelease:
    """A release as the changelog tells of it.

    Attributes:
        version: Its version (SemVer).
        date: Its day (ISO 8601).
        text: What is new in it (Markdown).
    """

    version: str
    date: str
    text: str

    @property
    def path(self) -> str:
        """The path of its page."""
        return f"releases/{self.version}.html"


def feed_files(releases: Sequence[NewRelease], facts: DatasetFacts, base: str) -> Iterator[Page]:
    """Yield both feeds.

    Args:
        releases: The newest first.
        facts: What is true of the dataset.
        base: Address of the site; links are relative where it is not known.
    """
    yield "feed.atom", _atom(releases, facts, base).encode()
    yield "feed.json", _json_feed(releases, facts, base).encode()


def _name(facts: DatasetFacts, ending: str = "") -> str:
    """Return a name that never changes, whatever the address of the site (RFC 4151)."""
    return f"tag:{facts.name},2026:{ending or 'releases'}"


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"


def _summary(release: NewRelease) -> str:
    lines = [line for line in release.text.splitlines() if line.strip()]
    return " ".join(lines[:6])[:600]


def _atom(releases: Sequence[NewRelease], facts: DatasetFacts, base: str) -> str:
    author = escape(facts.publisher)
    entries = "".join(
        f"<entry><id>{_name(facts, release.version)}</id><title>Version {release.version}</title>"
        f"<updated>{_moment(release.date)}</updated><link href={quoteattr(base + release.path)}/>"
        f"<summary>{escape(_summary(release))}</summary></entry>\n"
        for release in releases
    )
    own = f'<link rel="self" href={quoteattr(base + "feed.atom")}/>\n' if base else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<id>{_name(facts)}</id><title>{escape(facts.title)}</title><updated>{facts.created}</updated>\n"
        f"<author><name>{author}</name></author>\n{own}{entries}</feed>\n"
    )


def _json_feed(releases: Sequence[NewRelease], facts: DatasetFacts, base: str) -> str:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": facts.title,
        **({"home_page_url": base, "feed_url": f"{base}feed.json"} if base else {}),
        "items": [
            {
                "id": _name(facts, release.version),
                "url": base + release.path,
                "title": f"Version {release.version}",
                "content_text": _summary(release) or f"Version {release.version}",
                "date_published": _moment(release.date),
            }
            for release in releases
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
