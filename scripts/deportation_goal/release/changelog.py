"""CHANGELOG.md: the notes that people wrote under "Unreleased", and below them what a comparison found. Pure.

Usage, to print the block of a version: python -m deportation_goal.release.changelog VERSION
"""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deportation_goal.diff.package_diff import PackageDiff, TableRows
from deportation_goal.errors import EXIT_ERRORS, UserError
from deportation_goal.table_files import Row

REVISIONS: Final = "revisions"
CHANGES: Final = "changes"
ADDED_IN: Final = "added_in"
"""The column of a table that says which version brought a row; this release fills it, and nobody else."""


def change_rows(diff: PackageDiff, version: str, day: datetime.date) -> list[Row]:
    """Return the rows of changes.csv for what a release brings: what a user of the last release must know of.

    One row for each changed cell and each retracted row, whose reasons are in revisions, and one for each derived row
    that is computed in another way. A row that is only new is not listed: its `added_in` says so.
    """
    release = {"version": version, "date": day.isoformat()}
    tables = (row for table in diff.tables if not table.is_log for row in _rows(table))
    computed = (
        _row(table.table, row_id, "computed")
        for table in diff.computed
        for row_id in (*table.changed, *table.gone, *table.came)
    )
    return [{"change_id": _change_id(version, row), **release, **row} for row in (*tables, *computed)]


def _change_id(version: str, row: Mapping[str, str]) -> str:
    return ":".join(filter(None, (version, row["table_name"], row["row_id"], row["field"])))


def _rows(table: TableRows) -> Iterator[Row]:
    for changed in table.changed:
        for cell in changed.cells:
            yield _row(table.table, changed.row_id, "changed", cell.column, cell.old, cell.new)
    for gone in table.retracted:
        yield _row(table.table, gone.row_id, "retracted")


def _row(table: str, row_id: str, change: str, field: str = "", old: str = "", new: str = "") -> Row:
    place = {"table_name": table, "row_id": row_id, "change": change}
    return {**place, "field": field, "old_value": old, "new_value": new}


def with_version(revisions: Iterable[Row], version: str) -> list[Row]:
    """Return the rows of revisions, those that no release has carried yet with the version of this one."""
    return [{**row, "version": row["version"] or version} for row in revisions]


def with_added_in(rows: Iterable[Row], version: str) -> list[Row]:
    """Return rows of a table that has `added_in`, those that no release has carried yet with the version of this one."""
    return [{**row, ADDED_IN: row[ADDED_IN] or version} for row in rows]


CHANGELOG: Final = "CHANGELOG.md"
UNRELEASED: Final = "## Unreleased"

_HEADING: Final = re.compile(r"(?m)^## +(?P<name>.+?) *$")
_VERSION: Final = re.compile(r"(?P<version>\d+\.\d+\.\d+)(?: \((?P<date>\d{4}-\d{2}-\d{2})\)| .*)?")
_BREAKS: Final = re.compile(r"(?m)^### What breaks\n+-")


@dataclass(frozen=True)
class VersionNews:
    """A version in the changelog.

    Attributes:
        version: The version (SemVer).
        date: Its day (ISO 8601).
        text: What the changelog says of it, in Markdown.
    """

    version: str
    date: str
    text: str

    @property
    def is_breaking(self) -> bool:
        """Whether a query of the version before may have to be changed."""
        return bool(_BREAKS.search(self.text))


def _sections(text: str) -> list[tuple[str, str]]:
    """Return the sections of the second level, as heading and content; what is above them has no heading."""
    found = list(_HEADING.finditer(text))
    starts = [match.start() for match in found] + [len(text)]
    contents = [text[match.end() : end] for match, end in zip(found, starts[1:], strict=True)]
    return [
        ("", text[: starts[0]]),
        *((match["name"], content) for match, content in zip(found, contents, strict=True)),
    ]


def _blocks(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield the blocks of versions, the newest first: the match of the heading, and what is below it."""
    for name, content in _sections(text):
        if match := _VERSION.fullmatch(name):
            yield match, content.strip()


def versions_in(text: str) -> tuple[VersionNews, ...]:
    """Return the versions whose block has a date, in the order of the text: the newest first."""
    return tuple(VersionNews(head["version"], head["date"], block) for head, block in _blocks(text) if head["date"])


def released_versions(text: str) -> list[str]:
    """Return the names of the versions that have a block, the newest first."""
    return [head["version"] for head, _ in _blocks(text)]


def unreleased_notes(text: str) -> str:
    """Return what people wrote for the next release, empty if nothing."""
    return "\n\n".join(content.strip() for name, content in _sections(text) if f"## {name}" == UNRELEASED).strip()


def version_block(text: str, version: str) -> str:
    """Return the block of a version, without its heading.

    Raises:
        UserError: If there is none.
    """
    for head, block in _blocks(text):
        if head["version"] == version:
            return block
    raise UserError(f"{CHANGELOG} has no block of {version}", EXIT_ERRORS)


def with_block(text: str, block: str) -> str:
    """Return the changelog with the block of a release in the place of the notes for it.

    Args:
        text: The changelog today.
        block: The block, heading and notes included.

    Raises:
        UserError: If it has a block of that version already, or "Unreleased" twice.
    """
    (version,) = released_versions(block)
    if version in released_versions(text):
        raise UserError(
            f"{CHANGELOG} has a block of {version} already: take it out, or choose another version", EXIT_ERRORS
        )
    sections = _sections(text)
    if sum(f"## {name}" == UNRELEASED for name, _ in sections) > 1:
        raise UserError(f'{CHANGELOG} has the heading "{UNRELEASED}" twice: keep one', EXIT_ERRORS)
    (_, head), *others = sections
    parts = [head.strip() or "# Changelog", UNRELEASED, block.strip()]
    parts.extend(f"## {name}\n\n{content.strip()}" for name, content in others if f"## {name}" != UNRELEASED)
    return "\n\n".join(parts) + "\n"


def main(arguments: list[str]) -> int:
    """Print the block of a version of the changelog in the working directory; return the exit code."""
    if len(arguments) != 1:
        sys.stderr.write("usage, inside the package folder: python -m deportation_goal.release.changelog VERSION\n")
        return 2
    try:
        block = version_block(Path(CHANGELOG).read_text(encoding="utf-8"), arguments[0])
    except (OSError, UserError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{block}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
