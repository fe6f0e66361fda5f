"""Periods: by hand, by round trip, and against the edtf package where the two speak of the same thing."""

from __future__ import annotations

import contextlib
import datetime
import io
from typing import Any, Final

import pytest
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from hypothesis import example, given
from hypothesis import strategies as st

from deportation_goal.package.descriptor import Package
from deportation_goal.table_files.read_rows import read_rows
from deportation_goal.values.periods import (
    Period,
    PeriodError,
    overlap,
    parse_period,
    period_words,
    quarter_of,
    suggest_day,
    suggest_period,
)
from effort import sample

MARKS: Final = st.sampled_from(["", "~", "?", "%"])
DAYS: Final = st.dates(datetime.date(1, 1, 1))
QUARTER_MONTHS: Final = {33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12)}


def _written(day: datetime.date, precision: int) -> str:
    return day.isoformat()[: (4, 7, 10)[precision]]


DATES: Final = st.builds(_written, DAYS, st.integers(0, 2))
QUARTERS: Final = st.builds(lambda year, quarter: f"{year:04}-{quarter}", st.integers(1, 9999), st.integers(33, 36))
ENDS: Final = st.builds(str.__add__, DATES, MARKS)
# Nearly right texts, so that both verdicts come up; no quarter and no season (21 to 41), see the tests below.
NEARLY_DATES: Final = st.builds(
    lambda year, month, day, mark: f"{year:04}{month}{day if month else ''}{mark}",
    st.integers(1, 2400),
    st.sampled_from(["", "-00", "-01", "-02", "-06", "-09", "-12", "-13", "-20", "-99", "-1", "-"]),
    st.sampled_from(["", "-00", "-01", "-28", "-29", "-30", "-31", "-32", "-5", "-"]),
    st.sampled_from(["", "", "~", "?", "%", "*"]),
)
NEARLY_ENDS: Final = st.one_of(NEARLY_DATES, st.just(".."))


def _ours(text: str) -> Period | None:
    try:
        return parse_period(text)
    except PeriodError:
        return None


def _day(value: Any) -> datetime.date | None:
    """Return a bound as edtf gives it (a struct_time) as a day; an open end is infinite there."""
    return None if isinstance(value, float) else datetime.date(*value[:3])


def _theirs(text: str) -> Period | None:
    """Read a text with edtf, and drop what it takes and this profile does not.

    It knows no leap years (2025-02-29 passes), lets an interval end before it begins, takes two open ends, and raises
    AttributeError or TypeError for some texts that are none, such as `2025-1X` and `../`, after printing them. White
    space, which it passes over, stands in none of the texts given to it here.
    """
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            parsed = parse_edtf(text)
        start, end = _day(parsed.lower_strict()), _day(parsed.upper_strict())
    except (EDTFParseException, ValueError, AttributeError, TypeError):
        return None
    if (start is None and end is None) or (start and end and start > end):
        return None
    return Period(start, end, any(mark in text for mark in "~?%"))


@given(NEARLY_DATES)
@example("2025-1X")
@example("2025-02-30")
@example("1900-02-29")
@example("2000-02-29")
def test_edtf_agrees_on_dates(text: str) -> None:
    assert _ours(text) == _theirs(text)


@given(NEARLY_ENDS, NEARLY_ENDS)
@example("..", "2025")
@example("2025-06", "2025")
@example("2026", "2025")
@example("..", "..")
@example("2025-02-29", "2026")
def test_edtf_agrees_on_intervals(start: str, end: str) -> None:
    text = f"{start}/{end}"
    if text.endswith("/") or text.startswith("/") or "//" in text:
        # ISO 8601-2 has an unknown end, written as nothing; this profile has only the open one.
        assert _ours(text) is None
    else:
        assert _ours(text) == _theirs(text)


@given(QUARTERS)
def test_edtf_agrees_on_quarters(text: str) -> None:
    assert _ours(text) == _theirs(text)


@given(QUARTERS, MARKS)
def test_quarters_take_marks_and_stand_in_intervals(quarter: str, mark: str) -> None:
    # By hand: edtf 5.0 refuses both.
    year, (first, last) = int(quarter[:4]), QUARTER_MONTHS[int(quarter[5:])]
    marked = parse_period(quarter + mark)
    assert marked.start == datetime.date(year, first, 1)
    assert marked.end is not None
    assert (marked.end.year, marked.end.month) == (year, last)
    assert marked.approximate is bool(mark)
    assert parse_period(f"{quarter}{mark}/..") == Period(marked.start, None, bool(mark))


@given(DAYS, DAYS)
def test_an_interval_of_days_reads_back(first: datetime.date, second: datetime.date) -> None:
    start, end = sorted([first, second])
    assert parse_period(f"{start.isoformat()}/{end.isoformat()}") == Period(start, end, False)


@given(ENDS)
def test_a_date_is_the_interval_from_itself_to_itself(text: str) -> None:
    assert parse_period(f"{text}/{text}") == parse_period(text)


