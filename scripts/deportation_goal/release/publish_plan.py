"""What a release would do: its version, the reasons, the files it writes. Reads only."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import deportation_goal
from deportation_goal.check import check_tables, package_inputs
from deportation_goal.diff.compare import compare
from deportation_goal.diff.contents import read_contents
from deportation_goal.diff.model import PackageDiff, Step
from deportation_goal.diff.opening import revision_folder
from deportation_goal.diff.recipe import Reason, reasons
from deportation_goal.documents.pages import pages, stale_pages
from deportation_goal.findings import Level
from deportation_goal.git import git
from deportation_goal.package.descriptor import Package
from deportation_goal.release.changelog import CHANGELOG, ChangelogError, released_versions
from deportation_goal.release.publish_files import release_sources
from deportation_goal.release.publish_repository import (
    ReleaseError,
    Repository,
    Tag,
    changed_paths,
    last_release,
    sound_repository,
    tag_exists,
    tag_name,
)
from deportation_goal.release.version import Version, VersionError, checked_version, next_version, parse_version
from deportation_goal.wording import counted

AUTO: Final = "auto"
_LISTED: Final = 10


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
    """

    repository: Repository
    last: Tag | None
    version: Version
    step: Step
    reasons: tuple[Reason, ...]
    diff: PackageDiff | None
    files: Mapping[str, bytes]
    block: str
    created: datetime.datetime

    @property
    def tag(self) -> str:
        """Name of its tag."""
        return tag_name(self.version)


def plan_release(package: Package, wanted: str, created: datetime.datetime, progress: Callable[[str], None]) -> Plan:
    """Return what a release would do.

    Args:
        package: The package, in its repository.
        wanted: `auto`, or a version.
        created: The time of the release, in UTC.
        progress: Told the name of each step before it begins.

    Raises:
        GitError: If git is missing, or the package is in no repository.
        PackageError: If the package or the last release cannot be read.
        ReleaseError: If no release can be made; the message says why.
    """
    _refuse_foreign_code(package.root)
    progress("looking at the repository")
    repository = sound_repository(package.root)
    last = last_release(package.root)
    _refuse_untagged(package, last)
    _refuse_errors(package, progress)
    progress("checking the generated documents")
    stale = stale_pages(package.root, pages(package.root))
    if stale:
        raise ReleaseError(f"generated documents are stale: run `make docs` and commit {', '.join(stale)}")
    progress("comparing with the last release")
    diff = _difference(package, last)
    found = _reasons(package, last, diff)
    step = max((reason.step for reason in found), default=Step.NONE)
    version = _version(package, wanted, last, step, found)
    if diff is not None:
        _refuse_vanished(diff)
    if tag_exists(package.root, tag_name(version)):
        raise ReleaseError(f"the tag {tag_name(version)} exists already: choose a higher version")
    try:
        written, block = release_sources(package, diff, str(version), created)
    except ChangelogError as error:
        raise ReleaseError(str(error)) from None
    files = {path: content for path, content in written.items() if _content(package, path) != content}
    return Plan(repository, last, version, step, found, diff, files, block, created)


def _content(package: Package, path: str) -> bytes | None:
    file = package.file(path)
    return file.read_bytes() if file.is_file() else None


def _refuse_foreign_code(root: Path) -> None:
    """Refuse to release a repository by the code of another: documents and checks would be those of that one."""
    own, running = root / "scripts" / "deportation_goal", Path(deportation_goal.__file__).parent
    if own.is_dir() and not own.samefile(running):
        raise ReleaseError(
            f"this command is the one of {running}, not of this repository: `make build` here, then run "
            ".venv/bin/deportation-goal release"
        )


def _refuse_untagged(package: Package, last: Tag | None) -> None:
    """Refuse to go on from a release that has a block in the changelog, but no tag here."""
    path = package.file(CHANGELOG)
    text = path.read_bytes().decode() if path.is_file() else ""
    for version in map(parse_version, released_versions(text)):
        if last is None or version > last.version:
            raise ReleaseError(
                f"{CHANGELOG} has a block of {version}, but no tag {tag_name(version)} leads here. If its tag is on the "
                "remote only: `git fetch --tags`. If a release was killed before it could tag: `git reset --keep "
                "HEAD~1` takes its commit back. If the block was written by hand: put it under «## Unreleased»"
            )


def _refuse_errors(package: Package, progress: Callable[[str], None]) -> None:
    result = check_tables(package_inputs(package), progress=progress)
    if result.failed():
        raise ReleaseError(
            f"the check found {counted(result.count(Level.ERROR), 'error')}: `deportation-goal check` shows them"
        )


def _difference(package: Package, last: Tag | None) -> PackageDiff | None:
    if last is None:
        return None
    commit = git(package.root, "rev-parse", f"{last.name}^{{commit}}")
    with revision_folder(commit, package.root) as folder:
        old = read_contents(folder, last.name, "git revision", commit)
    return compare(old, read_contents(package.root, ".", "folder"))


def _reasons(package: Package, last: Tag | None, diff: PackageDiff | None) -> tuple[Reason, ...]:
    if last is None or diff is None:
        return ()
    found = reasons(diff)
    if not found and any(changed_paths(package.root, last.name)):
        return (Reason(Step.PATCH, "only code, documents or logs changed"),)
    return found


def _version(package: Package, wanted: str, last: Tag | None, step: Step, found: tuple[Reason, ...]) -> Version:
    """Return the version of the release.

    Raises:
        ReleaseError: If the one that is wanted is none, or too low, or nothing changed.
    """
    try:
        if last is None:
            return parse_version(package.version if wanted == AUTO else wanted)
        if step is Step.NONE:
            raise ReleaseError(f"nothing changed since {last.name}: there is nothing to release")
        if wanted == AUTO:
            return next_version(last.version, step)
        return checked_version(parse_version(wanted), last.version, step, found)
    except VersionError as error:
        raise ReleaseError(str(error)) from None


def _refuse_vanished(diff: PackageDiff) -> None:
    """Refuse rows that are gone without a row of revisions, and rows that cannot be followed."""
    lines = []
    for table in diff.tables:
        if table.not_compared:
            lines.append(f"{table.table}: {table.not_compared}")
        for row in table.removed:
            moved = f" (it stands in {row.moved_to} now)" if row.moved_to else ""
            lines.append(f"{table.table}: {row.row_id}{moved}")
    if lines:
        more = f"\n  and {len(lines) - _LISTED:,} more" if len(lines) > _LISTED else ""
        raise ReleaseError(
            "ids never vanish, but these did, without a row of revisions that says why: put the rows back and take them "
            "out with `deportation-goal retract`:" + "".join(f"\n  {line}" for line in lines[:_LISTED]) + more
        )
