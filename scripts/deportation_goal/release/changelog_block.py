"""The block of CHANGELOG.md that is computed from a comparison: at most one screen, however much changed. Pure."""

from __future__ import annotations

import datetime
import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from deportation_goal.diff.change_words import cell_words
from deportation_goal.diff.computed_rows import AnswerChange
from deportation_goal.diff.package_diff import LOGS, Change, Kind, PackageDiff, Step
from deportation_goal.diff.step import STEPS, meaning_sentences
from deportation_goal.templating import inline_code, render
from deportation_goal.wording import counted, listed

LONGEST_LINES: Final = 60
"""How many lines a block may have: one screen."""
LONGEST_BYTES: Final = 10_000
"""How many bytes a block may have; it is the text of the release on the web, too."""

_NAMED: Final = 6
"""How many things a line names before it counts the rest."""
_SENTENCES: Final = (12, 8, 5, 3, 2, 1)
"""How many lines a section has before it counts the rest: the first number with which the block is not too long."""
_LONGEST_TEXT: Final = 200
"""How many characters of a reason or a name are shown."""
_ONE_BY_ONE: Final = 3
"""If one reason corrects at most this many cells, each is listed."""

_SOURCES: Final = "sources"
_MARKS: Final = re.compile(r"([\\`*_{}\[\]#|~])")

_BREAKS: Final[Mapping[Kind, tuple[str, str]]] = {
    Kind.TABLE_REMOVED: ("Tables that are gone", "docs/upgrade.md says what takes their place"),
    Kind.TABLE_FORM_CHANGED: ("Tables with another file or format", "read them by the descriptor"),
    Kind.COLUMN_ADDED: ("New columns", "select columns by name, not by place"),
    Kind.COLUMN_REMOVED: ("Columns that are gone", "take them out of your queries"),
    Kind.COLUMN_RENAMED: ("Columns with another name", "write the new name"),
    Kind.COLUMN_MOVED: ("Columns at another place", "select columns by name, not by place"),
    Kind.TYPE_CHANGED: ("Columns of another type", "convert the values that you keep"),
    Kind.CONSTRAINT_TIGHTENED: ("Stricter columns", "queries stay as they are; rows that you send must pass"),
    Kind.CODE_REMOVED: ("Codes that are gone", "a filter on them finds nothing"),
    Kind.CODE_MEANING_CHANGED: ("Codes with another meaning", "read them again in docs/dictionary.md"),
    Kind.COLUMN_MEANING_CHANGED: ("Columns with another meaning", "read them again in docs/dictionary.md"),
    Kind.LICENCE_CHANGED: ("Another licence", "read it before you use this version"),
    Kind.TOOL_REMOVED: (
        "Commands, options and functions that are gone",
        "`deportation-goal --help` lists what there is",
    ),
    Kind.PYTHON_RAISED: ("A newer Python", "install it before you install this version of the tool"),
}
"""What each kind of major change is called, and what a user does about it."""

_NEWS: Final[Mapping[Kind, str]] = {
    Kind.TABLE_ADDED: "New tables",
    Kind.CODE_ADDED: "New codes",
    Kind.TOOL_ADDED: "New commands, options and functions",
    Kind.RULE_TIGHTENED: "Rules that are errors now",
}
"""What each kind of addition is called."""


@dataclass(frozen=True)
class _Correction:
    """A cell that was corrected."""

    table: str
    row_id: str
    column: str
    old: str
    new: str
    reason: str


def block(
    diff: PackageDiff | None,
    counts: Mapping[str, int],
    version: str,
    day: datetime.date,
    notes: str,
    answers: Sequence[AnswerChange] = (),
) -> str:
    """Return the block of a release.

    Args:
        diff: What differs from the last release; None for the first one.
        counts: Number of rows of each table, by its title; for the first release.
        version: The version.
        day: Day of the release.
        notes: What people wrote for it.
        answers: The answers of derived tables that changed.

    Returns:
        The block, as short as what is computed can be made where the notes leave little room.
    """
    sections = _sections(diff, version, answers) if diff else ()
    for most in _SENTENCES:
        text = render(
            "release/templates/changelog_block.md",
            version=version,
            day=day.isoformat(),
            notes=notes.strip(),
            first=diff is None,
            counts=counts,
            sections=[
                (section.heading, section.cut(max(most, section.least))) for section in sections if section.lines
            ],
        )
        if not too_long(text):
            break
    return text


