"""Types and constraints of the Table Schemas. The cells are looked at as they are written.

No value is cast: a cast would take `0x10` for 16 and `false` for true.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Final

from deportation_goal.findings import Level
from deportation_goal.package.schema import LEXICAL, LONGEST_NUMBER, Field
from deportation_goal.rules.checked_tables import CheckedTables
from deportation_goal.rules.rule import Breach, Example, Phase, cell_rule, table_rule
from deportation_goal.values.numbers import parse_number, plain
from deportation_goal.values.periods import suggest_day, suggest_period
from deportation_goal.wording import counted, nearest, short

if TYPE_CHECKING:
    from deportation_goal.table_files.distinct_values import Values

_ALLOWED: Final = {
    "integer": "a whole number in digits, such as 1204",
    "number": "a number in digits with a point for decimals, such as 1400000 or 0.7",
    "boolean": "true or false",
    "date": "a date that exists, such as 2025-04-12",
}
_TRUTH: Final = {
    **dict.fromkeys(("yes", "y", "1", "true"), "true"),
    **dict.fromkeys(("no", "n", "0", "false"), "false"),
}
_ADDRESS: Final = re.compile(r"https?://[^\W_](?:[\w.-]*[^\W_])?(?::[0-9]{1,5})?(?:[/?#][^\s<>\"\\^`{|}\[\]]*)?")
_ADDRESS_INSIDE: Final = re.compile(r"https?://[\w-]+(?:\.[\w-]+)+(?::[0-9]{1,5})?(?:/[^\s<>\"')\]]*)?")
_HOST_FIRST: Final = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:/[^\s<>\"\[\]]*)?")
_LOOSE_DAY: Final = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")


@cell_rule(
    "blank-id",
    Level.ERROR,
    Phase.FIELDS,
    applies=lambda field: field.made_id,
    asked=lambda values, _field: values.blank(),
    title="Every row has its id.",
    why="Ids are made by the tool: leave the cell empty in a new row and run `deportation-goal fix`.",
    bad=Example("A new row that has no id yet.", {"countries.0.country_role_id": ""}),
    good=Example("The row after `fix`.", {"countries.0.country_role_id": "cty-9b6t2h"}),
    fixable=True,
)
def blank_id(value: str, _field: Field) -> Breach | None:
    """Look for empty cells of a key that the tool makes."""
    return None if value else Breach("the row has no id yet: run `deportation-goal fix` and it gets one")


@cell_rule(
    "required",
    Level.ERROR,
    Phase.FIELDS,
    applies=lambda field: field.required,
    asked=lambda values, _field: values.blank(),
    title="A required column has a value in every row.",
    why="Without it the row cannot be understood or used.",
    bad=Example("A row without a role.", {"countries.0.role": ""}),
    good=Example("A row with its role.", {"countries.0.role": "in_negotiation"}),
)
def required(value: str, field: Field) -> Breach | None:
    """Look for empty cells."""
    if value:
        return None
    needs = f"one of {', '.join(field.enum)}" if field.enum else f"a value: {field.description}"
    return Breach(f"the cell is empty and needs {needs}")


@cell_rule(
    "date-form",
    Level.ERROR,
    Phase.FIELDS,
    applies=lambda field: field.type == "date",
    title="A date is written YYYY-MM-DD, with two digits for month and day.",
    why="One form sorts and compares as text.",
    bad=Example("A month of one digit.", {"revisions.0.date": "2025-6-01"}),
    good=Example("The same date in full.", {"revisions.0.date": "2025-06-01"}),
    fixable=True,
    alone_because="frictionless takes 2025-6-01 for a date",
)
def date_form(value: str, field: Field) -> Breach | None:
    """Look for days that exist and are written with too few digits."""
    if not value or field.has_type(value) or not _LOOSE_DAY.fullmatch(value) or not suggest_day(value):
        return None
    return Breach(f'"{short(value)}" is not {_ALLOWED["date"]}', suggest_day(value))


@cell_rule(
    "type",
    Level.ERROR,
    Phase.FIELDS,
    applies=lambda field: field.type != "string",
    asked=lambda values, field: _of_another_form(values, field),
    title="A value has the form of its column's type.",
    why="Numbers are digits with a point for decimals and no thousands separators; dates are YYYY-MM-DD; booleans true or false.",
    bad=Example("A number with words.", {"figures.0.value": "one million"}),
    good=Example("The same number in digits.", {"figures.0.value": "1000000"}),
)
def value_type(value: str, field: Field) -> Breach | None:
    """Compare with the lexical form of the type."""
    if not value or field.has_type(value):
        return None
    return Breach(f'"{short(value)}" is not {_ALLOWED[field.type]}', _typed_suggestion(field.type, value))


def _of_another_form(values: Values, field: Field) -> Collection[str]:
    """Return the values not written as their type; for dates all values, since not every well-formed day exists."""
    return values.distinct() if field.type == "date" else values.unlike(LEXICAL[field.type], LONGEST_NUMBER)


def _typed_suggestion(kind: str, value: str) -> str:
    if kind == "date":
        return suggest_day(value)
    if kind == "boolean":
        return _TRUTH.get(value.strip().lower(), "")
    number = parse_number(value)
    if number is None or (kind == "integer" and number != number.to_integral_value()):
        return ""
    return plain(number)


@cell_rule(
    "enum",
    Level.ERROR,
    Phase.FIELDS,
    applies=lambda field: bool(field.enum),
    asked=lambda values, field: values.other_than(field.enum),
    title="A coded column holds one of its codes.",
    why="Free words cannot be counted; docs/dictionary.md lists the codes and what they mean.",
    bad=Example("A code that is not in the list.", {"figures.0.status": "projected"}),
    good=Example("The code for it.", {"figures.0.status": "forecast"}),
)
def enum(value: str, field: Field) -> Breach | None:
    """Compare with the codes."""
    if not value or value in field.enum:
        return None
    near = nearest(re.sub(r"[\s-]+", "_", value.strip().lower()), field.enum)
    return Breach(f'"{short(value)}" is not one of the codes of this column: {", ".join(field.enum)}', near)


@cell_rule(
    "pattern",
    Level.ERROR,
    Phase.FIELDS,
    applies=lambda field: field.pattern is not None,
    asked=lambda values, field: values.unlike(field.pattern or "", field.longest_matched),
    title="A value has the form that its column requires.",
    why="Ids, addresses, hashes and codes have one fixed form each.",
    bad=Example("An address without its scheme.", {"sources.1.url": "example.org/report"}),
    good=Example("The whole address.", {"sources.1.url": "https://example.org/report"}),
)
def pattern(value: str, field: Field) -> Breach | None:
    """Match the whole cell."""
    if not value or field.matches(value):
        return None
    message = f'"{short(value)}" does not have the form of this column, such as {field.example}'
    return Breach(message, _pattern_suggestion(field, value))


def _pattern_suggestion(field: Field, value: str) -> str:
    if field.notation == "EDTF":
        return suggest_period(value)
    bare = value.strip()
    if field.format == "uri":
        return address_in(bare)
    for candidate in (bare.lower(), bare.upper(), re.sub(r"[^a-z0-9]+", "-", bare.lower()).strip("-")):
        if candidate and field.matches(candidate):
            return candidate
    return ""


def address_in(text: str) -> str:
    """Return the one web address in a text, such as a link in Markdown or HTML; empty if there is none or several."""
    found = set(_ADDRESS_INSIDE.findall(text))
    if not found and _HOST_FIRST.fullmatch(text):
        return f"https://{text}"
    return found.pop() if len(found) == 1 and _ADDRESS.fullmatch(next(iter(found))) else ""


@cell_rule(
    "minimum",
    Level.ERROR,
    Phase.FIELDS,
    applies=lambda field: field.minimum is not None or field.maximum is not None,
    asked=lambda values, field: _perhaps_outside(values, field),
    title="A number is within the limits of its column.",
    why="A position in a text, for example, cannot be negative.",
    bad=Example("A text of no length.", {"sources.0.text_length": "0"}),
    good=Example("A text of some length.", {"sources.0.text_length": "6000"}),
)
def minimum(value: str, field: Field) -> Breach | None:
    """Compare with the least and the greatest value of the column."""
    if not value or not field.has_type(value):
        return None
    if (field.minimum is None or float(value) >= field.minimum) and (
        field.maximum is None or float(value) <= field.maximum
    ):
        return None
    limit = f"at least {field.minimum:g}" if field.minimum is not None else f"at most {field.maximum:g}"
    return Breach(f'"{short(value)}" is out of range: it must be {limit}')


def _perhaps_outside(values: Values, field: Field) -> Collection[str]:
    """Return all values but, where a column has a minimum only, the positive whole numbers of more digits."""
    if field.maximum is not None or field.minimum is None:
        return values.distinct()
    if field.type == "integer":
        return [*values.holding("-"), *values.short_words(len(f"{field.minimum:.0f}"))]
    return values.holding("-") if field.minimum <= 0 else values.distinct()


@cell_rule(
    "max-length",
    Level.ERROR,
    Phase.FIELDS,
    applies=lambda field: field.max_length is not None,
    asked=lambda values, field: values.longer_than(field.max_length or 0),
    title="A text is not longer than its column allows.",
    why="Summaries and notes are short on purpose: they are our own words, not copies of the text.",
    bad=Example("A note of 300 characters.", {"figures.0.notes": "long " * 59 + "note."}),
    good=Example("A short note.", {"figures.0.notes": "Printed twice."}),
)
def max_length(value: str, field: Field) -> Breach | None:
    """Compare the length in code points."""
    if field.max_length is None or len(value) <= field.max_length:
        return None
    return Breach(f"the text has {len(value)} characters; at most {field.max_length} are allowed: shorten it")


@table_rule(
    "unique",
    Level.ERROR,
    Phase.FIELDS,
    title="A key occurs once in its table.",
    why="An id that two rows share identifies neither.",
    bad=Example("Two areas with the code CRI.", {"areas.0+.name": "Costa Rica again"}),
    good=Example("Two areas with codes of their own."),
)
def unique(tables: CheckedTables) -> Iterator[tuple[str, int, str, Breach]]:
    """Look for the second row with a value, and every later one."""
    for table in tables.columns:
        for field in tables.schemas[table].fields:
            if not field.unique:
                continue
            cells = tables.cells(table, field.name)
            first: dict[str, int] = {}
            for _, row in tables.alike([table], [field.name]):
                value = cells[row]
                if value and first.setdefault(value, row) < row and tables.is_good(table, row, field.name):
                    message = f'"{short(value)}" is already the key of another row, {counted(first[value] + 1, "row")} below the header: choose another key, or delete this row'
                    yield table, row, field.name, Breach(message)
