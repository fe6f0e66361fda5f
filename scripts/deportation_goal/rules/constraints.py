"""Types and constraints: the Table Schemas translated to pandera and run on whole columns.

The translation is our own because pandera's reader of frictionless schemas turns dates into strings, drops keys
and doubles anchors. Columns stay strings; a check looks at the filled cells only and at their exact form, since
a cast would take `0x10` for 16 and `false` for true.
"""

from __future__ import annotations

import datetime
import functools
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from deportation_goal.findings import Level, Problem
from deportation_goal.package.schema import Field, TableSchema
from deportation_goal.rules.checked_tables import Tables, as_array, as_mask
from deportation_goal.rules.dates import EDTF_COLUMNS
from deportation_goal.rules.rule import Edit, Example, NewRow, Rule
from deportation_goal.values.numbers import parse_number, plain
from deportation_goal.values.periods import suggest_day, suggest_period
from deportation_goal.wording import alike, counted, short

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

TYPE: Final = Rule(
    "type",
    Level.ERROR,
    "A value has the form of its column's type.",
    "Numbers are digits with a point for decimals and no group marks; dates are YYYY-MM-DD; booleans true or false.",
    bad=Example("A number with words.", (Edit("figures", 0, "value", "one million"),)),
    good=Example("The same number in digits.", (Edit("figures", 0, "value", "1000000"),)),
    second_opinion=True,
)
DATE_FORM: Final = Rule(
    "date-form",
    Level.ERROR,
    "A date is written YYYY-MM-DD, with two digits for month and day.",
    "One form sorts and compares as text.",
    bad=Example("A month of one digit.", (Edit("revisions", 0, "date", "2025-6-01"),)),
    good=Example("The same date in full.", (Edit("revisions", 0, "date", "2025-06-01"),)),
    fixable=True,
    alone_because="frictionless takes 2025-6-01 for a date",
)
REQUIRED: Final = Rule(
    "required",
    Level.ERROR,
    "A required column has a value in every row.",
    "Without it the row cannot be understood or used.",
    bad=Example("A row without a role.", (Edit("countries", 0, "role", ""),)),
    good=Example("A row with its role.", (Edit("countries", 0, "role", "in_negotiation"),)),
    second_opinion=True,
)
BLANK_ID: Final = Rule(
    "blank-id",
    Level.ERROR,
    "Every row has its id.",
    "Ids are made by the tool: leave the cell empty in a new row and run `deportation-goal fix`.",
    bad=Example("A new row that has no id yet.", (Edit("countries", 0, "country_role_id", ""),)),
    good=Example("The row after `fix`.", (Edit("countries", 0, "country_role_id", "cty-9b6t2h"),)),
    fixable=True,
    second_opinion=True,
)
ENUM: Final = Rule(
    "enum",
    Level.ERROR,
    "A coded column holds one of its codes.",
    "Free words cannot be counted; the codes with their meanings stand in docs/dictionary.md.",
    bad=Example("A code that is not in the list.", (Edit("figures", 0, "status", "projected"),)),
    good=Example("The code for it.", (Edit("figures", 0, "status", "forecast"),)),
    second_opinion=True,
)
PATTERN: Final = Rule(
    "pattern",
    Level.ERROR,
    "A value has the form that its column demands.",
    "Ids, addresses, hashes and codes have one fixed form each.",
    bad=Example("An address without its scheme.", (Edit("sources", 1, "url", "example.org/report"),)),
    good=Example("The whole address.", (Edit("sources", 1, "url", "https://example.org/report"),)),
    second_opinion=True,
)
MINIMUM: Final = Rule(
    "minimum",
    Level.ERROR,
    "A number is not below the least value of its column.",
    "A position in a text, for example, cannot be negative.",
    bad=Example("A text of no length.", (Edit("sources", 0, "text_length", "0"),)),
    good=Example("A text of some length.", (Edit("sources", 0, "text_length", "6000"),)),
    second_opinion=True,
)
MAX_LENGTH: Final = Rule(
    "max-length",
    Level.ERROR,
    "A text is not longer than its column allows.",
    "Summaries and notes are short on purpose: they are our own words, not copies of the text.",
    bad=Example("A note of 300 characters.", (Edit("figures", 0, "notes", "long " * 59 + "note."),)),
    good=Example("A short note.", (Edit("figures", 0, "notes", "Printed twice."),)),
    second_opinion=True,
)
UNIQUE: Final = Rule(
    "unique",
    Level.ERROR,
    "A key stands once in its table.",
    "An id that names two rows names neither.",
    bad=Example("Two areas with the code CRI.", (NewRow("areas", 0, (("name", "Costa Rica again"),)),)),
    good=Example("Two areas with codes of their own."),
    second_opinion=True,
)

RULES: Final = (BLANK_ID, REQUIRED, TYPE, DATE_FORM, ENUM, PATTERN, MINIMUM, MAX_LENGTH, UNIQUE)

