"""Places in the files of what differs from an older version without a revision: findings for every report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from deportation_goal.findings import CheckResult, Finding
from deportation_goal.rules.engine import TableInput
from deportation_goal.rules.unrevised import Unrevised, unrevised_changes
from deportation_goal.table_files import Rows
from deportation_goal.table_files.read import TableFile, UndecodableError, read_table


def with_unrevised(result: CheckResult, inputs: Iterable[TableInput], older: Rows) -> CheckResult:
    """Return the outcome of a check with a finding for each difference that no revision accounts for.

    Args:
        result: The outcome of the check of all rules; a cell that has a finding gets no second one.
        inputs: Every table of the package, as it was checked.
        older: The rows of the older version, by table.
    """
    inputs = list(inputs)
    files = {table.schema.name: file for table in inputs if (file := _readable(table))}
    new = {name: [dict(zip(file.names, row, strict=True)) for row in file.rows] for name, file in files.items()}
    schemas = {table.schema.name: table.schema for table in inputs}
    known = {(finding.table, finding.row_id, finding.field) for finding in result.findings}
    lines: dict[str, dict[str, int]] = {}
    findings = list(result.findings)
    for change in unrevised_changes(older, new, schemas):
        if change.table in result.paths and (change.table, change.row_id, change.column) not in known:
            if change.table not in lines:
                key = schemas[change.table].primary_key
                lines[change.table] = {row[key]: number for number, row in enumerate(new[change.table])}
            findings.append(_finding(change, result.paths[change.table], files[change.table], lines[change.table]))
    findings.sort(key=lambda finding: (finding.path, finding.line, finding.column, finding.rule))
    return replace(result, findings=tuple(findings))


def _readable(table: TableInput) -> TableFile | None:
    """Return a table whose rows can be compared; the check says what is wrong with any other."""
    content = table.read()
    if content is None:
        return None
    try:
        file = read_table(content)
    except UndecodableError:
        return None
    return file if file.names == table.schema.columns else None


def _finding(change: Unrevised, path: str, file: TableFile, numbers: Mapping[str, int]) -> Finding:
    line, column, end_column = 1, 1, 1
    if change.column:
        cell = file.cells(numbers[change.row_id])[file.names.index(change.column)]
        line, column, end_column = cell.line, cell.column, cell.end_column
    elif change.after:
        cells = file.cells(numbers[change.after])
        line, end_column = cells[0].line, cells[-1].end_column
    return Finding(
        path=path,
        line=line,
        column=column,
        end_column=end_column,
        field=change.column,
        table=change.table,
        row_id=change.row_id,
        rule=change.rule.id,
        level=change.rule.level,
        message=change.message,
        value=change.value,
        suggestion="",
        fixable=False,
    )
