"""origins: every document on which statements rest, seen or not."""

from __future__ import annotations

from derived_rows import origins
from made_tables import figure, made, source


def test_five_articles_about_one_report_have_one_origin() -> None:
    papers = [source("report", access="not_seen"), *(source(f"paper{number}", "report") for number in range(5))]
    figures = [figure(number, source_id=f"paper{number}", attributed_to="jane") for number in range(5)]
    (row,) = origins(made(*figures, sources=papers))
    assert row == {
        "origin": "report",
        "title": "On report",
        "publisher": "The Publisher",
        "published": "2025-05-01",
        "access": "not_seen",
        "statements": "5",
        "figures": "5",
        "claimants": "1",
        "carriers": "5",
        "carried_in": "paper0 paper1 paper2 paper3 paper4",
    }


def test_a_primary_source_is_an_origin_of_its_own() -> None:
    papers = [source("report"), source("filing", access="not_seen"), source("paper", "report")]
    rows = origins(made(figure(1), figure(2, primary_source="filing"), sources=papers))
    assert [(row["origin"], row["statements"]) for row in rows] == [("filing", "1"), ("report", "1")]


def test_a_document_without_statements_is_no_origin() -> None:
    assert origins(made(sources=[source("paper")])) == []
