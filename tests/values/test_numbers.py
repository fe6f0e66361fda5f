"""Numbers as people print them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.values.numbers import cell_position, numbers_in, parse_number, plain, prints_plainly

WHOLE = st.integers(0, 10**12)
GROUP_MARKS = st.sampled_from([",", ".", " ", "\u00a0", "\u202f", "'", "’"])
SCALES = st.sampled_from([("thousand", 10**3), ("million", 10**6), ("billion", 10**9), ("trillion", 10**12)])
DECIMALS = st.decimals(0, 10**9, places=4, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,000,000", 1_000_000),
        ("1.000.000", 1_000_000),
        ("1 000 000", 1_000_000),
        ("1\u00a0000\u202f000", 1_000_000),
        ("1’000’000 francs", 1_000_000),
        ("34,000 people", 34_000),
        ("100,000+", 100_000),
        ("1.4 million", 1_400_000),
        ("1,4 Millionen oder 1,4", "1.4"),
        ("$1.4bn", 1_400_000_000),
        ("45bn", 45_000_000_000),
        ("70k", 70_000),
        ("$998", 998),
        ("one million migrants", 1_000_000),
        ("a million", 1_000_000),
        ("at least One Million", 1_000_000),
        ("twenty-five", 25),
        ("ninety nine", 99),
        ("one hundred and five", 105),
        ("three hundred thousand", 300_000),
        ("a hundred", 100),
        ("half-million", 500_000),
        ("a dozen", 12),
        ("dozens", 10),
        ("hundreds", 100),
        ("tens of thousands", 10_000),
        ("hundreds of thousands", 100_000),
        ("millions", 1_000_000),
        ("both countries", 2),
        ("twice as many", 2),
        ("doubling", 2),
        ("zero", 0),
        ("70 %", 70),
        ("70%", 70),
        ("12.5 percent", "12.5"),
        ("12,5 %", "12.5"),
        ("0.5", "0.5"),
        ("1,234.567", "1234.567"),
        ("1.234,5", "1234.5"),
        ("20-year-old", 20),
        ("3rd", 3),
        ("within 14 days", 14),
        ("1.234", "1.234"),
        ("1.234", 1234),
        ("2,61,000 individuals", 261_000),
        ("12,34,56,789", 123_456_789),
        ("11.4 millionunauthorized immigrants", 11_400_000),
        ("$3 billiondollar plan", 3_000_000_000),
    ],
)
def test_printed_forms(text: str, value: int | str) -> None:
    assert Decimal(value) in numbers_in(text)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("one officer for every 7,000 cases", {1, 7000}),
        ("70 to 75", {70, 75}),
        ("5-10 days", {5, 10}),
        ("3.5 million, up from 3,4", {3_500_000, Decimal("3.4")}),
        ("1 million", {1_000_000}),
        ("five hundred", {500}),
        ("twenty-five", {25}),
        ("two million five hundred thousand", {2_500_000}),
        ("10 to 15 million", {10_000_000, 15_000_000}),
        ("from 50,000 to 1 million", {50_000, 50_000_000_000, 1_000_000}),
        ("millions and millions", {1_000_000}),
        ("tens of thousands", {10_000}),
        ("tripled", {3}),
        ("tripling in two years", {3, 2}),
        ("a triple", {3, 1}),
        ("a 1.5-fold rise", {Decimal("1.5"), 1}),
        ("1.234,5", {Decimal("1234.5")}),
        ("1 234,25 and 0.125", {Decimal("1234.25"), Decimal("0.125")}),
        ("12,345.678", {Decimal("12345.678")}),
        ("1,234", {1234}),
        ("2,61,000", {261_000}),
        ("5 millionaires", {5}),
        ("the 3 millionth visitor", {3}),
        ("20,000 of 100,000", {20_000, 100_000}),
        ("30 Countries", {30}),
    ],
)
def test_nothing_else_is_read(text: str, values: set[Decimal | int]) -> None:
    assert numbers_in(text) == values


@pytest.mark.parametrize("text", ["", "years", "fractions", "someone", "phone", "often", "weight", "%", "$", "−"])
def test_words_that_hold_number_words_are_no_numbers(text: str) -> None:
    assert numbers_in(text) == set()


@given(WHOLE, GROUP_MARKS)
def test_grouped_digits_are_one_number(value: int, mark: str) -> None:
    text = f"about {value:,} people".replace(",", mark)
    assert value in numbers_in(text)


@given(st.integers(1000, 10**12))
def test_digits_grouped_by_comma_have_one_reading(value: int) -> None:
    assert numbers_in(f"{value:,}") == {value}


@given(st.integers(0, 999), st.integers(0, 9), SCALES, st.sampled_from([" ", "\u00a0", "-", ""]))
def test_a_scale_word_multiplies(whole: int, tenth: int, scale: tuple[str, int], gap: str) -> None:
    printed = Decimal(f"{whole}.{tenth}")
    assert numbers_in(f"{printed}{gap}{scale[0]}") == {printed * scale[1]}


@given(st.text(max_size=40))
def test_any_text_gives_numbers_that_are_not_negative(text: str) -> None:
    assert all(number.is_finite() and number >= 0 for number in numbers_in(text))


@given(st.text(st.sampled_from("0123456789,. million hundred two'k-"), max_size=30))
def test_case_does_not_matter(text: str) -> None:
    assert numbers_in(text.upper()) == numbers_in(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10-15 million", 10_000_000),
        ("10–15 million", 15_000_000),
        ("between 15 and 20 million", 15_000_000),
        ("1.5 to 2 million", 1_500_000),
        ("half a million", 500_000),
        ("two and a half million", 2_500_000),
        ("two dozen", 24),
        ("one hundred twenty", 120),
        ("two hundred fifty thousand", 250_000),
        ("two thousand five hundred", 2_500),
        ("two hundred thousand and five", 200_005),
        ("three hundred and fifty", 350),
        ("a thousand and one", 1001),
        ("eleven hundred", 1100),
        ("one-and-a-half million", 1_500_000),
        ("half a million to a million", 500_000),
        ("1.2 million to 1.5 million", 1_200_000),
        ("in 2025 100,000 people", 100_000),
        ("in 2025 100,000 people", 2025),
    ],
)
def test_numbers_of_several_words(text: str, value: int) -> None:
    assert Decimal(value) in numbers_in(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0 of 2 million", 0),
        ("zero to 5 million", 0),
        ("between 500,000 and a million", 1_000_000),
        ("10 to a thousand", 1000),
        ("four to a dozen", 12),
    ],
)
def test_zero_beside_a_scale_word_and_a_number_after_a_link(text: str, value: int) -> None:
    assert Decimal(value) in numbers_in(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,000,000", "1000000"),
        ("1.000.000", "1000000"),
        ("1 000 000", "1000000"),
        ("1'000", "1000"),
        ("1.4 million", "1400000"),
        ("2 thousand", "2000"),
        ("5k", "5000"),
        ("3bn", "3000000000"),
        ("70 %", "70"),
        ("70%", "70"),
        ("$998", "998"),
        ("€ 5", "5"),
        (" 12 ", "12"),
        ("-5", "-5"),
        ("-1,000", "-1000"),
        ("0", "0"),
        ("007", "7"),
    ],
)
def test_a_cell_that_means_one_number(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "%",
        "many",
        "1e3",
        "10-15",
        "70 to 75",
        "about 70",
        "--5",
        "0x10",
        "NaN",
        "٣",
        "2025-03",
        "12 34",
        "1, 2",
        "3.4.25",
        "1,2,3",
        "5 million 3",
    ],
)
def test_a_cell_that_means_no_one_number(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("3.125 million", "3125000"), ("1.234 %", "1.234"), ("1.234", None), ("1,234", "1234"), ("12.34", "12.34")],
)
def test_a_point_before_three_digits_is_decimal_only_where_nothing_else_fits(text: str, value: str | None) -> None:
    assert parse_number(text) == (value and Decimal(value))


@given(st.integers(-(10**12), 10**12))
def test_a_grouped_whole_number_is_parsed_and_written_plainly(value: int) -> None:
    number = parse_number(f"{value:,}")
    assert number is not None
    assert plain(number) == str(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1E+6", "1000000"),
        ("0.50", "0.5"),
        ("100", "100"),
        ("100.00", "100"),
        ("-2.50", "-2.5"),
        ("0.0", "0"),
        ("1E-7", "0.0000001"),
    ],
)
def test_numbers_are_written_plainly(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text


@given(DECIMALS)
def test_writing_plainly_keeps_the_number(value: Decimal) -> None:
    text = plain(value)
    assert Decimal(text) == value
    assert plain(Decimal(text)) == text
    assert "E" not in text


PRINTED_PARTS = [
    "1,000",
    "12",
    "345",
    "1.5",
    " ",
    "and",
    "half",
    "million",
    "-",
    ",",
    ".",
    "'",
    "\u00a0",
    "people",
    "²",
]
PRINTED = st.lists(st.sampled_from([*PRINTED_PARTS, "٣", "k", " in ", " (", " to "]), max_size=6).map("".join)


@given(PRINTED, st.sampled_from(["12", "345", "1000", "12345", "12000000", "1", "0", "-12", "1.5", "²", ""]))
def test_what_is_plainly_printed_is_among_the_numbers_of_the_text(text: str, number: str) -> None:
    if prints_plainly(text, number):
        assert Decimal(number) in numbers_in(text)


def test_a_number_among_words_is_plainly_printed_and_one_beside_digits_is_not() -> None:
    assert prints_plainly("nearly 1,000 people", "1000")
    assert prints_plainly("$1.4 billion a year", "1400000000")
    assert prints_plainly("8.3 percent (FY 2014)", "8.3")
    assert prints_plainly("1,000 cases in 2019", "1000")
    assert not prints_plainly("18.3 percent", "8.3")
    assert not prints_plainly("1,000, 500 or 200", "1000")
    assert not prints_plainly("1.4 millionaires", "1400000")
    assert not prints_plainly("12 345 people", "345")
    assert not prints_plainly("1000 people", "1000")


@pytest.mark.parametrize(
    ("cell", "position"),
    [("0", 0), ("120", 120), ("", None), ("-1", None), ("1.5", None), ("²", None), ("9" * 19, None)],
)
def test_positions_are_whole_numbers(cell: str, position: int | None) -> None:
    assert cell_position(cell) == position


def test_a_word_after_a_number_of_countless_digits_is_a_number_of_its_own() -> None:
    huge = "1" + "0" * 400
    assert numbers_in(f"{huge} five") == {Decimal(huge), Decimal(5)}
