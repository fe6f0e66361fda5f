"""Checks tables against all rules, in one run: bytes first, then phase by phase (`rules.rule.Phase`).

Pure: bytes in, findings out. Where a rule has found something in a cell, later rules leave that cell alone.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from deportation_goal.errors import UserError
from deportation_goal.findings import CheckResult, Finding, Level, Problem
from deportation_goal.package import clock
from deportation_goal.package.descriptor import Package
from deportation_goal.package.schema import TableSchema
from deportation_goal.rules import structure
from deportation_goal.rules.accepted import accepted_entries, accepted_reasons, entries_for
from deportation_goal.rules.catalogue import RULES
from deportation_goal.rules.checked_tables import CheckedTables
from deportation_goal.rules.one_cause import folded
from deportation_goal.rules.rule import Phase
from deportation_goal.rules.suggestions import with_safe_suggestions
from deportation_goal.table_files.read import TableFile, UndecodableError, read_table

if TYPE_CHECKING:
    from deportation_goal.table_files.blocks import BlockTable

LARGE: Final = 4_000_000
"""A table of so many bytes is read in blocks: below, loading pyarrow takes longer than it saves."""

_STEPS = {Phase.CHARACTERS: "characters, types and constraints", Phase.ROWS: "fields and references"}

Progress = Callable[[str], None]
"""Told the name of each step before it begins."""


@dataclass(frozen=True, repr=False)
class TableInput:
    """A table to check: its schema, its bytes, and the path to name in findings.

    Attributes:
        schema: The Table Schema.
        path: Path for reports, with `/`.
        content: The bytes of the file, or None where it cannot be read, or is large (`stored`).
        unreadable: Why it cannot be read, as the end of a sentence that begins with "the file".
        version: The version of the package that the table belongs to (SemVer); empty if it is not known.
        stored: The file, where it is so large that it is read in blocks.
    """

    schema: TableSchema
    path: str
    content: bytes | None
    unreadable: str = "is missing"
    version: str = ""
    stored: Path | None = None

    def read(self) -> bytes | None:
        """Return the bytes of the file, which are read now if it is large; None if it cannot be read."""
        return read_bytes(self.stored)[0] if self.content is None and self.stored else self.content


def _silent(_step: str) -> None:
    return


def package_inputs(package: Package, replaced: Mapping[str, TableInput] | None = None) -> list[TableInput]:
    """Return the tables of a package as inputs; `replaced` puts other files in the place of some."""
    inputs = []
    for resource in package.resources:
        if replaced and resource.name in replaced:
            inputs.append(replaced[resource.name])
        else:
            path = package.file(resource.path)
            if path.is_file() and path.stat().st_size >= LARGE:
                inputs.append(TableInput(resource.schema, resource.path, None, "", package.version, path))
                continue
            content, reason = read_bytes(path)
            inputs.append(TableInput(resource.schema, resource.path, content, reason, package.version))
    return inputs


def read_bytes(file: Path) -> tuple[bytes | None, str]:
    """Return the bytes of a regular file, or None and why they cannot be read."""
    try:
        if file.exists() and not file.is_file():
            return None, "is not a regular file"
        return file.read_bytes(), ""
    except FileNotFoundError:
        return None, "is missing"
    except OSError as error:
        return None, f"cannot be read ({error.strerror or error})"


def check_tables(
    inputs: Iterable[TableInput],
    only: Collection[str] = (),
    progress: Progress = _silent,
    today: datetime.date | None = None,
) -> CheckResult:
    """Check tables against all rules.

    Args:
        inputs: Every table of the package, so that references can be followed.
        only: Names of the tables whose findings are wanted; all if empty.
        progress: Told the name of each step before it begins.
        today: The day of the check, after which nothing can have been published; the day of the system if not given.

    Returns:
        Findings in the order of file, line, column and rule, the number of rows by table, and the paths.

    Raises:
        UserError: If a schema lacks a column that a rule is about.
    """
    asked = read_inputs(inputs, progress, today)
    asked.ask(progress)
    return asked.result(only)


@dataclass(eq=False, repr=False)
class Asked:
    """What all rules found in some tables, before warnings are accepted and findings with one cause are joined.

    Attributes:
        by_table: The tables as they came.
        tables: The tables as the rules saw them.
        problems: What the rules found, in the order in which they were asked.
    """

    by_table: Mapping[str, TableInput]
    tables: CheckedTables
    problems: list[Problem] = field(default_factory=list)
    _files: dict[str, TableFile | BlockTable] = field(default_factory=dict)
    _row_ids: dict[tuple[str, int], str] = field(default_factory=dict)
    _entries: Mapping[tuple[str, ...], int] = field(default_factory=dict)
    _kinds: Collection[tuple[str, ...]] = ()

    def take(self, found: Iterable[Problem]) -> None:
        """Take all that a rule finds before any cell is marked: otherwise the rule would hide its own findings."""
        batch = list(found)
        for problem in batch:
            if not self._is_accepted(problem):
                self.tables.mark(problem)
        self.problems.extend(batch)

    def _is_accepted(self, problem: Problem) -> bool:
        # What somebody reviewed is not a mistake, so it hides none. Of the other kinds no key is looked up.
        if (problem.rule, problem.table) not in self._kinds or RULES[problem.rule].level is Level.ERROR:
            return False
        return bool(entries_for(self.told(problem), self._entries))

    def read(self, name: str) -> None:
        """Read a table, unless its structure is beyond use."""
        self.take(_read_into(self.tables, self._files, name, self.by_table[name]))

    def ask(self, progress: Progress = _silent) -> None:
        """Ask every rule.

        Raises:
            UserError: If a schema lacks a column that a rule is about.
        """
        self._entries = accepted_entries(self.tables)
        self._kinds = {entry[:2] for entry in self._entries}
        phase = Phase.FILE
        for rule in RULES.values():
            if rule.phase is not phase and rule.phase in _STEPS:
                progress(f"checking {_STEPS[rule.phase]}")
            phase = rule.phase
            if rule.find is not None:
                try:
                    self.take(rule.find(self.tables))
                except KeyError as error:
                    raise UserError(f"the rule {rule.id} needs the column {error}, which the schema lacks") from error

    def result(self, only: Collection[str] = ()) -> CheckResult:
        """Return what was found, less what is accepted; see `check_tables`."""
        tables, problems = self.tables, self.problems
        self._look_up_ids()
        reasons, stale = accepted_reasons(tables, map(self.told, problems), RULES)
        self.take(stale)
        wanted = set(only) or set(self.by_table)
        accepted = {place: reason for place, reason in reasons.items() if problems[place].table in wanted}
        safe = with_safe_suggestions((problems[place] for place in accepted), tables, RULES)
        suppressed = [
            self.finding(problem).accepted(reason) for problem, reason in zip(safe, accepted.values(), strict=True)
        ]
        told = (problem for place, problem in enumerate(problems) if place not in reasons and problem.table in wanted)
        kept = folded(told, tables.size, lambda table: len(tables.columns[table]))
        findings = map(self.finding, with_safe_suggestions(kept, tables, RULES))
        return CheckResult(
            tuple(sorted(findings, key=place_of)),
            {name: tables.size(name) for name in tables.columns if name in wanted},
            {name: table.path for name, table in self.by_table.items() if name in wanted},
            tuple(sorted(suppressed, key=place_of)),
        )

    def rows(self) -> dict[str, list[tuple[str, ...]]]:
        """Return the rows of the tables whose bytes are canonical; large ones are left out, to be read piece by piece."""
        return {
            name: file.rows
            for name, file in self._files.items()
            if isinstance(file, TableFile) and file.canonical_bytes and file.names == self.tables.schemas[name].columns
        }

    def line(self, table: str, row: int) -> int:
        """Return the line in which a row begins."""
        file = self._files[table]
        records = file.records if isinstance(file, TableFile) else None
        # In a file that is canonical every row is a line.
        return row + 2 if records is None else records[row][0].line

    def told(self, problem: Problem) -> tuple[str, str, str, str]:
        """Return what names a problem: rule, table, key of the row and column."""
        return problem.rule, problem.table, self._row_id(problem), problem.column

    def _row_id(self, problem: Problem) -> str:
        if problem.row is None:
            return ""
        place = (problem.table, problem.row)
        if place not in self._row_ids:
            self._row_ids[place] = self.tables.cells(*self._key(problem.table))[problem.row]
        return self._row_ids[place]

    def _key(self, table: str) -> tuple[str, str]:
        return table, self.tables.schemas[table].primary_key

    def _look_up_ids(self) -> None:
        """Look up the keys of all rows with a problem together, which takes less time than one after the other."""
        places: dict[str, set[int]] = defaultdict(set)
        for problem in self.problems:
            if problem.row is not None:
                places[problem.table].add(problem.row)
        for table, found in places.items():
            rows = sorted(found)
            ids = self.tables.cells_of(table, self._key(table)[1:], rows)
            self._row_ids.update(((table, row), row_id) for row, (row_id,) in zip(rows, ids, strict=True))

    def finding(self, problem: Problem) -> Finding:
        """Return a problem with its place in the file."""
        line, column, end_column = problem.line or 1, problem.column_number, problem.end_column
        if problem.row is not None:
            file = self._files[problem.table]
            cells = file.cells(problem.row)
            position = file.names.index(problem.column) if problem.column in file.names else -1
            if 0 <= position < len(cells):
                cell = cells[position]
                line, column, end_column = cell.line, cell.column, cell.end_column
            else:
                line, column, end_column = cells[0].line, 1, cells[-1].end_column
        rule = RULES[problem.rule]
        return Finding(
            path=self.by_table[problem.table].path,
            line=line,
            column=column,
            end_column=end_column,
            field=problem.column,
            table=problem.table,
            row_id=self._row_id(problem),
            rule=rule.id,
            level=rule.level,
            message=problem.message,
            value=problem.value,
            suggestion=problem.suggestion,
            fixable=rule.fixable,
        )


def read_inputs(
    inputs: Iterable[TableInput], progress: Progress = _silent, today: datetime.date | None = None
) -> Asked:
    """Read tables, for `Asked.ask`; see `check_tables`."""
    by_table = {table.schema.name: table for table in inputs}
    tables = CheckedTables(
        {name: table.schema for name, table in by_table.items()},
        today or clock.system_day(),
        next((table.version for table in by_table.values() if table.version), ""),
    )
    asked = Asked(by_table, tables)
    for name in by_table:
        progress(f"reading {name}")
        asked.read(name)
    return asked


def place_of(finding: Finding) -> tuple[str, int, int, str]:
    """Return what findings are sorted by: file, line, column, rule."""
    return finding.path, finding.line, finding.column, finding.rule


def _read_into(
    tables: CheckedTables, files: dict[str, TableFile | BlockTable], name: str, table: TableInput
) -> list[Problem]:
    """Read one table, unless its structure is beyond use; return its problems of structure."""
    if (blocks := _blocks(table)) is not None:
        files[name] = blocks
        tables.put_large(table.schema, blocks)
        return []
    content = table.read()
    if content is None:
        return [structure.missing_file(name, table.unreadable)]
    try:
        file = read_table(content)
    except UndecodableError as error:
        return [structure.undecodable(name, error)]
    files[name] = file
    problems = list(structure.file_problems(name, table.schema, file))
    if structure.is_hopeless(table.schema, file, problems):
        return problems
    tables.put(table.schema, file.names, file.columns)
    problems.extend(structure.row_problems(name, table.schema, file))
    return problems


def _blocks(table: TableInput) -> BlockTable | None:
    """Read a large table in blocks; None if it is small or not canonical, or pyarrow is not there."""
    source = table.stored if table.content is None else table.content
    if source is None or (isinstance(source, bytes) and len(source) < LARGE):
        return None
    try:
        from deportation_goal.rules.shortcuts import foreseen
        from deportation_goal.table_files.blocks import read_blocks
    except ImportError:
        return None
    return read_blocks(source, table.schema.columns, foreseen(table.schema))
