"""Wordings of one utterance: grouped, ranked by their carriers, told apart word by word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.statements.utterances import Part, Piece, difference, utterances
from made_tables import EditableRow

WORDS = st.lists(st.sampled_from(["it", "is", "not", "a", "switch,", "“switch”", "–", "you", "flip."]), max_size=12)


def _quote(number: int, text: str, source: str, utterance: str = "switch", speaker: str = "jane-doe") -> EditableRow:
    return {
        "quote_id": f"quo-{number:06}",
        "utterance": utterance,
        "text": text,
        "source_id": source,
        "attributed_to": speaker,
        "form": "full",
        "wording": "original",
    }


def test_copies_that_differ_in_marks_only_are_one_wording() -> None:
    rows = [_quote(1, "It's a “switch”", "one"), _quote(2, "it’s a 'SWITCH'", "two"), _quote(3, "A switch", "three")]
    utterance = utterances(rows)["switch"]
    assert [(wording.text, wording.carriers) for wording in utterance.wordings] == [
        ("It's a “switch”", ("one", "two")),
        ("A switch", ("three",)),
    ]
    assert utterance.shared is utterance.wordings[0]


def test_no_wording_is_shared_where_none_has_a_lead() -> None:
    utterance = utterances([_quote(1, "Longer wording", "one"), _quote(2, "Wording", "two")])["switch"]
    assert utterance.shared is None
    assert utterance.wordings[0].text == "Longer wording"


def test_one_source_that_prints_a_wording_twice_counts_once() -> None:
    rows = [_quote(1, "A", "one"), _quote(2, "A", "one"), _quote(3, "B", "two")]
    assert utterances(rows)["switch"].shared is None


def test_utterances_and_their_speakers() -> None:
    found = utterances(
        [_quote(1, "A", "one", speaker="b"), _quote(2, "B", "one", speaker="a"), _quote(3, "C", "x", "y")]
    )
    assert list(found) == ["switch", "y"]
    assert found["switch"].speakers == ("a", "b")


def test_a_difference_by_hand() -> None:
    assert difference("It isn't a switch you can flip.", "It is not a “switch” you can flip") == (
        Piece(Part.KEPT, "It"),
        Piece(Part.LEFT_OUT, "isn't"),
        Piece(Part.PUT_IN, "is not"),
        Piece(Part.KEPT, "a “switch” you can flip"),
    )


@given(WORDS, WORDS)
def test_a_difference_holds_both_wordings(old: list[str], new: list[str]) -> None:
    pieces = difference(" ".join(old), " ".join(new))
    after = " ".join(piece.words for piece in pieces if piece.part is not Part.LEFT_OUT)
    assert after.split() == new
    before = sum(len(piece.words.split()) for piece in pieces if piece.part is not Part.PUT_IN)
    assert before == len(old)


@given(WORDS)
def test_a_wording_does_not_differ_from_itself(words: list[str]) -> None:
    text = " ".join(words)
    assert all(piece.part is Part.KEPT for piece in difference(text, text))