_LEXICAL: Final = {
    "integer": r"-?(0|[1-9][0-9]*)",
    "number": r"-?(0|[1-9][0-9]*)(\.[0-9]+)?",
    "boolean": r"true|false",
    "date": r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
}
_ALLOWED: Final = {
    "integer": "a whole number in digits, such as 1204",
    "number": "a number in digits with a point for decimals, such as 1400000 or 0.7",
    "boolean": "true or false",
    "date": "a date that exists, such as 2025-04-12",
}
_LARGEST_DIGITS: Final = 18
_Kernel = Callable[["pa.Array"], "pa.Array"]
"""Says of every value of a column whether it passes."""


def _full_match(pattern: str) -> _Kernel:
    import pyarrow.compute as pc

    whole = f"^(?:{pattern.removeprefix('^').removesuffix('$')})$"
    # RE2 lets `$` match before a final line break only in its multi-line mode, which is off: no `USA\\n` for `USA`.
    return lambda values: pc.match_substring_regex(values, whole)


def _number(kind: str) -> _Kernel:
    import pyarrow.compute as pc

    form = _full_match(_LEXICAL[kind])
    return lambda values: pc.and_(form(values), pc.less_equal(pc.utf8_length(values), _LARGEST_DIGITS))


def _date(values: pa.Array) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    formed = _full_match(_LEXICAL["date"])(values)
    dates = [_is_day(value) for value in pc.if_else(formed, values, "").to_pylist()]
    return pa.array(dates, type=pa.bool_())


def _is_day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _typed(kind: str) -> _Kernel:
    if kind == "date":
        return _date
    return _full_match(_LEXICAL[kind]) if kind == "boolean" else _number(kind)


def _within(field: Field) -> _Kernel:
    import pyarrow as pa
    import pyarrow.compute as pc

    form = _number(field.type)
    low = -np.inf if field.minimum is None else field.minimum
    high = np.inf if field.maximum is None else field.maximum

    def check(values: pa.Array) -> pa.Array:
        numbers = pc.cast(pc.if_else(form(values), values, None), pa.float64())
        inside = pc.and_(pc.greater_equal(numbers, low), pc.less_equal(numbers, high))
        return pc.fill_null(inside, True)

    return check


