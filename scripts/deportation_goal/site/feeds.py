"""What is new as feeds: Atom (RFC 4287) and JSON Feed 1.1, an entry a release."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from deportation_goal.package.facts import DatasetFacts
from deportation_goal.release.metadata.version_feeds import VersionNews, moment
from deportation_goal.site.site_templates import Page, Renderer


def page_of_release(release: VersionNews) -> str:
    """Return the path of the page of a release."""
    return f"releases/{release.version}.html"


def feed_files(releases: Sequence[VersionNews], renderer: Renderer) -> Iterator[Page]:
    """Yield both feeds; their links are relative where nobody knows the address of the site.

    Args:
        releases: The newest first.
        renderer: What makes the pages.
    """
    facts = renderer.model.facts
    entries = [
        (release, page_of_release(release), _name(facts, release.version), moment(release.date), _summary(release))
        for release in releases
    ]
    yield renderer.page("feed.atom", "feed.atom", entries=entries, name=_name(facts))
    yield "feed.json", _json_feed(releases, facts, renderer.base).encode()


def _name(facts: DatasetFacts, ending: str = "") -> str:
    """Return a name that never changes, whatever the address of the site (RFC 4151)."""
    return f"tag:{facts.name},2026:{ending or 'releases'}"


def _summary(release: VersionNews) -> str:
    lines = [line for line in release.text.splitlines() if line.strip()]
    return " ".join(lines[:6])[:600]


def _json_feed(releases: Sequence[VersionNews], facts: DatasetFacts, base: str) -> str:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": facts.title,
        **({"home_page_url": base, "feed_url": f"{base}feed.json"} if base else {}),
        "items": [
            {
                "id": _name(facts, release.version),
                "url": base + page_of_release(release),
                "title": f"Version {release.version}",
                "content_text": _summary(release) or f"Version {release.version}",
                "date_published": moment(release.date),
            }
            for release in releases
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