def too_long(text: str) -> str:
    """Return why a block is longer than a screen, for which the notes alone are the cause; empty if it is not."""
    lines, size = text.count("\n"), len(text.encode("utf-8", "replace"))
    if lines <= LONGEST_LINES and size <= LONGEST_BYTES:
        return ""
    return (
        f"the block of CHANGELOG.md would have {lines} lines and {size:,} bytes; a version has at most {LONGEST_LINES} "
        f'lines and {LONGEST_BYTES:,} bytes, so that people read it: shorten the notes under "## Unreleased" to what a '
        "user notices"
    )


@dataclass(frozen=True)
class _Section:
    """A part of the block.

    Attributes:
        heading: Its heading.
        lines: What it says, the most important first.
        where: Where the rest is found when not every line is shown; empty if nowhere in one place.
        last: A line that is always shown.
        least: How many lines it keeps, however short the block must be.
    """

    heading: str
    lines: Sequence[str]
    where: str = ""
    last: str = ""
    least: int = 0

    def cut(self, most: int) -> list[str]:
        """Return the first lines, and a line that counts the rest."""
        left = len(self.lines) - most
        rest = [f"and {left:,} more{f': {self.where}' if self.where else ''}"] if left > 0 else []
        return [*self.lines[:most], *rest, *([self.last] if self.last else [])]


def _sections(diff: PackageDiff, version: str, answers: Sequence[AnswerChange]) -> tuple[_Section, ...]:
    revisions = "data/revisions.csv has each of them"
    return (
        _Section("What breaks", _breaks(diff), last="Queries before and after: docs/upgrade.md.", least=len(_BREAKS)),
        _Section("What is new", _news(diff, version)),
        _Section("Corrections", _corrections(diff), revisions),
        _Section("Retracted", _retracted(diff), revisions),
        _Section("Answers that changed", _answers(diff, answers)),
    )


def _breaks(diff: PackageDiff) -> list[str]:
    by_kind: dict[Kind, list[Change]] = defaultdict(list)
    for change in diff.changes:
        if STEPS[change.kind] is Step.MAJOR:
            by_kind[change.kind].append(change)
    lines = [
        f"{_BREAKS[kind][0]}: {listed(_subjects(by_kind[kind]), _NAMED)}. {_capital(_BREAKS[kind][1])}."
        for kind in _BREAKS
        if by_kind[kind]
    ]
    tables = [table for table in diff.tables if not table.is_log]
    lines.extend(f"{table.table}: {_prose(table.not_compared)}." for table in tables if table.not_compared)
    lines.extend(_prose(f"{sentence}.") for table in tables for sentence in meaning_sentences(table))
    return lines


def _news(diff: PackageDiff, version: str) -> list[str]:
    lines = []
    for kind, heading in _NEWS.items():
        changes = [change for change in diff.changes if change.kind is kind]
        if changes:
            lines.append(f"{heading}: {listed(_subjects(changes), _NAMED)}.")
    tables = [table for table in diff.tables if table.added and not table.is_log]
    if tables:
        numbers = ", ".join(f"{table.table} {len(table.added):,}" for table in tables)
        lines.append(f"New rows: {numbers}. Their `added_in` is {version}.")
    for table in tables:
        if table.table == _SOURCES:
            titles = [_prose(row.label or row.row_id) for row in table.added]
            lines.append(f"New sources: {'; '.join(titles[:_NAMED])}{_rest(titles)}.")
    return lines


def _rest(items: Sequence[str]) -> str:
    return f"; and {len(items) - _NAMED:,} more" if len(items) > _NAMED else ""


def _subjects(changes: Iterable[Change]) -> list[str]:
    """Return what changes are about, for a list: table and column, code or command; what many tables share comes first."""
    tables: dict[tuple[str, str, str], dict[str, None]] = defaultdict(dict)
    for change in changes:
        code = change.subject if change.kind in _WITH_SUBJECT else ""
        renamed = f" (was {inline_code(change.old)})" if change.kind is Kind.COLUMN_RENAMED else ""
        what = " ".join(part for part in (change.column, code) if part) or ("" if change.table else change.message)
        tables[change.column, what, renamed][change.table] = None
    found = []
    for (column, what, renamed), named in sorted(
        tables.items(), key=lambda item: (-len(item[1]), set(item[1]) <= set(LOGS))
    ):
        if column and len(named) > 1:
            several = f"{len(named)} tables" if len(named) > _ONE_BY_ONE else ", ".join(named)
            found.append(f"{inline_code(what)}{renamed} of {several}")
        else:
            found.extend(inline_code(".".join(part for part in (name, what) if part)) + renamed for name in named)
    return list(dict.fromkeys(found))


_WITH_SUBJECT: Final = (
    *(Kind.CODE_ADDED, Kind.CODE_REMOVED, Kind.CODE_MEANING_CHANGED, Kind.TOOL_ADDED, Kind.TOOL_REMOVED),
    *(Kind.RULE_TIGHTENED, Kind.PYTHON_RAISED),
)
"""Kinds of change that are about something inside a table or column, or about neither."""


