"""Finds the rows of a large table in which a rule surely finds nothing, so that it is not asked about them.

A rule is a function of a few cells. Where nearly all rows differ in these, it would be called for nearly every row. For
the rules that this makes slow there is a shortcut here, which looks at all rows at once and says which are surely right;
the rule is asked about the others. A shortcut may leave rows that are right to the rule, but it never passes one in which
the rule finds something: tests hold each to its rule. A rule without a shortcut is only slower.

A shortcut is given the columns that its rule is given (`table_files.block_columns`).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from itertools import count
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from deportation_goal.evidence import MINIMUM_LENGTH
from deportation_goal.rules.chronology import COUNTS, first_day, last_day
from deportation_goal.rules.value_text import prints_dollars, prints_percent
from deportation_goal.values.hedges import hedge_in, names_magnitude
from deportation_goal.values.numbers import cell_position, goes_on, numbers_in

if TYPE_CHECKING:
    from deportation_goal.package.schema import TableSchema
    from deportation_goal.table_files.arrays import Bytes
    from deportation_goal.table_files.block_columns import BlockColumn, CodedColumn, TextColumn

_WORDED: Final = "value_text"
"""The column whose words and numbers the shortcuts look at."""
_EXACT: Final = 1 << 53
"""Whole numbers below this are exact as floating-point numbers."""
_EXACT_DIGITS: Final = 15
"""So many digits make a floating-point number that no others make, wherever the point is."""

_NUMBER: Final = r"(?:0{1,3}(?:,000)+|0+(?:\.0{1,2})?)"
_CLEAR: Final = re.compile(
    rf"(?P<before>[^0]*)(?P<first>{_NUMBER})(?:(?: to | and |-| to \$| and \$)(?P<second>{_NUMBER}))?(?P<after>[^0]*)"
)
"""Words, with a zero for each digit, whose numbers have one reading: one number, or the two ends of a range."""
_FEW_DIGITS: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_NUMBERS_IN_WORDS: Final = 2
_SCALE_WORD: Final = re.compile(r" (thousand|million|billion)\b")
_SCALES: Final = {"thousand": 3, "million": 6, "billion": 9}


def foreseen(schema: TableSchema) -> Callable[[str, TextColumn], None]:
    """Return a function that asks a column of texts all that the rules will ask, so that its texts can be let go."""
    from deportation_goal.rules.catalogue import RULES

    by_code_point = {name for name, key in zip(schema.order, schema.sorting, strict=True) if key is None}

    def ask(name: str, column: TextColumn) -> None:
        field = schema.by_name[name]
        for rule in RULES.values():
            if rule.asked is not None and rule.applies is not None and rule.applies(field):
                rule.asked(column, field)
        column.foresee(is_ordered=name in by_code_point, is_worded=name == _WORDED)

    return ask


def _position(cell: str) -> float:
    number = cell_position(cell)
    return math.nan if number is None or number >= _EXACT else number


def _rounded(cell: str) -> float:
    """Return a number as a floating-point one, NaN where there is none."""
    try:
        return float(cell)
    except ValueError:
        return math.nan


def _locator_whole(start: BlockColumn, end: BlockColumn, digest: BlockColumn) -> Bytes:
    """All three cells are filled, or none is."""
    same: Bytes = (start.filled() == end.filled()) & (end.filled() == digest.filled())
    return same


def _locator_length(start: BlockColumn, end: BlockColumn) -> Bytes:
    """The end is far enough from the start, or neither is given."""
    long: Bytes = end.per_row(_position) - start.per_row(_position) >= MINIMUM_LENGTH
    return long | ~(start.filled() | end.filled())


def _locator_inside(end: BlockColumn, _source: BlockColumn, length: BlockColumn) -> Bytes:
    """The end is within the text, or one of the two is not given."""
    inside: Bytes = end.per_row(_position) <= length.per_row(_position)
    return inside | ~(end.filled() & length.filled())


def _future_figure(period: BlockColumn, status: BlockColumn, published: BlockColumn, measure: BlockColumn) -> Bytes:
    """The period does not begin after the publication, or nothing is counted."""
    late: Bytes = period.per_row(first_day) > published.per_row(last_day)
    return ~(late & _is_count(status, measure))


def _counted_after_published(
    period: BlockColumn, status: BlockColumn, published: BlockColumn, measure: BlockColumn
) -> Bytes:
    """The last part of the period does not begin after the publication, or nothing is counted."""
    late: Bytes = period.per_row(lambda cell: first_day(cell.rpartition("/")[2])) > published.per_row(last_day)
    return ~(late & _is_count(status, measure))


def _is_count(status: BlockColumn, measure: BlockColumn) -> Bytes:
    counts: Bytes = status.per_row(lambda cell: cell != "forecast") & measure.per_row(COUNTS.__contains__)
    return counts


def _primary_before_source(_primary: BlockColumn, later: BlockColumn, published: BlockColumn) -> Bytes:
    """The document does not begin after the publication of the source."""
    late: Bytes = later.per_row(first_day) > published.per_row(last_day)
    return ~late


def _said_before_published(said_on: BlockColumn, published: BlockColumn) -> Bytes:
    """No day of the words is given, or they were said before the publication begins."""
    earlier: Bytes = said_on.per_row(first_day) < published.per_row(first_day)
    return earlier | ~said_on.filled()


def _source_seen(_source: BlockColumn, access: BlockColumn) -> Bytes:
    """The document was seen."""
    return access.per_row(lambda cell: cell != "not_seen")


def _value_max_pair(qualifier: BlockColumn, value_max: BlockColumn) -> Bytes:
    """There is an upper end if and only if the number is a range."""
    fits: Bytes = qualifier.per_row(lambda cell: cell == "between") == value_max.filled()
    return fits


def _minus_sign(value: BlockColumn, value_max: BlockColumn, _measure: BlockColumn, _name: BlockColumn) -> Bytes:
    """Neither number has a sign."""
    return ~(value.per_row(lambda cell: "-" in cell) | value_max.per_row(lambda cell: "-" in cell))


def _value_max_order(value: BlockColumn, value_max: BlockColumn) -> Bytes:
    """There is no upper end, or it is greater: rounding makes numbers equal, but never changes their order."""
    greater: Bytes = value_max.per_row(_rounded) > value.per_row(_rounded)
    return greater | ~value_max.filled()


def _magnitude_word(qualifier: BlockColumn, text: BlockColumn) -> Bytes:
    """The qualifier is another, or the words name a magnitude."""
    return qualifier.per_row(lambda cell: cell != "magnitude") | text.wording().per_row(names_magnitude)


def _hedge_in_text(value: BlockColumn, text: BlockColumn, qualifier: BlockColumn, _measure: BlockColumn) -> Bytes:
    """The words hold no hedge, or that of the qualifier beside a number without a sign, or the qualifier has none."""
    codes: Mapping[str, int] = defaultdict(count().__next__)
    hedge = text.wording().per_row(lambda words: codes[hedge_in(words)])
    fits: Bytes = (hedge == qualifier.per_row(codes.__getitem__)) & ~value.per_row(lambda cell: cell.startswith("-"))
    fits |= (hedge == codes[""]) | qualifier.per_row(lambda cell: cell in ("between", "magnitude"))
    return fits


def _hedge_unprinted(text: BlockColumn, qualifier: BlockColumn) -> Bytes:
    """The qualifier needs no word, or the words hold a hedge."""
    needs_none = qualifier.per_row(lambda cell: cell in ("", "exact", "between", "magnitude"))
    return needs_none | text.wording().per_row(lambda words: bool(hedge_in(words)))


def _range_in_text(text: BlockColumn, qualifier: BlockColumn, approximate: BlockColumn) -> Bytes:
    """The number is not a range, or its words hedge it just as approximate says."""
    about = text.wording().per_row(lambda words: hedge_in(words) in ("about", "nearly", "just_over"))
    fits: Bytes = about == approximate.per_row(lambda cell: cell == "true")
    return fits | qualifier.per_row(lambda cell: cell != "between")


def _unit_in_text(text: BlockColumn, _indicator: BlockColumn, unit: BlockColumn) -> Bytes:
    """The words print percent and dollars as the unit of the indicator says."""
    words = text.wording()
    percent: Bytes = words.per_row(prints_percent) == unit.per_row(lambda code: "%" in code)
    dollars: Bytes = words.per_row(prints_dollars) == unit.per_row(lambda code: "USD" in code)
    return percent & dollars


def _value_in_text(value: BlockColumn, value_max: BlockColumn, text: BlockColumn) -> Bytes:
    """The words print the value, or the two ends of a range, and no other number: "nearly 1.4 million people"."""
    words, digits, is_range = text.wording(), text.digits(), value_max.filled()
    sure = ~(value.filled() | text.filled())
    lowest = value.per_row(_exact)
    for number in range(_NUMBERS_IN_WORDS):
        sure |= (words.mapped(_numbers_in_words).per_row(itemgetter(number)) == lowest) & ~is_range
    low, high = (words.mapped(_clear_numbers).mapped(itemgetter(end)) for end in (0, 1))
    # The digits of a range are those of the low end, then those of the high one.
    place = high.per_row(attrgetter("place"))
    fits = _prints(digits // place, low, lowest) & ((place > 1) == is_range)
    fits &= _prints(digits % place, high, value_max.per_row(_exact)) | ~is_range
    sure |= fits
    return sure


def _numbers_in_words(wording: str) -> tuple[float, ...]:
    """Return the numbers that a text without digits prints: 1,000 and 1 in "thousands of arrests a day"; NaN for others."""
    numbers = sorted(map(float, numbers_in(wording))) if "0" not in wording else []
    return (*numbers, *[math.nan] * _NUMBERS_IN_WORDS)[:_NUMBERS_IN_WORDS]


def _exact(cell: str) -> float:
    """Return a number of few digits as a floating-point one, which no other such number has; NaN for other cells."""
    return float(cell) if len(cell) <= _EXACT_DIGITS and _FEW_DIGITS.fullmatch(cell) else math.nan


class _Number(NamedTuple):
    """How the digits of a number in a text are read: multiplied by `times` and divided by `per`, one of which is 1.

    Attributes:
        times: What a scale word multiplies the digits by.
        per: What a decimal point divides them by.
        least: What the digits are at least, as a whole number: less begins with a zero and may be read in another way.
        place: The place of the digit before the number: 1000 if it has three digits.
    """

    times: float
    per: float
    least: float
    place: int


_NO_NUMBER: Final = _Number(1, 1, math.inf, 1)


def _clear_numbers(wording: str) -> tuple[_Number, _Number]:
    """Return the one number of a text, or the two ends of a range such as "10 to 15 million", where they are clear.

    They are not where there are more numbers, or other words may change them.
    """
    found = _CLEAR.fullmatch(wording)
    if found is None or not wording.isascii():
        return _NO_NUMBER, _NO_NUMBER
    scale = _SCALE_WORD.match(found["after"])
    rest = found["after"][scale.end() :] if scale else found["after"]
    if goes_on(found["before"]) or goes_on(rest):
        return _NO_NUMBER, _NO_NUMBER
    power = _SCALES[scale[1]] if scale else 0
    return _number(found["first"], power), _number(found["second"], power) if found["second"] else _NO_NUMBER


def _number(zeros: str, power: int) -> _Number:
    whole, _, decimals = zeros.replace(",", "").partition(".")
    length = len(whole + decimals)
    if length > _EXACT_DIGITS:
        return _NO_NUMBER
    power -= len(decimals)
    return _Number(
        10.0 ** max(power, 0), 10.0 ** max(-power, 0), 10 ** (length - 1) if len(whole) > 1 else 0, 10**length
    )


def _prints(digits: Bytes, numbers: CodedColumn, cells: Bytes) -> Bytes:
    """Whether the digits of texts are those of the numbers in cells."""
    times, per, least = (numbers.per_row(attrgetter(name)) for name in ("times", "per", "least"))
    # With few digits, multiplied or divided by a power of ten, a floating-point number is the nearest to the exact one.
    equal: Bytes = digits * times / per == cells
    return equal & (digits >= least)


RowShortcut = Callable[..., "Bytes"]
"""Says in which rows a rule surely finds nothing; its parameters are those of the rule."""

SURE_ROWS: Final[Mapping[str, RowShortcut]] = {
    "locator-whole": _locator_whole,
    "locator-length": _locator_length,
    "locator-inside": _locator_inside,
    "future-figure": _future_figure,
    "counted-after-published": _counted_after_published,
    "primary-before-source": _primary_before_source,
    "said-before-published": _said_before_published,
    "source-seen": _source_seen,
    "value-max-pair": _value_max_pair,
    "minus-sign": _minus_sign,
    "value-max-order": _value_max_order,
    "magnitude-word": _magnitude_word,
    "hedge-in-text": _hedge_in_text,
    "hedge-unprinted": _hedge_unprinted,
    "range-in-text": _range_in_text,
    "unit-in-text": _unit_in_text,
    "value-in-text": _value_in_text,
}
"""The shortcuts for rules on rows, by the id of the rule."""
