"""Pages about the release itself: download, what is new, one a version, method, dictionary, quality."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from deportation_goal.package.facts import citation_sentence
from deportation_goal.release.changelog import CHANGELOG, VersionNews, versions_in
from deportation_goal.release.metadata.citation import bibtex
from deportation_goal.release.metadata.version_feeds import FeedLinks, atom_feed, json_feed
from deportation_goal.site.json_ld import dataset_document
from deportation_goal.site.markdown_page import markdown_html
from deportation_goal.site.site_model import SiteModel
from deportation_goal.site.site_templates import Page, Renderer
from deportation_goal.table_files import Row
from deportation_goal.table_files.revision_rows import RETIRING

DOCUMENTS: Final = {
    "docs/method.md": ("method.html", "How it was made"),
    "docs/dictionary.md": ("dictionary.html", "Data dictionary"),
    "docs/quality.md": ("quality.html", "How good it is"),
    "docs/rules.md": ("rules.html", "The rules of the check"),
    "docs/questions.md": ("questions.html", "Seven questions"),
    "docs/formats.md": ("formats.html", "Formats"),
    "docs/tasks.md": ("tasks.html", "Three tasks in four tools"),
    "docs/upgrade.md": ("upgrade.html", "How to upgrade"),
    "docs/reproducibility.md": ("reproducibility.html", "Can it be reproduced"),
}
"""The documents of a release that are pages of the site: where, and with what title."""

NOT_FOUND: Final = "404.html"
"""What a host shows at an address that is not there."""
_MOST_CORRECTIONS: Final = 150
_MOST_NAMED: Final = 4
"""Rows that a correction of many names."""
_DOCS: Final = "docs/"


def release_pages(renderer: Renderer) -> Iterator[Page]:
    """Yield them, with the feeds."""
    model = renderer.model
    releases = list(_releases(model))
    yield renderer.page(
        "download.html",
        "download.html",
        files=[entry for entry in model.files if not entry.path.startswith("formats/jsonl/")],
        tables=[(name, schema, len(model.rows[name])) for name, schema in model.schemas.items()],
        citation=citation_sentence(model.facts),
        bibtex=bibtex(model.facts),
        dataset=dataset_document(model, renderer.base),
    )
    added = _added(model)
    yield _news(renderer, releases, added)
    for release in releases:
        yield _release(renderer, release, added.get(release.version, {}))
    pages = {path.removeprefix(_DOCS): place for path, place in DOCUMENTS.items()}
    for path, (page, title) in DOCUMENTS.items():
        if path in model.documents:
            html = markdown_html(model.documents[path], pages)
            yield renderer.page(page, "document.html", title=title, html=html)
    yield renderer.page("embed.html", "embed.html")
    yield renderer.page(NOT_FOUND, "not_found.html")
    yield from _feeds(renderer, releases)


def _page_of(release: VersionNews) -> str:
    return f"releases/{release.version}.html"


def _feeds(renderer: Renderer, releases: list[VersionNews]) -> Iterator[Page]:
    """Yield both feeds of versions. Where nobody knows the address of the site, links in the one of Atom are relative."""
    facts, base = renderer.model.facts, renderer.base
    home = base or facts.homepage
    pages = {release.version: base + _page_of(release) for release in releases}
    atom = FeedLinks(home, base and f"{base}feed.atom", pages)
    # JSON Feed has no relative addresses.
    json_links = FeedLinks(home, base and f"{base}feed.json", pages if base else {})
    yield "feed.atom", atom_feed(facts, releases, atom)
    yield (
        "feed.json",
        (json.dumps(json_feed(facts, releases, json_links), ensure_ascii=False, indent=1) + "\n").encode(),
    )


def _releases(model: SiteModel) -> Iterator[VersionNews]:
    """Yield the releases in the changelog, the newest first; the release of this site is always among them."""
    told = versions_in(model.documents.get(CHANGELOG, ""))
    facts = model.facts
    if all(release.version != facts.version for release in told):
        yield VersionNews(facts.version, facts.date, "")
    yield from told


def _news(renderer: Renderer, releases: list[VersionNews], added: Mapping[str, Mapping[str, int]]) -> Page:
    model = renderer.model
    return renderer.page(
        "news.html",
        "news.html",
        releases=[(release, _page_of(release)) for release in releases],
        added=added,
        corrections=corrections(model.rows["revisions"])[:_MOST_CORRECTIONS],
        n_revisions=len(model.rows["revisions"]),
        most=_MOST_NAMED,
    )


def corrections(revisions: Sequence[Row]) -> list[list[Row]]:
    """Return revisions in groups, each of one change for one reason on one day: latest day first, wording last in it."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in sorted(revisions, key=lambda row: row["revision_id"]):
        same = row["date"], row["table_name"], row["field"], row["action"], row["reason"]
        groups.setdefault(same, []).append(row)
    ordered = sorted(groups.values(), key=lambda rows: (rows[0]["action"] == "wording", -len(rows)))
    return sorted(ordered, key=lambda rows: rows[0]["date"], reverse=True)


def _release(renderer: Renderer, release: VersionNews, added: Mapping[str, int]) -> Page:
    model = renderer.model
    revised = [row for row in model.rows["revisions"] if row["version"] == release.version]
    return renderer.page(
        _page_of(release),
        "release.html",
        release=release,
        # The title of the version is the heading of the page, so the headings below it move up one level.
        html=markdown_html(re.sub(r"^#(?=##+ )", "", release.text, flags=re.MULTILINE), {}),
        added=added,
        corrected=sum(row["action"] not in RETIRING for row in revised),
        retired=sum(row["action"] in RETIRING for row in revised),
    )


def _added(model: SiteModel) -> dict[str, dict[str, int]]:
    """Return how many rows of each table each version brought."""
    found: dict[str, Counter[str]] = {}
    for name, schema in model.schemas.items():
        if "added_in" in schema.columns and not name.endswith("_flat"):
            for row in model.rows[name]:
                found.setdefault(row["added_in"], Counter())[name] += 1
    return {version: dict(counts) for version, counts in found.items() if version}


def search_engine_files(paths: Mapping[str, bytes], renderer: Renderer) -> Iterator[Page]:
    """Yield what search engines ask for: the list of pages (sitemaps.org) and what they may read, which is everything.

    Args:
        paths: The files of the site; pages that ask not to be listed are left out.
        renderer: What makes the pages, at a known address.
    """
    listed = sorted(
        path
        for path, content in paths.items()
        if path.endswith(".html") and path != NOT_FOUND and b'content="noindex"' not in content
    )
    yield renderer.page("sitemap.xml", "sitemap.xml", paths=listed)
    yield renderer.page("robots.txt", "robots.txt")