def _column_checks(field: Field) -> Iterator[tuple[Rule, _Kernel]]:
    """Yield the checks of the filled cells of a column, the first causes first."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if field.type != "string":
        yield TYPE, _typed(field.type)
    if field.enum:
        codes = pa.array(field.enum, type=pa.string())
        yield ENUM, lambda values: pc.is_in(values, value_set=codes)
    if field.pattern is not None:
        yield PATTERN, _full_match(field.pattern)
    if field.minimum is not None or field.maximum is not None:
        yield MINIMUM, _within(field)
    if field.max_length is not None:
        limit = field.max_length
        yield MAX_LENGTH, lambda values: pc.less_equal(pc.utf8_length(values), limit)


@functools.cache
def _pandera() -> ModuleType:
    """Import pandera, without hypothesis: it would load that test tool wherever it finds it, for nothing."""
    hidden = "hypothesis" not in sys.modules
    if hidden:
        sys.modules["hypothesis"] = None  # type: ignore[assignment]
    try:
        import pandera.pandas as module
    finally:
        if hidden:
            del sys.modules["hypothesis"]
    return module


def _pandera_check(rule: Rule, predicate: Callable[[pd.Series[str]], pd.Series[bool]]) -> Any:
    return _pandera().Check(predicate, name=rule.id, ignore_na=False)


def _on_filled(kernel: _Kernel) -> Callable[[pd.Series[str]], pd.Series[bool]]:
    """Let a check pass the empty cells: they are the business of `required`."""

    def check(values: pd.Series[str]) -> pd.Series[bool]:
        import pandas as pd
        import pyarrow.compute as pc

        array = as_array(values)
        return pd.Series(as_mask(pc.or_(pc.equal(array, ""), kernel(array))), index=values.index)

    return check


def _pandera_checks(field: Field) -> Iterator[Any]:
    if field.required:
        yield _pandera_check(REQUIRED, lambda values: values != "")
    for rule, kernel in _column_checks(field):
        yield _pandera_check(rule, _on_filled(kernel))
    if field.unique:
        yield _pandera_check(UNIQUE, lambda values: ~values.duplicated() | (values == ""))


def pandera_schema(schema: TableSchema) -> Any:
    """Translate a Table Schema to a `pandera.DataFrameSchema` over columns of strings.

    Each check carries the id of its rule as its name. Foreign keys are checked elsewhere: they need two tables.
    """
    pandera = _pandera()
    columns = {
        field.name: pandera.Column(checks=list(_pandera_checks(field)), required=True) for field in schema.fields
    }
    return pandera.DataFrameSchema(columns, strict=True, name=schema.name)


Failure = tuple[str, int, str]
"""Column, row and rule of a cell that fails a check."""


def load_validator() -> None:
    """Import pandera and let it set itself up, for a thread of its own: that takes as long as reading a large table."""
    import pandas as pd

    pandera = _pandera()
    pandera.DataFrameSchema({"": pandera.Column(checks=pandera.Check(lambda values: values == ""))}).validate(
        pd.DataFrame({"": pd.Series([""], dtype="str")})
    )


def failures(schema: TableSchema, frame: pd.DataFrame) -> list[Failure]:
    """Return the cells of a table that fail a check of its schema, one entry a check, in order of row and cause."""
    from pandera.errors import SchemaErrors

    try:
        pandera_schema(schema).validate(frame, lazy=True, inplace=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
    else:
        return []
    cases = cases[cases["index"].notna()]
    rank = {rule.id: position for position, rule in enumerate(RULES)}
    found: list[Failure] = list(zip(cases["column"], cases["index"].astype(int), cases["check"], strict=True))
    return sorted(found, key=lambda failure: (failure[1], failure[0], rank[failure[2]]))


def constraint_problems(tables: Tables, found: Mapping[str, list[Failure]]) -> Iterator[Problem]:
    """Yield breaches of types and constraints among the cells that have no finding yet, one a cell.

    Args:
        tables: The tables.
        found: What `failures` returned for each of them.
    """
    for table, cases in found.items():
        by_name = tables.schemas[table].by_name
        seen: set[tuple[str, int]] = set()
        for column, row, rule in cases:
            if (column, row) not in seen and not tables.bad_cells(table, column)[row]:
                seen.add((column, row))
                yield _problem(tables, table, by_name[column], rule, row)


def _problem(tables: Tables, table: str, field: Field, rule: str, row: int) -> Problem:
    value = tables.value(table, field.name, row)
    suggestion = ""
    if rule == REQUIRED.id:
        message = f"the cell is empty and needs a value: {field.description}"
        if field.name == tables.schemas[table].primary_key and tables.schemas[table].has_evidence:
            rule, message = BLANK_ID.id, "the row has no id yet: run `deportation-goal fix` and it gets one"
        elif field.enum:
            message = f"the cell is empty and needs one of {', '.join(field.enum)}"
    elif rule == TYPE.id:
        message, suggestion = (
            f"«{short(value)}» is not {_ALLOWED[field.type]}",
            _typed_suggestion(field.type, value),
        )
        if field.type == "date" and suggestion and re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", value):
            rule = DATE_FORM.id
    elif rule == ENUM.id:
        message, suggestion = (
            f"«{short(value)}» is no code of this column; allowed are {', '.join(field.enum)}",
            _nearest(value, field.enum),
        )
    elif rule == PATTERN.id:
        message = f"«{short(value)}» does not have the form of this column, such as {field.example}"
        suggestion = _pattern_suggestion(field, value)
    elif rule == MINIMUM.id:
        limit = f"at least {field.minimum:g}" if field.minimum is not None else f"at most {field.maximum:g}"
        message = f"«{short(value)}» is out of range; allowed is {limit}"
    elif rule == MAX_LENGTH.id:
        message = f"the text has {len(value)} characters; at most {field.max_length} are allowed: shorten it"
    else:
        first = int(np.flatnonzero(tables.frames[table][field.name] == value)[0])
        message = f"«{short(value)}» already stands {counted(first + 1, 'row')} below the header: each key stands once, so choose another or delete this row"
    return Problem(rule, table, row, field.name, value, message, suggestion)


def _nearest(value: str, codes: tuple[str, ...]) -> str:
    tidy = re.sub(r"[\s-]+", "_", value.strip().lower())
    near = alike(tidy, codes, 1)
    return near[0] if near else ""


def _typed_suggestion(kind: str, value: str) -> str:
    if kind == "date":
        return suggest_day(value)
    if kind == "boolean":
        return {
            "yes": "true",
            "y": "true",
            "1": "true",
            "true": "true",
            "no": "false",
            "n": "false",
            "0": "false",
            "false": "false",
        }.get(value.strip().lower(), "")
    number = parse_number(value)
    if number is None or (kind == "integer" and number != number.to_integral_value()):
        return ""
    return plain(number)


def _pattern_suggestion(field: Field, value: str) -> str:
    pattern = field.pattern or ""
    if field.name in EDTF_COLUMNS:
        return suggest_period(value)
    candidates = [
        value.strip().lower(),
        value.strip().upper(),
        re.sub(r"[^a-z0-9]+", "-", value.strip().lower()).strip("-"),
        "https://" + value.strip(),
    ]
    for candidate in candidates:
        if candidate and re.fullmatch(pattern, candidate) and (not candidate.startswith("https://") or "." in value):
            return candidate
    return ""
