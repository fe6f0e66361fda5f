"""docs/dictionary.md: each list of codes once, an index of columns, and no link into nothing."""

from __future__ import annotations

import re
from collections import Counter

from deportation_goal.derived import DERIVED
from deportation_goal.package.derived_schema import derived_schema
from deportation_goal.package.descriptor import Package
from deportation_goal.pages.dictionary_page import render_dictionary


def _page(package: Package) -> str:
    tables = [(resource.schema, resource.path, ()) for resource in package.resources]
    derived = [(derived_schema(package, name), f"derived/{name}.csv", ()) for name in DERIVED]
    return render_dictionary(tables, derived)


def test_each_list_of_codes_is_there_once_with_the_tables_that_use_it(package: Package) -> None:
    page = _page(package)
    codes = page.partition("## Lists of codes")[2]
    headings = Counter(re.findall(r"^### (Codes of .+)$", page, flags=re.MULTILINE))
    assert set(headings.values()) == {1}
    assert "Codes of qualifier" in headings
    assert {"Codes of status in figures", "Codes of status in observations"} <= headings.keys()
    assert page.count("| `fewer_than` | ") == 1
    listed = codes.partition("### Codes of qualifier")[2].partition("###")[0]
    assert "[figures](#figures)" in listed
    assert "[figures_flat](#figures_flat)" in listed


def test_the_index_has_every_column_with_its_tables(package: Package) -> None:
    index = _page(package).partition("## Index of columns")[2]
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", index, flags=re.MULTILINE))
    assert list(rows) == sorted(rows)
    for resource in package.resources:
        for column in resource.schema.columns:
            assert f"[{resource.name}](#{resource.name})" in rows[column]
    assert "[comparisons](#comparisons)" in rows["verdict"]


def test_every_link_on_the_page_leads_to_a_heading(package: Package) -> None:
    page = _page(package)
    headings = re.findall(r"^#+ (.+)$", page, flags=re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= anchors
