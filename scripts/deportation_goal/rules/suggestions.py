"""Makes suggestions safe: each passes the rules on its column; for a reference the message names the row instead.

A reference gets no suggestion that a machine could put in its place: another source or speaker is another statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from deportation_goal.findings import Problem
from deportation_goal.package.schema import Field, ForeignKey
from deportation_goal.rules.cells import tidy
from deportation_goal.rules.checked_tables import CheckedTables
from deportation_goal.rules.rule import Rule
from deportation_goal.values.country_codes import ALPHA_3
from deportation_goal.values.periods import PeriodError, parse_period
from deportation_goal.wording import nearest, short

_COMPARED: Final = 25
"""How many names are compared one by one: a file that misses more has one cause, not many misspellings."""

_SAME_STEM: Final = 0.85
"""How alike (the ratio of `difflib`) two ids must be before their first digit for one to be a slip of the other."""

_LOOKED_UP: Final = ("foreign-key", "pattern")


def with_safe_suggestions(
    problems: Iterable[Problem], tables: CheckedTables, rules: Mapping[str, Rule]
) -> Iterator[Problem]:
    """Yield the problems, without suggestions that break a rule on their column or are for a reference.

    Args:
        problems: What the rules found.
        tables: The tables under check.
        rules: The rules by id.
    """
    meant = _Meant(tables)
    for problem in problems:
        schema = tables.schemas.get(problem.table)
        field = schema.by_name.get(problem.column) if schema else None
        if schema is None or field is None or problem.row is None or rules[problem.rule].fixable:
            yield problem
        elif problem.column in schema.references:
            yield meant.told(problem, field, schema.references[problem.column])
        elif problem.suggestion and not passes(field, problem.suggestion):
            yield problem._replace(suggestion="")
        else:
            yield problem


def passes(field: Field, value: str) -> bool:
    """Whether a value breaks no rule on the form of its column."""
    if not field.has_type(value) or not field.matches(value) or tidy(value) != value:
        return False
    if (field.enum and value not in field.enum) or (field.max_length is not None and len(value) > field.max_length):
        return False
    if field.notation == "EDTF":
        try:
            parse_period(value)
        except PeriodError:
            return False
    return True


def _folded(text: str) -> str:
    """Return what is compared of a name or an address."""
    bare = re.sub(r"^https?://(?:www\.|m\.|amp\.)?", "", text.strip().casefold())
    return re.sub(r"[\s_-]+", " ", re.sub(r"[?#].*$", "", bare).rstrip("/"))


class _Meant:
    """Finds the row that is meant by a reference that leads nowhere."""

    def __init__(self, tables: CheckedTables) -> None:
        self._tables = tables
        self._names: dict[str, dict[str, tuple[str, str]]] = {}
        self._compared = 0

    def told(self, problem: Problem, field: Field, key: ForeignKey) -> Problem:
        """Return a problem of a reference with the row that may be meant in its message, and without a suggestion."""
        message = problem.message
        if problem.rule in _LOOKED_UP and self._tables.has(key.table):
            how, row_id = self._row(key, problem.value)
            if row_id and how == "id":
                message = f'"{short(problem.value)}" is not in {key.table}: write {row_id}'
            elif row_id:
                message = f'"{short(problem.value)}" is the {how} of {row_id}: write {row_id}'
            elif near := self._nearest(key, problem.value):
                message = f"{message}; perhaps you mean {near}"
            elif problem.rule == "pattern":
                message = (
                    f'"{short(problem.value)}" is not an id of {key.table}, such as {field.example}: write the id of a '
                    f"row of {key.table}, or add a row for it there"
                )
        return problem._replace(message=message, suggestion="")

    def _row(self, key: ForeignKey, value: str) -> tuple[str, str]:
        """Return what the value is of a row, such as its title, and the id of the row; empty for no row or several."""
        if re.fullmatch(r"[A-Za-z]{2}", value) and (code := ALPHA_3.get(value.upper(), "")):
            return ("two-letter code", code) if code in self._tables.distinct(key.table, key.key) else ("", "")
        if key.table not in self._names:
            self._names[key.table] = dict(self._named(key))
        return self._names[key.table].get(_folded(value), ("", ""))

    def _named(self, key: ForeignKey) -> Iterator[tuple[str, tuple[str, str]]]:
        """Yield what each row is called by: its id in other letters, its name or title, its addresses."""
        schema = self._tables.schemas[key.table]
        columns = {key.key, *schema.label[:1], *(field.name for field in schema.fields if field.format == "uri")}
        ids = self._tables.cells(key.table, key.key)
        found: dict[str, set[tuple[str, str]]] = {}
        for column in (column for column in schema.columns if column in columns):
            how = "id" if column == key.key else schema.by_name[column].title.casefold()
            for row_id, cell in zip(ids, self._tables.cells(key.table, column), strict=True):
                if cell:
                    found.setdefault(_folded(cell), set()).add((how, row_id))
        for name, rows in found.items():
            if len({row_id for _, row_id in rows}) == 1:
                yield name, min(rows)

    def _nearest(self, key: ForeignKey, value: str) -> str:
        """Return the id that a value is a slip of, if it differs in little and has the same stem."""
        self._compared += 1
        if self._compared > _COMPARED:
            return ""
        stem = _stem(value)
        choices = [name for name in sorted(self._tables.distinct(key.table, key.key)) if _alike(stem, _stem(name))]
        return nearest(value.casefold(), choices)


def _stem(name: str) -> str:
    """Return what comes before the first digit of an id: the publisher of a source."""
    return re.split(r"[0-9]", name.casefold(), maxsplit=1)[0].strip("-")


def _alike(one: str, other: str) -> bool:
    if one[:1] != other[:1] or abs(len(one) - len(other)) > 2:
        return one == other
    import difflib

    return difflib.SequenceMatcher(None, one, other).ratio() >= _SAME_STEM
