"""What a release would do: its version, the reasons, the files it writes. It only removes what a killed run left."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import deportation_goal
from deportation_goal.diff.compare_packages import compare
from deportation_goal.diff.computed_rows import AnswerChange
from deportation_goal.diff.opening import revision_folder
from deportation_goal.diff.package_diff import Kind, PackageDiff, Step
from deportation_goal.diff.snapshot import Contents, read_contents
from deportation_goal.diff.step import Reason, reasons
from deportation_goal.diff.version import Version, checked_version, next_version, parse_version
from deportation_goal.errors import EXIT_ERRORS, UserError
from deportation_goal.findings import Level
from deportation_goal.package.descriptor import DESCRIPTOR, Package
from deportation_goal.package.facts import dataset_facts, missing_addresses
from deportation_goal.release.changelog import (
    ADDED_IN,
    CHANGELOG,
    CHANGES,
    REVISIONS,
    UNRELEASED,
    change_rows,
    released_versions,
    unreleased_notes,
    with_added_in,
    with_block,
    with_version,
)
from deportation_goal.release.changelog_block import block, too_long
from deportation_goal.release.publish.previous_release import changed_by_code
from deportation_goal.release.publish.repository import (
    LastRelease,
    Repository,
    changed_paths,
    clear_up,
    last_release,
    sound_repository,
    tag_exists,
    tag_name,
)
from deportation_goal.rules.engine import check_tables, package_inputs
from deportation_goal.rules.unrevised import unrevised_changes
from deportation_goal.table_files.canonical import csv_bytes, in_order
from deportation_goal.table_files.read_rows import read_rows
from deportation_goal.wording import counted, in_lines


def release_sources(
    package: Package,
    diff: PackageDiff | None,
    version: str,
    created: datetime.datetime,
    answers: Sequence[AnswerChange] = (),
) -> tuple[dict[str, bytes], str]:
    """Return the new content of the files that a release writes, by path, and the block of the changelog.

    Args:
        package: The package today.
        diff: What differs from the last release; None for the first one.
        version: The version of the release.
        created: Its time, in UTC.
        answers: The answers of derived tables that changed.

    Raises:
        UserError: If the package cannot be read, or the changelog cannot take the block.
    """
    tables = read_rows(package)
    for name in (REVISIONS, CHANGES):
        if name not in tables:
            raise UserError(f"{DESCRIPTOR} lists no table {name}, which a release writes to: list it")
    path = package.file(CHANGELOG)
    text = path.read_bytes().decode() if path.is_file() else ""
    counts = {resource.schema.title: len(tables[resource.name]) for resource in package.resources}
    added = block(diff, counts, version, created.date(), unreleased_notes(text), answers)
    rows = {
        REVISIONS: with_version(tables[REVISIONS], version),
        CHANGES: tables[CHANGES] + (change_rows(diff, version, created.date()) if diff is not None else []),
    }
    files = {
        DESCRIPTOR: dated_descriptor(package.file(DESCRIPTOR).read_bytes().decode(), version, created),
        CHANGELOG: with_block(text, added).encode(),
    }
    for resource in package.resources:
        if ADDED_IN in resource.schema.by_name:
            rows[resource.name] = with_added_in(tables[resource.name], version)
    for name, table in rows.items():
        resource = package.resource(name)
        files[resource.path] = csv_bytes(resource.schema.columns, in_order(resource.schema, table))
    return files, added


_MEMBER: Final = r'(?m)^  "{}": "[^"\n]*"'


def dated_descriptor(text: str, version: str, created: datetime.datetime) -> bytes:
    """Return the descriptor with a version and a time, everything else as it was written by hand.

    Raises:
        UserError: If either member is not on a line of its own, indented by two spaces.
    """
    wanted = {"version": version, "created": created.strftime("%Y-%m-%dT%H:%M:%SZ")}
    for name, value in wanted.items():
        text, count = re.subn(_MEMBER.format(name), f'  "{name}": "{value}"', text)
        if count != 1:
            raise UserError(
                f'{DESCRIPTOR}: "{name}" must be there once, on a line of its own, as in:   "{name}": "{value}",'
            )
    document = json.loads(text)
    if any(document[name] != value for name, value in wanted.items()):
        raise UserError(f"{DESCRIPTOR}: version and created must be members of the outermost object")
    return text.encode()


AUTO: Final = "auto"
_LISTED: Final = 10
_LICENCE_FILES: Final = "LICENSE"
"""How the names of the files begin that hold the text of a licence."""
_COMMIT_SHOWN: Final = 12


@dataclass(frozen=True)
class Plan:
    """A release that can be made.

    Attributes:
        repository: Where.
        last: The release before it; None for the first one.
        version: Its version.
        step: The step from the last release that the changes require.
        reasons: Why.
        diff: What differs from the last release; None for the first one.
        files: New content of the files that it writes itself, by path; generated documents come on top.
        block: The block of the changelog.
        created: Its time, in UTC.
        missing: Which addresses the descriptor lacks, and what each costs, a sentence each.
        refusal: Why the release is not made though it can be shown; empty if it is.
    """

    repository: Repository
    last: LastRelease | None
    version: Version
    step: Step
    reasons: tuple[Reason, ...]
    diff: PackageDiff | None
    files: Mapping[str, bytes]
    block: str
    created: datetime.datetime
    missing: tuple[str, ...] = ()
    refusal: str = ""

    @property
    def tag(self) -> str:
        """Name of its tag."""
        return tag_name(self.version)


def plan_release(
    package: Package,
    wanted: str,
    created: datetime.datetime,
    stale_documents: Callable[[Path], Sequence[str]],
    progress: Callable[[str], None],
    *,
    previous: Path | None = None,
    licence_changed: bool = False,
) -> Plan:
    """Return what a release would do.

    Args:
        package: The package, in its repository.
        wanted: `auto`, or a version.
        created: The time of the release, in UTC.
        stale_documents: Names the generated documents of a package that are not fresh.
        progress: Told the name of each step before it begins.
        previous: The zip or folder of the last release, on whose tables today's code is run. It is required once there
            is a release.
        licence_changed: Whether the person who releases knows that the licence is another one.

    Raises:
        UserError: If no release can be made; the message says why.
    """
    _refuse_foreign_code(package.root)
    progress("looking at the repository")
    repository = sound_repository(package.root)
    clear_up(repository.root)
    last = last_release(package.root)
    _refuse_unknown_release(package, last)
    _refuse_errors(package, progress)
    progress("checking the generated documents")
    stale = stale_documents(package.root)
    if stale:
        raise UserError(f"generated documents are stale: run `make docs` and commit {', '.join(stale)}", EXIT_ERRORS)
    progress("comparing with the last release")
    older = _contents_of(package, last) if last is not None else None
    diff = compare(older, read_contents(package.root, ".", "folder")) if older is not None else None
    answers: tuple[AnswerChange, ...] = ()
    if last is not None and diff is not None:
        if not _reasons(package, last, diff):
            raise UserError(_nothing_changed(package.root, last), EXIT_ERRORS)
        _refuse_licence(package, last, diff, licence_changed=licence_changed)
        progress("running today's code on the tables of the last release")
        by_code = changed_by_code(package, last, previous)
        diff, answers = replace(diff, computed=by_code.computed), by_code.answers
    found = _reasons(package, last, diff)
    step = max((reason.step for reason in found), default=Step.NONE)
    version = _version(package, wanted, last, step, found)
    if diff is not None and older is not None:
        _refuse_unrevised(package, older, diff)
        _refuse_added_in(diff)
    if tag_exists(package.root, tag_name(version)):
        raise UserError(f"the tag {tag_name(version)} exists already: choose a higher version", EXIT_ERRORS)
    written, block = release_sources(package, diff, str(version), created, answers)
    files = {path: content for path, content in written.items() if _content(package, path) != content}
    missing = tuple(missing_addresses(dataset_facts(package.descriptor)))
    return Plan(repository, last, version, step, found, diff, files, block, created, missing, too_long(block))


def _content(package: Package, path: str) -> bytes | None:
    file = package.file(path)
    return file.read_bytes() if file.is_file() else None


def _refuse_foreign_code(root: Path) -> None:
    """Refuse to release a repository with the code of another, whose documents and checks would be used."""
    own, running = root / "scripts" / "deportation_goal", Path(deportation_goal.__file__).parent
    if own.is_dir() and not own.samefile(running):
        raise UserError(
            f"this command belongs to {running}, not to this repository: run `make build` here, then "
            ".venv/bin/deportation-goal release",
            EXIT_ERRORS,
        )


def _refuse_unknown_release(package: Package, last: LastRelease | None) -> None:
    """Refuse to go on where history, changelog and descriptor do not agree on what the last release is."""
    path = package.file(CHANGELOG)
    text = path.read_bytes().decode() if path.is_file() else ""
    for version in map(parse_version, released_versions(text)):
        if last is None or version > last.version:
            raise UserError(
                f"{CHANGELOG} has a block of {version}, but no commit here changed the version in {DESCRIPTOR} to it. "
                "If this is a copy without its history: release in a full clone. If the block was written by hand: put "
                f'it under "{UNRELEASED}"',
                EXIT_ERRORS,
            )
    if last is not None and package.version != str(last.version):
        raise UserError(
            f"{DESCRIPTOR} gives the version {package.version}, but the last release is {last.version} (commit "
            f"{last.commit[:_COMMIT_SHOWN]}): write {last.version} there; only `release` changes it",
            EXIT_ERRORS,
        )


def _refuse_errors(package: Package, progress: Callable[[str], None]) -> None:
    result = check_tables(package_inputs(package), progress=progress)
    if result.failed():
        raise UserError(
            f"the check found {counted(result.count(Level.ERROR), 'error')}: `deportation-goal check` shows them",
            EXIT_ERRORS,
        )


def _contents_of(package: Package, last: LastRelease) -> Contents:
    with revision_folder(last.commit, package.root) as folder:
        return read_contents(folder, str(last.version), "git revision", last.commit)


def _reasons(package: Package, last: LastRelease | None, diff: PackageDiff | None) -> tuple[Reason, ...]:
    if last is None or diff is None:
        return ()
    found = reasons(diff)
    if not found and any(changed_paths(package.root, last.commit)):
        return (Reason(Step.PATCH, "only code, documents or logs changed"),)
    return found


def _version(package: Package, wanted: str, last: LastRelease | None, step: Step, found: tuple[Reason, ...]) -> Version:
    """Return the version of the release.

    Raises:
        UserError: If the one that is wanted is not a version, or too low.
    """
    if last is None:
        return parse_version(package.version if wanted == AUTO else wanted)
    if wanted == AUTO:
        return next_version(last.version, step)
    return checked_version(parse_version(wanted), last.version, step, found)


def _nothing_changed(root: Path, last: LastRelease) -> str:
    commit, tag = last.commit[:_COMMIT_SHOWN], tag_name(last.version)
    said = f"nothing changed since {last.version} (commit {commit}): there is nothing to release"
    if tag_exists(root, tag):
        return said
    return f"{said}. It has no tag yet: `git tag --annotate {tag} {commit}` gives it one"


def _refuse_licence(package: Package, last: LastRelease, diff: PackageDiff, *, licence_changed: bool) -> None:
    """Refuse another licence unless the person who releases says that it is meant."""
    texts = [path for path in changed_paths(package.root, last.commit) if path.startswith(_LICENCE_FILES)]
    named = [change.message for change in diff.changes if change.kind is Kind.LICENCE_CHANGED]
    if (texts or named) and not licence_changed:
        raise UserError(
            "the licence changed, and with it what everybody may do with the release. If that is meant, and everybody who "
            "holds rights agrees, add --licence-changed:"
            f"{in_lines([*named, *(f'{path} has another text' for path in texts)], _LISTED)}",
            EXIT_ERRORS,
        )


def _refuse_added_in(diff: PackageDiff) -> None:
    """Refuse a version in `added_in` that no release wrote."""
    lines: list[str] = []
    for table in diff.tables:
        lines.extend(f"{table.table}: {row.row_id}" for row in table.added if row.values.get(ADDED_IN))
        lines.extend(
            f"{table.table}: {row.row_id}"
            for row in table.changed
            if any(cell.column == ADDED_IN for cell in row.cells)
        )
    if lines:
        raise UserError(
            f"only `release` writes {ADDED_IN}, but it was filled or changed in these rows: empty it in rows that no "
            f"release has carried, and put it back in the others:{in_lines(lines, _LISTED)}",
            EXIT_ERRORS,
        )


def _refuse_unrevised(package: Package, older: Contents, diff: PackageDiff) -> None:
    """Refuse what `check --against` refuses: a row that is gone or a cell that changed, and no revision says why."""
    lines = [f"{table.table}: {table.not_compared}" for table in diff.tables if table.not_compared]
    schemas = {resource.name: resource.schema for resource in package.resources}
    lines.extend(
        f"{change.table} {change.row_id}{f', {change.column}' if change.column else ''}: {change.message}"
        for change in unrevised_changes(older.rows, read_rows(package), schemas)
    )
    if lines:
        raise UserError(
            f"{counted(len(lines), 'difference')} from {older.side.name} without a revision that says why "
            f"(`deportation-goal check --against {older.side.name}` shows each with its place):{in_lines(lines, _LISTED)}",
            EXIT_ERRORS,
        )
