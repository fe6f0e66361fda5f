"""Origins: which statements of a comparison rest on one."""

from __future__ import annotations

import pytest

from deportation_goal.statements.comparison import Comparison, compare
from made_tables import EditableRow, agent, figure, indicator, made, source

AGENTS = [
    agent("publisher", agent_type="news_outlet"),
    agent("dhs", agent_type="government"),
    agent("ice", agent_type="government", part_of="dhs"),
    agent("jane", part_of="ice"),
]


def _compared(*figures: EditableRow, measure: str = "flow", **tables: list[EditableRow]) -> Comparison:
    (found,) = compare(made(*figures, indicators=[indicator("boats", measure=measure)], agents=AGENTS, **tables))
    return found


def _origins(*figures: EditableRow, measure: str = "flow", **tables: list[EditableRow]) -> dict[str, list[str]]:
    found = _compared(*figures, measure=measure, **tables).origins
    return {origin.name: [f"{claim.figure_id[-1]} {basis}" for claim, basis in origin.members] for origin in found}


def test_a_document_is_the_origin_of_what_was_taken_from_it() -> None:
    papers = [source("report", access="not_seen"), source("one", "report"), source("two", "report")]
    assert _origins(figure(1, source_id="one"), figure(2, source_id="two"), sources=papers) == {
        "report": ["1 inherited", "2 inherited"]
    }


def test_keys_join_through_others() -> None:
    stated = figure(1, source_id="one", primary_source="release", attributed_to="ice", attribution_type="own_count")
    same_count = figure(2, source_id="two", attributed_to="dhs", attribution_type="own_count", value="1234")
    same_value = figure(3, source_id="three", value="1234")
    apart = figure(4, source_id="four")
    papers = [source("release")]
    assert _origins(stated, same_count, same_value, apart, sources=papers) == {
        "four": ["4 inherited"],
        "release": ["1 stated", "2 publication", "3 value"],
    }


@pytest.mark.parametrize(("value", "origins"), [("1230", 2), ("1234", 1), ("1234000", 1), ("123", 2)])
def test_a_number_of_four_digits_was_hardly_found_twice(value: str, origins: int) -> None:
    assert len(_origins(figure(1, source_id="one", value=value), figure(2, source_id="two", value=value))) == origins


@pytest.mark.parametrize(
    ("cells", "measure", "origins"),
    [
        ({"attribution_type": "named"}, "flow", 1),
        ({"attribution_type": "named"}, "target", 2),
        ({"attribution_type": "anonymous"}, "flow", 2),
        ({"attribution_type": "own_count"}, "target", 1),
        ({"attribution_type": "named", "attributed_to": "jane"}, "flow", 2),
    ],
)
def test_what_a_body_publishes_of_one_period_is_one_publication(
    cells: dict[str, str], measure: str, origins: int
) -> None:
    statement = {"attributed_to": "ice", **cells}
    one, two = figure(1, source_id="one", **statement), figure(2, source_id="two", **statement)
    assert len(_origins(one, two, measure=measure)) == origins


def test_words_of_one_utterance_are_one_origin() -> None:
    place = {"evidence_start": "10", "evidence_end": "90", "attributed_to": "jane"}
    quotes = [{"source_id": name, "utterance": "jane-on-boats", **place} for name in ("one", "two")]
    figures = figure(1, source_id="one", **place), figure(2, source_id="two", **place)
    assert _origins(*figures, quotes=quotes) == {"utterance:jane-on-boats": ["1 utterance", "2 utterance"]}
    other = {**figures[1], "evidence_start": "11"}
    assert len(_origins(figures[0], other, quotes=quotes)) == 2


def test_one_body_is_one_voice_and_the_sentence_says_so() -> None:
    found = _compared(figure(1, source_id="one", attributed_to="jane"), figure(2, source_id="two", attributed_to="ice"))
    assert found.bodies == ("ice",)
    assert found.reason == "Both statements say 30. One body is behind both statements: ice."
