"""The files that a release writes by itself: descriptor, changes, revisions, changelog. Pure but for reading them."""

from __future__ import annotations

import datetime
import json
import re
from typing import Final

from deportation_goal.diff.model import PackageDiff
from deportation_goal.package.descriptor import DESCRIPTOR, Package, PackageError
from deportation_goal.release.changelog import CHANGELOG, unreleased_notes, with_block
from deportation_goal.release.changelog_block import block
from deportation_goal.release.changes import CHANGES, REVISIONS, change_rows, with_version
from deportation_goal.table_files.canonical import csv_bytes, in_order
from deportation_goal.table_files.rows import read_rows


def release_sources(
    package: Package, diff: PackageDiff | None, version: str, created: datetime.datetime
) -> tuple[dict[str, bytes], str]:
    """Return the new content of the files that a release writes, by path, and the block of the changelog.

    Args:
        package: The package as it stands.
        diff: What differs from the last release; None for the first one.
        version: The version of the release.
        created: Its time, in UTC.

    Raises:
        PackageError: If the package cannot be read.
        ChangelogError: If the changelog cannot take the block.
    """
    tables = read_rows(package)
    for name in (REVISIONS, CHANGES):
        if name not in tables:
            raise PackageError(f"{DESCRIPTOR} lists no table {name}, which a release writes to: list it")
    path = package.file(CHANGELOG)
    text = path.read_bytes().decode() if path.is_file() else ""
    counts = {resource.schema.title: len(tables[resource.name]) for resource in package.resources}
    added = block(diff, counts, version, created.date(), unreleased_notes(text))
    rows = {
        REVISIONS: with_version(tables[REVISIONS], version),
        CHANGES: tables[CHANGES] + (change_rows(diff, version, created.date()) if diff is not None else []),
    }
    files = {
        DESCRIPTOR: dated_descriptor(package.file(DESCRIPTOR).read_bytes().decode(), version, created),
        CHANGELOG: with_block(text, added).encode(),
    }
    for name, table in rows.items():
        resource = package.resource(name)
        files[resource.path] = csv_bytes(resource.schema.columns, in_order(resource.schema, table))
    return files, added


_MEMBER: Final = r'(?m)^  "{}": "[^"\n]*"'


def dated_descriptor(text: str, version: str, created: datetime.datetime) -> bytes:
    """Return the descriptor with a version and a time, everything else as it was written by hand.

    Raises:
        PackageError: If either member does not stand on a line of its own, indented by two spaces.
    """
    wanted = {"version": version, "created": created.strftime("%Y-%m-%dT%H:%M:%SZ")}
    for name, value in wanted.items():
        text, count = re.subn(_MEMBER.format(name), f'  "{name}": "{value}"', text)
        if count != 1:
            raise PackageError(
                f'{DESCRIPTOR}: «{name}» must stand once on a line of its own, as in:   "{name}": "{value}",'
            )
    document = json.loads(text)
    if any(document[name] != value for name, value in wanted.items()):
        raise PackageError(f"{DESCRIPTOR}: version and created must be members of the outermost object")
    return text.encode()