@given(DATES, MARKS)
def test_a_mark_changes_no_day(text: str, mark: str) -> None:
    plain, marked = parse_period(text), parse_period(text + mark)
    assert (marked.start, marked.end, marked.approximate) == (plain.start, plain.end, bool(mark))


@given(DAYS)
def test_day_lies_in_its_month_and_month_in_its_year(day: datetime.date) -> None:
    periods = [parse_period(_written(day, precision)) for precision in (2, 1, 0)]
    starts, ends = [period.start for period in periods], [period.end for period in periods]
    assert None not in starts + ends
    assert starts == sorted(starts, reverse=True)  # type: ignore[type-var]
    assert ends == sorted(ends)  # type: ignore[type-var]


@pytest.mark.parametrize(
    ("text", "start", "end", "approximate"),
    [
        ("2025", "2025-01-01", "2025-12-31", False),
        ("2025-02", "2025-02-01", "2025-02-28", False),
        ("2024-02", "2024-02-01", "2024-02-29", False),
        ("2025-03-12~", "2025-03-12", "2025-03-12", True),
        ("2025-33", "2025-01-01", "2025-03-31", False),
        ("2025-36?", "2025-10-01", "2025-12-31", True),
        ("2025-01-20/2026-01-19", "2025-01-20", "2026-01-19", False),
        ("2023-10/2024-09", "2023-10-01", "2024-09-30", False),
        ("2015~/2025~", "2015-01-01", "2025-12-31", True),
        ("2025-01-20/2025-03", "2025-01-20", "2025-03-31", False),
        ("2025/2026%", "2025-01-01", "2026-12-31", True),
    ],
)
def test_periods_by_hand(text: str, start: str, end: str, approximate: bool) -> None:
    expected = Period(datetime.date.fromisoformat(start), datetime.date.fromisoformat(end), approximate)
    assert parse_period(text) == expected


def test_open_ends() -> None:
    assert parse_period("2004/..") == Period(datetime.date(2004, 1, 1), None, False)
    assert parse_period("../2025-04?") == Period(None, datetime.date(2025, 4, 30), True)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2025-02-30", "February 2025 has no day 30"),
        ("2025-02-29", "February 2025 has no day 29"),
        ("2025-13", "not a month"),
        ("2025-00", "not a month"),
        ("2025-32", "not a month"),
        ("2025-37", "not a month"),
        ("2025-33-01", "not a month"),
        ("2026/2025", "the interval ends before it begins"),
        ("2025-36/2025-33", "ends before it begins"),
        ("..", "only at an end"),
        ("../..", "one end at least"),
        ("0000", "year 0000 does not exist"),
        ("2025/", "not a date"),
        ("/2025", "not a date"),
        ("2025/2026/2027", "not a date"),
        ("2025-1X", "not a date"),
        ("25-03", "not a date"),
        ("2025-3", "not a date"),
        ("2025-03-12T10:00", "not a date"),
        ("2025~~", "not a date"),
        ("~2025", "not a date"),
        (" 2025", "not a date"),
        ("2025\n", "not a date"),
        ("2025 /..", "not a date"),
        ("٢٠٢٥", "not a date"),
        ("", "not a date"),
    ],
)
def test_what_is_no_period_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(PeriodError, match=reason):
        parse_period(text)


@given(st.text(st.sampled_from("0123456789-/.~?%T: abcMay٣"), max_size=14))
def test_any_text_is_read_or_refused(text: str) -> None:
    period = _ours(text)
    assert period is None or period.start is None or period.end is None or period.start <= period.end


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("2025-3-1", "2025-03-01"),
        ("2025/03/01", "2025-03-01"),
        ("2025.03.01", "2025-03-01"),
        ("2025-03-12 00:00:00", "2025-03-12"),
        ("2025-03-12T00:00", "2025-03-12"),
        ("2025-03-01 00:00:00", ""),
        ("2025-03-01T00:00", ""),
        ("2025-3", "2025-03"),
        ("12 April 2025", "2025-04-12"),
        ("12. April 2025", "2025-04-12"),
        ("1 Jan. 2025", "2025-01-01"),
        ("April 12, 2025", "2025-04-12"),
        ("APR 2 2025", "2025-04-02"),
        ("April 2025", "2025-04"),
        ("  May, 2025 ", "2025-05"),
        ("2026/2025", "2025/2026"),
        ("2026-03~/2025-12-01", "2025-12-01/2026-03~"),
        ("2025-36/2025-33", "2025-33/2025-36"),
        ("2025/2026", ""),
        ("2004/..", ""),
        ("2026-02-30/2025", ""),
        ("03/04/2025", ""),
        ("30 February 2025", ""),
        ("2025-13-01", ""),
        ("12 Brumaire 2025", ""),
        ("2025-03-01 10:30:00", ""),
        ("last week", ""),
        ("", ""),
    ],
)
def test_suggestions_by_hand(text: str, suggestion: str) -> None:
    assert suggest_period(text) == suggestion


