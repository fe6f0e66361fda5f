"""The evidence stream: what it keeps, and what it does not notice."""

from __future__ import annotations

import hashlib
import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.evidence.stream import evidence_stream, stream_sha256

# Conjoining Hangul jamo apart from each other are the one exception; the docstring says so.
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]).filter(lambda letter: not "\u1100" <= letter <= "\u11ff"))
PROSE = st.text(st.sampled_from("aZé ßİ0159.,-–%$€£'’\"“”\n\t()½²"), max_size=60)
WORDS = st.lists(
    st.one_of(
        st.text("abcdeÉß", min_size=1, max_size=7), st.from_regex(r"[1-9][0-9]{0,2}(,[0-9]{3})?", fullmatch=True)
    ),
    min_size=1,
    max_size=30,
)


@pytest.mark.parametrize(
    ("text", "stream"),
    [
        ("Plain words, here.", "plainwordshere"),
        ("1,400,000 people", "1,400,000people"),
        ("1.4 million, or 5. Then", "1.4millionor5then"),
        ("$998 a day; 70 % of £5 and €6", "$998aday70%of£5and€6"),
        ("minus −5, dash –7, em—dash, hy-phen, 5-7", "minus-5dash-7emdashhyphen5-7"),
        ("- 5", "5"),
        ("“Quoted”, 'he said'", "quotedhesaid"),
        ("naïve CAFÉ", "naïvecafé"),
        ("cafe\u0301", "café"),
        ("ﬁne ½ m²", "fine12m2"),
        ("Ｆｕｌｌ １２", "full12"),
        ("snake_case", "snakecase"),
        ("soft\u00adhyphen zero\u200bwidth \ufeffmark", "softhyphenzerowidthmark"),
        ("Мільйон депортацій: 1 000 000", "мільйондепортацій1000000"),
        ("..,,--", ""),
        ("1..2", "12"),
        ("1,,2", "12"),
        ("--5", "-5"),
        ("", ""),
    ],
)
def test_by_hand(text: str, stream: str) -> None:
    assert evidence_stream(text) == stream


@given(st.one_of(st.text(st.characters()), PROSE))
def test_the_stream_keeps_what_its_definition_keeps(text: str) -> None:
    folded = unicodedata.normalize("NFKC", text).lower()
    dashed = "".join("-" if unicodedata.category(sign) == "Pd" or sign == "\u2212" else sign for sign in folded)
    assert evidence_stream(text) == "".join(re.findall(r"[^\W_]+|[%$£€]|(?<=\d)[.,](?=\d)|-(?=\d)", dashed))


@given(st.one_of(ANY_TEXT, PROSE))
def test_the_stream_of_a_stream_is_itself(text: str) -> None:
    stream = evidence_stream(text)
    assert evidence_stream(stream) == stream


@pytest.mark.slow
def test_every_character_alone_gives_a_stream_that_is_its_own_stream() -> None:
    streams = {evidence_stream(chr(code)) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000}
    assert [stream for stream in streams if evidence_stream(stream) != stream] == []


@given(st.one_of(ANY_TEXT, PROSE))
def test_only_letters_numbers_and_a_few_signs_are_kept(text: str) -> None:
    stream = evidence_stream(text)
    rest = re.sub(r"(?<=\d)[.,](?=\d)|-(?=\d)|[%$£€]", "", stream)
    assert rest == "" or rest.isalnum()


def test_every_dash_and_minus_of_unicode_is_one() -> None:
    dashes = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Pd"]
    assert len(dashes) > 20
    assert [dash for dash in [*dashes, *"−⁻₋﹣－"] if evidence_stream(f"{dash}5") != "-5"] == []


@given(WORDS, st.sampled_from(["\n", "\r\n", "  ", "\u00a0", "\t", " \u2028"]))
def test_white_space_does_not_matter(words: list[str], space: str) -> None:
    assert evidence_stream(space.join(words)) == evidence_stream(" ".join(words))


@given(WORDS)
def test_case_does_not_matter(words: list[str]) -> None:
    # ß is left out: its upper case is SS.
    text = " ".join(words).replace("ß", "s")
    assert evidence_stream(text.upper()) == evidence_stream(text)


@given(WORDS, st.sampled_from(['"{}"', "“{}”", "„{}“", '"{}"', "‘{}’", "({})", "…{}…", "{}!", "*{}*", "• {}"]))
def test_quotation_marks_and_brackets_do_not_matter(words: list[str], marks: str) -> None:
    assert evidence_stream(" ".join(marks.format(word) for word in words)) == evidence_stream(" ".join(words))


@given(st.lists(st.text("abc", min_size=1, max_size=5), min_size=1, max_size=6), st.sampled_from("-‐‑‒–—―−"))
def test_dashes_between_words_do_not_matter(words: list[str], dash: str) -> None:
    assert evidence_stream(dash.join(words)) == evidence_stream(" ".join(words))


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from("-‐‑‒–—―−"))
def test_the_kind_of_dash_between_numbers_does_not_matter(low: int, high: int, dash: str) -> None:
    assert evidence_stream(f"{low}{dash}{high}") == f"{low}-{high}"


@given(WORDS)
def test_the_normal_form_does_not_matter(words: list[str]) -> None:
    text = " ".join(words)
    assert evidence_stream(unicodedata.normalize("NFD", text)) == evidence_stream(text)


@given(WORDS, st.data())
def test_one_other_digit_or_letter_shows(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    position = data.draw(st.sampled_from([place for place, letter in enumerate(text) if letter.isalnum()]))
    other = "7" if text[position] != "7" else "8"
    assert evidence_stream(text[:position] + other + text[position + 1 :]) != evidence_stream(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("1.5 million", "15 million"), ("1,000", "1.000"), ("-5", "5"), ("5%", "5"), ("$5", "£5"), ("5-7", "57")],
)
def test_signs_that_change_a_number_show(one: str, other: str) -> None:
    assert evidence_stream(one) != evidence_stream(other)


@given(WORDS, WORDS)
def test_the_stream_of_two_parts_is_that_of_the_whole(first: list[str], second: list[str]) -> None:
    one, two = " ".join(first), " ".join(second)
    assert evidence_stream(one) + evidence_stream(two) == evidence_stream(f"{one} {two}")


def test_the_digest_is_that_of_the_utf8_bytes() -> None:
    assert stream_sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert stream_sha256("é€") == hashlib.sha256(b"\xc3\xa9\xe2\x82\xac").hexdigest()
