"""The page of a statement answers alone: who counted this, is it the same number as that, where can I check it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

import pytest

from deportation_goal.package.descriptor import Package
from deportation_goal.package.facts import citation_sentence
from deportation_goal.site import statement_pages
from deportation_goal.site.site_assets import read_assets
from deportation_goal.site.site_files import site_files
from deportation_goal.site.site_model import SiteModel
from deportation_goal.site.site_templates import Renderer
from deportation_goal.site.statement_citation import cite
from support import REPOSITORY


def test_who_whether_the_same_and_where_to_check(files: Mapping[str, bytes]) -> None:
    page = files["s/fig-7k2m9q.html"].decode()
    for words in ("Said by", "First reported in", "Carried in", "Do others say the same?", "Check it yourself"):
        assert words in page
    for link in ("agents/unnamed-official-example-news-2025-04", "sources/washington-post-2025-04-12"):
        assert f'href="../{link}.html"' in page
    assert "not seen by us" in page
    assert 'data-start="0" data-end="120"' in page


def test_a_quote_shows_its_other_wordings(files: Mapping[str, bytes]) -> None:
    page = files["s/quo-3f8d0z.html"].decode()
    assert 'href="../s/quo-4g9e1x.html"' in page
    assert '<del><span class="vh">left out: </span>' in page


def test_a_retired_row_keeps_its_page_and_leaves_the_search_engines(model: SiteModel) -> None:
    row = {"figure_id": "fig-999999", "value_text": "two million", "indicator_id": "removals-goal"}
    gone = dict.fromkeys(model.schemas["revisions"].columns, "") | {
        "revision_id": "rev-000000",
        "table_name": "figures",
        "row_id": "fig-999999",
        "old_value": json.dumps(row),
        "action": "retracted",
        "replaced_by": "fig-7k2m9q",
        "reason": "Not in the text.",
        "date": "2026-11-30",
    }
    rows = {**model.rows, "revisions": [*model.rows["revisions"], gone]}
    page = site_files(dataclasses.replace(model, documents={}, rows=rows))["s/fig-999999.html"].decode()
    for words in ("two million", "Not in the text.", 'content="noindex"', 'href="../s/fig-7k2m9q.html"', "retracted"):
        assert words in page


def test_very_many_statements_have_short_pages_at_the_same_addresses(
    model: SiteModel, files: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statement_pages, "FULL_PAGES", 1)
    pages = dict(statement_pages.statement_pages(Renderer(model, read_assets())))
    assert pages.keys() == {f"s/{row_id}.html" for row_id in model.statements}
    for path, content in pages.items():
        assert len(content) < 1_500, path
        source, _, anchor = content.decode().partition('href="../sources/')[2].partition('"')[0].partition("#")
        assert f'id="{anchor}"'.encode() in files[f"sources/{source}"]


def test_a_citation_pins_version_and_row_and_names_the_source(model: SiteModel, package: Package) -> None:
    citation = cite(model.statements["fig-7k2m9q"], model)
    for words in (package.version, "fig-7k2m9q", "A report", "Example News", "The deportation-goal contributors"):
        assert words in citation.plain and words in citation.bibtex
    csl = json.loads(citation.csl)
    assert (csl["type"], csl["version"]) == ("dataset", package.version)
    assert citation.plain.endswith(citation_sentence(model.facts))
    assert citation.bibtex.count("{") == citation.bibtex.count("}")


def test_a_citation_in_bibtex_is_escaped(model: SiteModel) -> None:
    statement = model.statements["fig-7k2m9q"]
    sources = [{**row, "title": "50 % & more_"} for row in model.rows["sources"]]
    renamed = dataclasses.replace(model, rows={**model.rows, "sources": sources})
    assert r"50 \% \& more\_" in cite(statement, renamed).bibtex


def test_an_error_is_reported_with_the_row_where_the_repository_is_known(model: SiteModel) -> None:
    facts = dataclasses.replace(model.facts, repository="https://git.example.org/goal")
    address = statement_pages.report_address("fig-7k2m9q", dataclasses.replace(model, facts=facts))
    query = parse_qs(urlsplit(address).query)
    assert query["row_id"] == ["fig-7k2m9q"]
    form = (REPOSITORY / ".github/ISSUE_TEMPLATE" / query["template"][0]).read_text(encoding="utf-8")
    assert "id: row_id" in form and "Correction" in form
    assert statement_pages.report_address("fig-7k2m9q", model) == ""
