"""Verification of locators against texts, and which text belongs to which source."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.evidence.find import Search
from deportation_goal.evidence.locator import Locator, locate
from deportation_goal.evidence.locator_check import Statement, Status, Verified, verify
from deportation_goal.evidence.matching import Source, match_texts
from deportation_goal.evidence.stream import evidence_stream, stream_sha256
from deportation_goal.evidence.texts import SourceText

# Invented articles; every passage below stands in one of them.
HARBOUR = "The harbour counted 1,250 boats in May. A clerk called the number “a fair guess at best”. Fog hid the rest."
MARKET = "The market counted 900 stalls in June. Rain kept many traders at home that week, the council wrote."
BOATS = "The harbour counted 1,250 boats in May"
GUESS = "a fair guess at best"
FOG = "Fog hid the rest"
STALLS = "The market counted 900 stalls in June"


def _locator(text: str, words: str) -> Locator:
    locator = locate(text, words).locator
    assert locator is not None
    return locator


def _statement(row_id: str, source_id: str, text: str, words: str) -> Statement:
    return Statement("figures", row_id, source_id, _locator(text, words))


def _text(name: str, text: str) -> SourceText:
    return SourceText(name, evidence_stream(text))


def _source(source_id: str, text: str = "") -> Source:
    return Source(source_id, stream_sha256(evidence_stream(text)) if text else "")


HARBOUR_ROWS = [_statement(f"fig-{words[:3]}", "harbour-news", HARBOUR, words) for words in (BOATS, GUESS, FOG)]
MARKET_ROWS = [_statement("fig-sta", "market-news", MARKET, STALLS)]


def _statuses(text: str, rows: list[Statement] = HARBOUR_ROWS) -> list[tuple[Status, int | None]]:
    results = verify(rows, {"harbour-news": _text("copy.txt", text)})
    assert [result.statement for result in results] == rows
    return [(result.status, result.found_at) for result in results]


def test_excerpts_that_stand_where_the_locators_say_are_verified() -> None:
    assert _statuses(HARBOUR) == [(Status.VERIFIED, row.locator.start) for row in HARBOUR_ROWS]


def test_another_layout_of_the_text_is_verified() -> None:
    other = HARBOUR.upper().replace(" ", "\r\n").replace("“", '"').replace("”", "'")
    assert {status for status, _ in _statuses(other)} == {Status.VERIFIED}


def test_text_put_before_moves_every_excerpt() -> None:
    shift = len(evidence_stream("A new heading"))
    assert _statuses(f"A new heading\n{HARBOUR}") == [(Status.MOVED, row.locator.start + shift) for row in HARBOUR_ROWS]


def test_text_taken_away_moves_the_excerpts_after_it() -> None:
    assert _statuses(HARBOUR.replace(" A clerk called the number", "")) == [
        (Status.VERIFIED, 0),
        (Status.MOVED, HARBOUR_ROWS[1].locator.start - len("aclerkcalledthenumber")),
        (Status.MOVED, HARBOUR_ROWS[2].locator.start - len("aclerkcalledthenumber")),
    ]


def test_an_edited_number_is_not_found() -> None:
    assert [status for status, _ in _statuses(HARBOUR.replace("1,250", "1,260"))] == [
        Status.NOT_FOUND,
        Status.VERIFIED,
        Status.VERIFIED,
    ]


def test_an_excerpt_longer_than_the_text_is_not_found() -> None:
    assert [status for status, _ in _statuses("Fog")] == [Status.NOT_FOUND] * 3
    assert [status for status, _ in _statuses("")] == [Status.NOT_FOUND] * 3


def test_without_a_text_nothing_is_found() -> None:
    assert verify(HARBOUR_ROWS, {}) == [Verified(row, Status.TEXT_NOT_AVAILABLE, "", None) for row in HARBOUR_ROWS]


def test_results_stand_in_the_order_of_the_statements() -> None:
    rows = [HARBOUR_ROWS[2], MARKET_ROWS[0], HARBOUR_ROWS[0]]
    results = verify(rows, {"market-news": _text("m.txt", MARKET), "harbour-news": _text("h.txt", HARBOUR)})
    assert [(result.statement, result.text) for result in results] == list(
        zip(rows, ["h.txt", "m.txt", "h.txt"], strict=True)
    )
    assert {result.status for result in results} == {Status.VERIFIED}


@pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 3), (0, 10**11), (10**11, 10**11 + 30)])
def test_a_locator_that_fits_no_text_is_not_found(start: int, end: int) -> None:
    row = Statement("figures", "fig-odd", "harbour-news", Locator(start, end, "0" * 64))
    assert _statuses(HARBOUR, [row]) == [(Status.NOT_FOUND, None)]


@given(
    st.lists(st.text("abcde", min_size=3, max_size=8), min_size=6, max_size=20), st.text("xyz", max_size=9), st.data()
)
def test_what_was_located_is_verified_and_after_an_insertion_moved(
    words: list[str], inserted: str, data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, len(words) - 3))
    text, passage = " ".join(words), " ".join(words[first : first + 3])
    row = _statement("fig-one", "harbour-news", text, passage)
    assert _statuses(text, [row]) == [(Status.VERIFIED, row.locator.start)]
    expected = Status.MOVED if inserted else Status.VERIFIED
    assert _statuses(f"{inserted} {text}", [row]) == [(expected, row.locator.start + len(inserted))]


def test_a_text_is_matched_by_its_digest_whatever_its_name() -> None:
    texts = [_text("market-news.txt", HARBOUR), _text("b.txt", MARKET)]
    matched = match_texts(texts, [_source("harbour-news", HARBOUR), _source("market-news", MARKET)], [])
    assert matched == {"harbour-news": texts[0], "market-news": texts[1]}


def test_a_text_is_matched_by_the_id_in_its_name() -> None:
    text = _text("2025 Harbour-News (final).txt", "Rewritten from top to bottom.")
    assert match_texts([text], [_source("harbour-news", HARBOUR)], HARBOUR_ROWS) == {"harbour-news": text}


def test_the_longest_id_in_a_name_wins() -> None:
    text = _text("harbour-news-2025-05.txt", "Rewritten.")
    sources = [_source("harbour-news"), _source("harbour-news-2025-05"), _source("harbour-news-2025")]
    assert match_texts([text], sources, []) == {"harbour-news-2025-05": text}


def test_a_text_is_matched_by_the_locators_it_holds() -> None:
    texts = [_text("1.txt", f"Heading. {MARKET}"), _text("2.txt", f"Heading. {HARBOUR}")]
    sources = [_source("harbour-news", HARBOUR), _source("market-news", MARKET)]
    matched = match_texts(texts, sources, [*HARBOUR_ROWS, *MARKET_ROWS])
    assert matched == {"harbour-news": texts[1], "market-news": texts[0]}


FILLER = " ".join(f"{number} ships sailed past pier {number % 7}." for number in range(20_000))


@pytest.mark.parametrize("before", ["", "Menu ", FILLER])
def test_a_long_text_of_any_name_is_matched_by_the_words_of_its_rows(before: str) -> None:
    rows = [
        replace(_statement("quo-one", "harbour-news", HARBOUR, GUESS), printed=(evidence_stream(GUESS),)),
        replace(_statement("fig-one", "harbour-news", HARBOUR, BOATS), printed=("1,250boats",)),
    ]
    own, other = _text("1.txt", f"{before}{HARBOUR}{FILLER}"), _text("2.txt", FILLER)
    assert match_texts([other, own], [_source("harbour-news"), _source("market-news")], rows) == {"harbour-news": own}


def test_an_excerpt_with_the_words_of_a_row_and_another_hash_is_no_match() -> None:
    row = replace(_statement("fig-one", "harbour-news", HARBOUR, BOATS), printed=("1,250boats",))
    text = _text("1.txt", "About 1,250 boats were seen by the harbour in June, as was written before.")
    assert match_texts([text], [_source("harbour-news")], [row]) == {}


@given(st.text("abé1", min_size=8, max_size=40), st.text("abé1", max_size=30), st.text("abé1", max_size=30))
def test_words_that_a_text_has_are_found_in_it(words: str, before: str, after: str) -> None:
    text = f"{before}{words}{after}"
    row = Statement("quotes", "quo-one", "news", Locator(10**6, 10**6 + len(words), stream_sha256(words)), (words,))
    assert match_texts([SourceText("1.txt", text)], [_source("news")], [row]).keys() == {"news"}


@pytest.mark.parametrize("names", [("a.txt", "b.txt"), ("b.txt", "a.txt")])
def test_a_text_that_only_quotes_a_source_does_not_take_its_place(names: tuple[str, str]) -> None:
    quoting = _text(names[0], f"Elsewhere the number was “{GUESS}”.")
    own = _text(names[1], f"Heading. {HARBOUR}")
    texts = sorted([quoting, own], key=lambda text: text.name)
    assert match_texts(texts, [_source("harbour-news", HARBOUR)], HARBOUR_ROWS) == {"harbour-news": own}


def test_one_text_of_two_sources_serves_both() -> None:
    text = _text("wire.txt", HARBOUR)
    sources = [_source("harbour-news", HARBOUR), _source("wire", HARBOUR)]
    assert match_texts([text], sources, []) == {"harbour-news": text, "wire": text}


def test_a_text_that_fits_no_source_is_left_out() -> None:
    text = _text("recipe.txt", "Boil the water first.")
    assert match_texts([text], [_source("harbour-news", HARBOUR)], HARBOUR_ROWS) == {}


def _printed(words: str, *printed: str) -> Verified:
    """Return the verification of a row whose excerpt should hold something."""
    row = replace(_statement("fig-one", "harbour-news", HARBOUR, words), printed=printed)
    (result,) = verify([row], {"harbour-news": _text("copy.txt", f"A new heading. {HARBOUR}")})
    return result


def test_what_a_row_prints_stands_in_its_excerpt() -> None:
    assert _printed(BOATS, "1,250boats").missing == ()
    assert _printed(GUESS, "afairguess", "atbest").missing == ()


def test_what_stands_only_elsewhere_in_the_text_is_missing() -> None:
    result = _printed(BOATS, "1,250boats", "afairguess")
    assert (result.status, result.missing) == (Status.MOVED, ("afairguess",))


def test_nothing_is_said_of_the_content_of_an_excerpt_that_is_gone() -> None:
    row = replace(MARKET_ROWS[0], printed=("900stalls",))
    (result,) = verify([row], {"market-news": _text("copy.txt", HARBOUR)})
    assert (result.status, result.missing, result.occurrences) == (Status.NOT_FOUND, (), 0)


@pytest.mark.parametrize("times", [1, 2, 3])
def test_an_excerpt_is_counted_where_it_is_printed_more_than_once(times: int) -> None:
    (result,) = verify(MARKET_ROWS, {"market-news": _text("copy.txt", f"{MARKET} " * times)})
    assert (result.occurrences, result.found_at) == (times, MARKET_ROWS[0].locator.start)


def test_after_one_slide_the_rest_of_a_moved_text_is_found_by_its_shift() -> None:
    results = verify(HARBOUR_ROWS, {"harbour-news": _text("copy.txt", f"A new heading. {HARBOUR}")})
    assert [result.search for result in results] == [Search.SLIDE, Search.SHIFT, Search.SHIFT]
