"""Words are found in summaries, quotes and names, whatever their case and accents."""

from __future__ import annotations

import pytest

from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import Package
from deportation_goal.statements.word_search import folded, search_rows
from deportation_goal.table_files import Rows
from deportation_goal.table_files.read_rows import read_rows


@pytest.fixture
def tables(example_copy: object, package: Package) -> Rows:
    """The rows of the example package."""
    from pathlib import Path

    from deportation_goal.package.descriptor import load_package

    return read_rows(load_package(Path(str(example_copy))))


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Costa Rica", ("areas", "CRI")),
        ("costa RICA", ("areas", "CRI")),
        ("carry out", ("quotes", "quo-4g9e1x")),
        ("Jane", ("agents", "jane-doe")),
        ("fig-7k2m9q", ("figures", "fig-7k2m9q")),
        ("removals goal", ("indicators", "removals-goal")),
    ],
)
def test_a_row_is_found(
    query: str, first: tuple[str, str], tables: dict[str, list[dict[str, str]]], package: Package
) -> None:
    assert first in [(match.table, match.row_id) for match in search_rows(package, tables, query)]


def test_every_word_has_to_be_there(tables: dict[str, list[dict[str, str]]], package: Package) -> None:
    assert search_rows(package, tables, "carry")
    assert not search_rows(package, tables, "carry xylophone")


def test_names_behind_ids_count_and_accents_do_not(tables: dict[str, list[dict[str, str]]], package: Package) -> None:
    tables["agents"][1]["name"] = "Zoë Ångström"
    found = {match.table for match in search_rows(package, tables, "zoe angstrom")}
    assert found == {"agents", "quotes"}


def test_a_whole_word_comes_before_the_beginning_of_one(
    tables: dict[str, list[dict[str, str]]], package: Package
) -> None:
    tables["agents"][1]["name"], tables["agents"][2]["name"] = "Costanza", "Costa"
    matches = search_rows(package, tables, "costa", ["agents"])
    assert [match.row_id for match in matches] == [tables["agents"][2]["agent_id"], tables["agents"][1]["agent_id"]]


def test_tables_can_be_chosen(tables: dict[str, list[dict[str, str]]], package: Package) -> None:
    assert {match.table for match in search_rows(package, tables, "e", ["areas", "agents"])} <= {"areas", "agents"}


@pytest.mark.parametrize("query", ["", " ", "—", "“”"])
def test_a_query_without_words_is_refused(
    query: str, tables: dict[str, list[dict[str, str]]], package: Package
) -> None:
    with pytest.raises(UserError, match="no word"):
        search_rows(package, tables, query)


def test_folding() -> None:
    assert folded("Sérgio STRASSE Straße") == "sergio strasse strasse"
