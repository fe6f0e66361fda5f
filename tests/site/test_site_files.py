"""The whole site of the small example: links, ids, addresses, data in pages, the same bytes twice."""

from __future__ import annotations

import dataclasses
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import pytest

from deportation_goal.package.descriptor import load_package
from deportation_goal.site.list_pages import _differing
from deportation_goal.site.site_files import site_files
from deportation_goal.site.site_folder import site_model
from deportation_goal.site.site_model import FOLDERS, SiteModel, Statement
from html_pages import ReadPage, dead_links, read, target
from made_sites import ADDRESS

_WINDOWS = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


@pytest.fixture(scope="module")
def pages(files: Mapping[str, bytes]) -> dict[str, ReadPage]:
    return {path: read(content) for path, content in files.items() if path.endswith(".html")}


@pytest.fixture(scope="module")
def addressed(model: SiteModel) -> Mapping[str, bytes]:
    """The files of the site at an address, without documents."""
    return site_files(dataclasses.replace(model, documents={}), ADDRESS)


def test_every_link_leads_somewhere(pages: dict[str, ReadPage], files: Mapping[str, bytes]) -> None:
    assert dead_links(pages, files) == []


def test_links_name_files_and_not_folders(pages: dict[str, ReadPage]) -> None:
    for path, page in pages.items():
        for link in page.links:
            found, _ = target(path, link)
            assert not found or PurePosixPath(found).suffix, (path, link)


def test_markup_is_closed_and_ids_are_unique(pages: dict[str, ReadPage]) -> None:
    for path, page in pages.items():
        assert page.problems == [], path
        assert page.unclosed == [], path
        assert len(page.ids) == len(set(page.ids)), path


def test_nothing_is_loaded_from_elsewhere_and_nothing_is_inline(pages: dict[str, ReadPage]) -> None:
    for path, page in pages.items():
        assert not [load for load in page.loads if not target(path, load)[0]], path
        assert not [name for _, name, _ in page.attributes if name.startswith("on") or name == "style"], path
        policy = next(value for tag, name, value in page.attributes if tag == "meta" and "default-src" in value)
        assert "default-src 'none'" in policy and "unsafe" not in policy, path


def test_every_statement_is_reached_by_links_alone(pages: dict[str, ReadPage], model: SiteModel) -> None:
    seen, waiting = {"index.html"}, ["index.html"]
    while waiting:
        path = waiting.pop()
        for link in pages[path].links:
            found, _ = target(path, link)
            if found in pages and found not in seen:
                seen.add(found)
                waiting.append(found)
    assert {f"s/{row_id}.html" for row_id in model.statements} <= seen
    assert {f"sources/{source}.html" for source in model.sources} <= seen
    assert {f"indicators/{indicator}.html" for indicator in model.indicators} <= seen


def test_every_id_that_ever_was_has_its_page(files: Mapping[str, bytes], model: SiteModel) -> None:
    for table, folder in FOLDERS.items():
        if table == "areas":
            continue
        key = model.schemas[table].primary_key
        for row in model.rows[table]:
            assert f"{folder}/{row[key]}.html" in files
        for row in model.rows["changes"]:
            if row["table_name"] == table:
                assert f"{folder}/{row['row_id']}.html" in files


def test_addresses_work_on_every_system(files: Mapping[str, bytes]) -> None:
    assert len({path.lower() for path in files}) == len(files)
    for path in files:
        assert re.fullmatch(r"[A-Za-z0-9._/-]+", path), path
        assert not any(_WINDOWS.fullmatch(part) for part in path.split("/")), path


def test_data_in_pages_parses(pages: dict[str, ReadPage]) -> None:
    documents = [json.loads(text) for page in pages.values() for text in page.data]
    assert {document["@type"] for document in documents} >= {"Dataset", "Observation", "Quotation", "NewsArticle"}
    assert "ClaimReview" not in json.dumps(documents)


@pytest.mark.slow
def test_the_same_release_gives_the_same_bytes(files: Mapping[str, bytes], example_release: Path) -> None:
    assert site_files(site_model(load_package(example_release))) == files


def test_an_address_brings_canonical_links_a_sitemap_and_absolute_feeds(addressed: Mapping[str, bytes]) -> None:
    listed = re.findall("<loc>(.*?)</loc>", addressed["sitemap.xml"].decode())
    wanted = {
        ADDRESS + path
        for path, content in addressed.items()
        if path.endswith(".html") and path != "404.html" and b'content="noindex"' not in content
    }
    assert set(listed) == wanted and len(listed) == len(wanted)
    assert f'<link rel="canonical" href="{ADDRESS}figures.html">' in addressed["figures.html"].decode()
    assert f"Sitemap: {ADDRESS}sitemap.xml" in addressed["robots.txt"].decode()
    assert f"{ADDRESS}releases/" in addressed["feed.atom"].decode()
    assert all(item["url"].startswith(f"{ADDRESS}releases/") for item in json.loads(addressed["feed.json"])["items"])


def test_an_address_brings_cards_and_says_where_a_page_is(addressed: Mapping[str, bytes]) -> None:
    cards = {path for path in addressed if path.startswith("cards/")}
    assert "cards/goal.png" in cards
    assert all(addressed[card].startswith(b"\x89PNG\r\n") and len(addressed[card]) < 80_000 for card in cards)
    shown = set()
    for path, content in addressed.items():
        if not path.endswith(".html") or path == "embed/goal.html":
            continue
        page = read(content)
        (card,) = [value for _, _, value in page.attributes if re.fullmatch(f"{ADDRESS}cards/.*", value)]
        shown.add(card.removeprefix(ADDRESS))
        trails = [document for document in map(json.loads, page.data) if document["@type"] == "BreadcrumbList"]
        assert len(trails) == (path != "index.html"), path
        for trail in trails:
            places = [item["item"].removeprefix(ADDRESS) for item in trail["itemListElement"]]
            assert places[0] == "index.html" and places[-1] == path and set(places) <= addressed.keys(), path
    assert shown == cards


def test_without_an_address_none_is_made_up(files: Mapping[str, bytes]) -> None:
    assert not {"sitemap.xml", "robots.txt"} & files.keys()
    assert not [path for path in files if path.startswith("cards/")]
    assert not [path for path, content in files.items() if path.endswith(".html") and b'rel="canonical"' in content]


def test_the_feeds_are_those_of_the_release_with_links_to_pages(files: Mapping[str, bytes], model: SiteModel) -> None:
    space = {"a": "http://www.w3.org/2005/Atom"}
    pages = [link.get("href", "") for link in ET.fromstring(files["feed.atom"]).iterfind("a:entry/a:link", space)]  # noqa: S314
    assert pages and all(page in files for page in pages)
    feed = json.loads(files["feed.json"])
    assert next(item["title"] for item in feed["items"]) == f"{model.facts.name} {model.facts.version}"
    assert not [item for item in feed["items"] if "url" in item]


def test_a_number_is_hedged_differently_only_between_texts(model: SiteModel) -> None:
    statement = model.statements["fig-7k2m9q"]

    def carried(source: str, qualifier: str) -> Statement:
        row = {**statement.row, "qualifier": qualifier, "source_id": source}
        return dataclasses.replace(statement, row=row)

    def differing(*statements: Statement) -> list[int]:
        return [len(group) for group in _differing([({}, list(statements))])]

    assert differing(carried("one", "about"), carried("two", "exact")) == [2]
    assert differing(carried("one", "about"), carried("one", "exact")) == []
    assert differing(carried("one", "about"), carried("two", "about")) == []
