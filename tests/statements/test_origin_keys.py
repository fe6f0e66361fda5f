"""Origins: which statements of a comparison rest on one."""

from __future__ import annotations

import pytest

from deportation_goal.statements.comparison import Comparison
from made_tables import EditableRow, agent, compare, figure, indicator, made, source

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
        "publication:dhs:boats:2025-05": ["1 publication", "2 publication", "3 value"],
    }


@pytest.mark.parametrize(("value", "origins"), [("1230", 2), ("1234", 1), ("1234000", 1), ("123", 2)])
def test_a_number_of_four_digits_was_hardly_found_twice(value: str, origins: int) -> None:
    assert len(_origins(figure(1, source_id="one", value=value), figure(2, source_id="two", value=value))) == origins


@pytest.mark.parametrize(
    ("cells", "measure", "origins"),
    [
        ({"attribution_type": "named"}, "flow", 1),
        ({"attribution_type": "named"}, "target", 1),
        ({"attribution_type": "anonymous"}, "flow", 1),
        ({"attribution_type": "own_count"}, "target", 1),
        ({"attribution_type": "named", "attributed_to": "jane"}, "flow", 1),
        ({"attribution_type": "unattributed", "attributed_to": ""}, "flow", 2),
    ],
)
def test_what_a_body_says_of_one_period_has_one_origin(cells: dict[str, str], measure: str, origins: int) -> None:
    statement = {"attributed_to": "ice", **cells}
    one, two = figure(1, source_id="one", **statement), figure(2, source_id="two", **statement)
    assert len(_origins(one, two, measure=measure)) == origins


def test_words_of_one_utterance_are_one_origin() -> None:
    place = {"evidence_start": "10", "evidence_end": "90", "attributed_to": "jane"}
    quotes = [{"source_id": name, "utterance": "jane-on-boats", **place} for name in ("one", "two")]
    figures = figure(1, source_id="one", **place), figure(2, source_id="two", **place)
    assert _origins(*figures, quotes=quotes) == {"utterance:jane-on-boats": ["1 utterance", "2 utterance"]}
    other = {**figures[1], "attributed_to": "dan", "value": "31"}
    assert len(_origins(figures[0], other, quotes=quotes)) == 2


def test_one_body_is_one_voice_and_the_sentence_says_so() -> None:
    found = _compared(figure(1, source_id="one", attributed_to="jane"), figure(2, source_id="two", attributed_to="ice"))
    assert found.bodies == ("dhs",)
    assert found.reason == "Both statements say 30. One body is behind both statements: ice."


PRESS = [
    agent("publisher", agent_type="news_outlet"),
    agent("state", agent_type="government"),
    agent("dhs", agent_type="government", part_of="state"),
    agent("congress", agent_type="government", part_of="state"),
    agent("budget-office", agent_type="government", part_of="congress"),
    agent("institute", agent_type="organisation"),
    agent("jane", part_of="institute"),
    agent("somebody", agent_type="unnamed"),
]


@pytest.mark.parametrize(
    ("one", "other", "origins"),
    [
        # Whoever has not counted only reports, unless it is a government, or a target is its own.
        ({"attributed_to": "institute"}, {"attributed_to": "dhs"}, 1),
        ({"attributed_to": "institute", "voice": "sets"}, {"attributed_to": "dhs", "voice": "sets"}, 2),
        ({"attributed_to": "dhs"}, {"attributed_to": "state"}, 1),
        ({"attributed_to": "dhs"}, {"attributed_to": "budget-office"}, 2),
        ({"attributed_to": "jane"}, {"attributed_to": "institute"}, 1),
        # Who only tells of others adds no origin: a text that names nobody, unnamed people, a newspaper.
        ({"attributed_to": "dhs"}, {"attributed_to": ""}, 1),
        ({"attributed_to": ""}, {"attributed_to": ""}, 1),
        ({"attributed_to": "dhs"}, {"attributed_to": "somebody"}, 1),
        ({"attributed_to": "dhs"}, {"attributed_to": "publisher"}, 1),
        ({"attributed_to": "dhs"}, {"attributed_to": "publisher", "status": "estimated"}, 2),
        ({"attributed_to": "dhs"}, {"attributed_to": "institute", "text_issue": "misattributed"}, 1),
        ({"attributed_to": "dhs"}, {"attributed_to": "institute", "voice": "ascribes"}, 1),
        # Beside an own count others repeat it, unless they count or estimate themselves.
        ({"attributed_to": "dhs", "attribution_type": "own_count"}, {"attributed_to": "institute"}, 1),
        (
            {"attributed_to": "dhs", "attribution_type": "own_count"},
            {"attributed_to": "institute", "attribution_type": "own_count"},
            2,
        ),
        (
            {"attributed_to": "dhs", "attribution_type": "own_count"},
            {"attributed_to": "publisher", "attribution_type": "own_count"},
            1,
        ),
        # One number in one document has one origin, whoever is named for it.
        (
            {"attributed_to": "dhs", "source_id": "copy"},
            {"attributed_to": "institute", "source_id": "copy"},
            1,
        ),
    ],
)
def test_several_origins_are_bodies_that_speak_for_themselves(
    one: dict[str, str], other: dict[str, str], origins: int
) -> None:
    figures = figure(1, **{"source_id": "one", **one}), figure(2, **{"source_id": "two", **other})
    (found,) = compare(made(*figures, indicators=[indicator("boats", measure="flow")], agents=PRESS))
    assert found.n_origins == origins


def test_several_documents_of_one_body_are_named_for_the_body() -> None:
    papers = [source(name, publisher="dhs") for name in ("first", "second")]
    said = {"attributed_to": "dhs", "attribution_type": "document"}
    assert _origins(figure(1, source_id="first", **said), figure(2, source_id="second", **said), sources=papers) == {
        "publication:dhs:boats:2025-05": ["1 publication", "2 publication"]
    }
