"""Rows that a new row may repeat."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from deportation_goal.intake.similar import similar_rows
from deportation_goal.intake.submitted_rows import Place
from deportation_goal.package.descriptor import Package
from deportation_goal.package.schema import TableSchema

PLACE = Place("rows.csv", 2)


def reasons(schema: TableSchema, new: Mapping[str, str], *existing: Mapping[str, str]) -> list[tuple[str, str]]:
    rows = [{schema.primary_key: str(number), **row} for number, row in enumerate(existing)]
    found = similar_rows(schema, [({**new}, PLACE)], rows)
    return [(similar.row_id, similar.reason) for similar in found]


FIGURE = {"source_id": "s", "indicator_id": "i", "value": "4000", "area": "USA"}
OBSTACLE = {"source_id": "s", "obstacle_type": "funding", "effect": "hinders", "attributed_to": "dhs"}
COUNTRY = {"source_id": "s", "area": "PAN", "role": "transit"}
QUOTE = {"text": "We count them by hand", "utterance": "roe-count"}


@pytest.mark.parametrize(
    ("table", "new", "old", "reason"),
    [
        ("figures", FIGURE, {**FIGURE, "area": "PAN"}, "same source, indicator and number"),
        ("figures", FIGURE, {**FIGURE, "value": "4001"}, ""),
        ("figures", FIGURE, {**FIGURE, "source_id": "t"}, ""),
        ("figures", {**FIGURE, "value": ""}, {**FIGURE, "value": ""}, ""),
        ("quotes", QUOTE, {"text": "“we count them — by hand!”", "utterance": "other"}, "same words"),
        ("quotes", QUOTE, {"text": "By hand", "utterance": "roe-count"}, "same utterance"),
        ("quotes", QUOTE, {"text": "By hand", "utterance": "other"}, ""),
        ("obstacles", OBSTACLE, OBSTACLE, "same source, type, effect and claimant"),
        ("obstacles", {**OBSTACLE, "attributed_to": ""}, {**OBSTACLE, "attributed_to": ""}, "same source, type, effect and claimant"),
        ("obstacles", OBSTACLE, {**OBSTACLE, "attributed_to": "ice"}, ""),
        ("obstacles", {**OBSTACLE, "source_id": ""}, {**OBSTACLE, "source_id": ""}, ""),
        ("countries", COUNTRY, COUNTRY, "same source, country and role"),
        ("countries", COUNTRY, {**COUNTRY, "role": "origin"}, ""),
        ("sources", {"url": "https://www.Example.org/a/?utm=1#b"}, {"url": "http://example.org/a"}, "same address"),
        ("sources", {"url": "https://example.org/a"}, {"url": "https://example.org/b"}, ""),
        ("sources", {"url": "", "title": ""}, {"url": "", "title": ""}, ""),
        ("sources", {"text_sha256": "0" * 64}, {"text_sha256": "0" * 64}, "same text"),
        ("sources", {"title": "A report"}, {"title": "[A Report]"}, "same title"),
        ("agents", {"name": "John  Roe"}, {"name": "JOHN ROE"}, "same name"),
        ("indicators", {"name": "Removals"}, {"name": "removals"}, "same name"),
        ("areas", {"name": "Panama"}, {"name": "Panama"}, ""),
    ],
)  # fmt: skip
def test_what_two_rows_share(
    table: str, new: Mapping[str, str], old: Mapping[str, str], reason: str, package: Package
) -> None:
    assert reasons(package.resource(table).schema, new, old) == ([("0", reason)] if reason else [])


def test_each_pair_is_told_once_with_its_first_reason(package: Package) -> None:
    assert reasons(package.resource("quotes").schema, QUOTE, QUOTE, {"text": "By hand", "utterance": "roe-count"}) == [
        ("0", "same words"),
        ("1", "same utterance"),
    ]


def test_each_new_row_has_its_place(package: Package) -> None:
    new = [(FIGURE, PLACE), (FIGURE, Place("rows.csv", 3))]
    found = list(similar_rows(package.resource("figures").schema, new, [{"figure_id": "fig-7k2m9q", **FIGURE}]))
    assert [similar.place.line for similar in found] == [2, 3]