def _corrections(diff: PackageDiff) -> list[str]:
    """Return how many cells of each column were corrected, then every correction: those of one reason together."""
    groups: dict[tuple[str, str], list[_Correction]] = defaultdict(list)
    for table in diff.tables:
        for row in table.changed if not table.is_log else ():
            for cell in row.cells:
                correction = _Correction(table.table, row.row_id, cell.column, *cell_words(cell), cell.reason)
                groups[correction.column, correction.reason].append(correction)
    lines: list[str] = []
    for (column, reason), group in sorted(groups.items(), key=lambda item: -len(item[1])):
        why = _prose(reason) or "No reason is given."
        values: dict[tuple[str, str], list[_Correction]] = defaultdict(list)
        for one in group:
            values[one.old, one.new].append(one)
        if len(values) <= _ONE_BY_ONE and len(group) <= _NAMED:
            lines.extend(
                f"{', '.join(inline_code(one.row_id) for one in alike)} ({', '.join(_tables(alike))}), "
                f"{inline_code(column)}: {inline_code(old)} → {inline_code(new)}. {why}"
                for (old, new), alike in values.items()
            )
        else:
            lines.append(f"{inline_code(column)} of {_by_table(group)}: {why}")
    if len(lines) > _ONE_BY_ONE:
        lines.insert(0, f"Corrected cells: {_by_column(groups)}.")
    return lines


def _tables(corrections: Iterable[_Correction]) -> list[str]:
    return list(dict.fromkeys(one.table for one in corrections))


def _by_column(groups: Mapping[tuple[str, str], Sequence[_Correction]]) -> str:
    numbers: Counter[str] = Counter()
    for (column, _), group in groups.items():
        numbers[column] += len(group)
    return listed([f"{inline_code(column)} {number:,}" for column, number in numbers.most_common()], 2 * _NAMED)


def _by_table(group: Iterable[_Correction]) -> str:
    rows: dict[str, set[str]] = defaultdict(set)
    for one in group:
        rows[one.table].add(one.row_id)
    return ", ".join(f"{counted(len(ids), 'row')} of {table}" for table, ids in rows.items())


def _retracted(diff: PackageDiff) -> list[str]:
    reasons: dict[str, list[str]] = defaultdict(list)
    tables = [table for table in diff.tables if not table.is_log and (table.retracted or table.removed)]
    for table in tables:
        for row in table.retracted:
            instead = f" (see {inline_code(row.replaced_by)})" if row.replaced_by else ""
            reasons[row.reason].append(f"{inline_code(row.row_id)}{instead}")
        for gone in table.removed:
            reasons[""].append(inline_code(gone.row_id))
    lines = [
        f"{listed(ids, _NAMED)}: {_prose(reason) or 'No reason is given.'}"
        for reason, ids in sorted(reasons.items(), key=lambda item: -len(item[1]))
    ]
    if len(lines) > _ONE_BY_ONE:
        numbers = ", ".join(f"{table.table} {len(table.retracted) + len(table.removed):,}" for table in tables)
        lines.insert(0, f"Retracted rows: {numbers}. Each is kept whole in data/revisions.csv.")
    return lines


def _answers(diff: PackageDiff, answers: Sequence[AnswerChange]) -> list[str]:
    lines = []
    if diff.computed:
        tables = ", ".join(f"{table.table} {table.count:,}" for table in diff.computed)
        lines.append(f"Derived rows that the new code computes in another way: {tables}. data/changes.csv lists them.")
    groups: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for answer in answers:
        key = (answer.table, answer.column, answer.old or "(empty)", answer.new or "(empty)")
        groups[key].append(_prose(answer.label) or inline_code(answer.row_id))
    for (table, column, old, new), labels in sorted(groups.items(), key=lambda item: -len(item[1])):
        shown = f"{'; '.join(labels[:_ONE_BY_ONE])}{'; …' if len(labels) > _ONE_BY_ONE else ''}"
        lines.append(
            f"{inline_code(f'{table}.{column}')} {inline_code(old)} → {inline_code(new)}: {len(labels):,} ({shown})."
        )
    return lines


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _prose(text: str) -> str:
    """Return a text so that Markdown shows just that text, or its beginning, and calls nobody by name."""
    plain = " ".join(text.split())
    shown = plain if len(plain) <= _LONGEST_TEXT else f"{plain[:_LONGEST_TEXT]}…"
    escaped = _MARKS.sub(r"\\\1", html.escape(shown, quote=False))
    return escaped.replace("@", "@<!-- -->")
