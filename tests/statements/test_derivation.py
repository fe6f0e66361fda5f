"""The chain behind a source, and the origin of a statement."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.errors import UserError
from deportation_goal.statements.derivation import Lineage, chain_of, lineage_of

CHAIN = {"third": "second", "second": "first", "first": ""}


@pytest.mark.parametrize(
    ("source_id", "chain"),
    [
        ("first", ("first",)),
        ("second", ("first", "second")),
        ("third", ("first", "second", "third")),
        ("unknown", ("unknown",)),
    ],
)
def test_the_chain_runs_from_the_root_to_the_carrier(source_id: str, chain: tuple[str, ...]) -> None:
    assert chain_of(source_id, CHAIN) == chain


def test_a_parent_without_a_row_is_the_root() -> None:
    assert chain_of("copy", {"copy": "gone"}) == ("gone", "copy")


@pytest.mark.parametrize("derived_from", [{"a": "a"}, {"a": "b", "b": "a"}, {"a": "b", "b": "c", "c": "b"}])
def test_a_loop_is_named(derived_from: dict[str, str]) -> None:
    with pytest.raises(match="derives from itself: a → "):
        chain_of("a", derived_from)


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["", *"abcdef"])), st.sampled_from("abcdef"))
def test_a_chain_ends_or_loops(derived_from: dict[str, str], source_id: str) -> None:
    try:
        chain = chain_of(source_id, derived_from)
    except UserError:
        # Whoever walks on for as many steps as there are documents never comes to a root.
        for _ in range(7):
            source_id = derived_from.get(source_id, "")
        assert source_id
    else:
        assert len(set(chain)) == len(chain)
        assert chain[-1] == source_id
        assert not derived_from.get(chain[0], "")
        assert all(derived_from[child] == parent for parent, child in itertools.pairwise(chain))


def test_the_origin_is_the_root_of_the_chain() -> None:
    statement = {"source_id": "third", "attributed_to": "someone", "primary_source": ""}
    lineage = lineage_of(statement, CHAIN)
    assert lineage == Lineage("someone", ("first", "second", "third"), "first")
    assert (lineage.first_reported_in, lineage.carried_in) == ("first", "third")


def test_a_primary_source_is_the_origin_and_leaves_the_chain_alone() -> None:
    statement = {"source_id": "second", "attributed_to": "", "primary_source": "filing"}
    lineage = lineage_of(statement, CHAIN)
    assert lineage == Lineage("", ("first", "second"), "filing")


def test_articles_on_one_report_have_one_origin() -> None:
    derived_from = {"report": "", "one": "report", "two": "report", "three": "two"}
    statements = [{"source_id": name, "attributed_to": "", "primary_source": ""} for name in derived_from]
    assert {lineage_of(statement, derived_from).origin for statement in statements} == {"report"}