LOOSE_DATES: Final = st.one_of(
    st.builds(
        lambda day, form: form.format(day=day),
        DAYS,
        st.sampled_from(
            [
                "{day.year:04}-{day.month}-{day.day}",
                "{day.year:04}/{day.month:02}/{day.day:02}",
                "{day.year:04}.{day.month}",
                "{day:%B} {day.day}, {day.year:04}",
                "{day.day} {day:%b} {day.year:04}",
                "{day:%B} {day.year:04}",
                "{day.day}/{day.month}/{day.year:04}",
            ]
        ),
    ),
    st.text(st.sampled_from("0123456789-/., MayJune:T"), max_size=12),
)


@given(LOOSE_DATES)
def test_a_suggestion_can_be_read_and_suggests_nothing_else(text: str) -> None:
    suggestion = suggest_period(text)
    if suggestion:
        assert parse_period(suggestion).start is not None
        assert suggest_period(suggestion) in ("", suggestion)


@given(ENDS, ENDS)
def test_an_interval_is_turned_round_only_if_it_ends_before_it_begins(first: str, second: str) -> None:
    text = f"{first}/{second}"
    assert suggest_period(text) == ("" if _ours(text) else f"{second}/{first}")


@given(DAYS, st.sampled_from(["-", "/", "."]))
def test_a_suggestion_keeps_the_day(day: datetime.date, mark: str) -> None:
    assert suggest_period(f"{day.year:04}{mark}{day.month}{mark}{day.day}") == day.isoformat()


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        ("2025", "2025-12-31", True),
        ("2025", "2026", False),
        ("2025-01/2025-03", "2025-03-31/2025-05", True),
        ("2025-01/2025-03", "2025-04-01/2025-05", False),
        ("2025/..", "2031", True),
        ("2025/..", "2024", False),
        ("2025/..", "2024/2025-01-01", True),
        ("../2025", "2026-01-01", False),
        ("../2025", "2025-12-31/..", True),
        ("../2025", "2026/..", False),
        ("../2025", "../2020", True),
        ("2025/..", "2031/..", True),
    ],
)
def test_periods_with_a_day_in_common(one: str, other: str, common: bool) -> None:
    assert overlap(parse_period(one), parse_period(other)) is common
    assert overlap(parse_period(other), parse_period(one)) is common


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-3-1", "2025-03-01"),
        ("2025/03/12", "2025-03-12"),
        ("2025-03-12 00:00:00", "2025-03-12"),
        ("2025-03-01T00:00", "2025-03-01"),
        (" 12 April 2025 ", "2025-04-12"),
        ("April 12, 2025", "2025-04-12"),
        ("2025-03", ""),
        ("April 2025", ""),
        ("2025", ""),
        ("2025-03-01/2025-02-01", ""),
        ("2025-02-30", ""),
        ("03/04/2025", ""),
        ("2025-03-12 10:30", ""),
        ("", ""),
    ],
)
def test_a_day_is_suggested_where_the_text_has_one_reading(text: str, day: str) -> None:
    assert suggest_day(text) == day


@pytest.mark.slow
def test_edtf_resolves_the_periods_of_this_repository_to_the_same_days(package: Package) -> None:
    tables = read_rows(package)
    texts = {
        row[field.name]
        for resource in package.resources
        for field in resource.schema.fields
        if field.notation == "EDTF"
        for row in tables[resource.name]
    } - {""}
    assert len(texts) > 500
    some = sample(sorted(texts), 150)
    assert {text: parse_period(text) for text in some} == {text: _theirs(text) for text in some}


@pytest.mark.parametrize(
    ("text", "precision", "words"),
    [
        ("2025-03-12", "day", "12 March 2025"),
        ("2025-03~", "month", "about March 2025"),
        ("2025-34", "quarter", "second quarter of 2025"),
        ("2025", "year", "2025"),
        ("2025-01-20/2025-03", "interval", "20 January 2025 to March 2025"),
        ("2004/..", "open", "since 2004"),
        ("../2025-09?", "open", "until about September 2025"),
    ],
)
def test_how_exactly_a_period_is_given_and_its_words(text: str, precision: str, words: str) -> None:
    assert parse_period(text).precision == precision
    assert period_words(text) == words


def test_no_period_has_no_words() -> None:
    assert period_words("") == ""
    with pytest.raises(PeriodError):
        period_words("spring")


@pytest.mark.parametrize(
    ("text", "quarter"),
    [
        ("", ""),
        ("2025", ""),
        ("../2025-03", ""),
        ("2025-01", "2025-33"),
        ("2025-04-13~", "2025-34"),
        ("2025-07/2025-12", "2025-35"),
        ("2025-36?", "2025-36"),
    ],
)
def test_the_quarter_in_which_a_period_begins(text: str, quarter: str) -> None:
    assert quarter_of(text) == quarter
