"""Finds the commit of each released version in the history of a package. Tags are not needed: they only name a commit.

Only `release` changes version and date in datapackage.json, so the commit that changed them is the release.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from deportation_goal.package.descriptor import DESCRIPTOR
from deportation_goal.package.git import GitError, git

_LINES: Final = '^  "(version|created)": '
"""The lines of the descriptor that a release writes, as an extended regular expression of POSIX."""

_VERSION: Final = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")


@dataclass(frozen=True)
class ReleaseCommit:
    """A release as the history tells it.

    Attributes:
        version: Its version, such as `1.0.0`.
        commit: The full hash of its commit.
    """

    version: str
    commit: str


def release_commits(folder: Path, revision: str = "HEAD") -> list[ReleaseCommit]:
    """Return the releases that a revision goes back to, the highest version first.

    The commit of a version is the newest one that raised the version in datapackage.json to it. The first release
    keeps the version that is already there: its commit is the newest one that changed the date beside that version.

    Args:
        folder: The folder of the package, anywhere in its repository.
        revision: Where the history begins.

    Raises:
        UserError: If git is not installed, or the folder is in no repository.
    """
    raised: dict[str, str] = {}
    dated: dict[str, str] = {}
    for commit, before, now in _writings(folder, revision):
        if _order(now) > _order(before):
            raised.setdefault(now, commit)
        elif now == before:
            dated.setdefault(now, commit)
    first = min((*raised, *dated), key=_order, default="")
    if first in dated and first not in raised:
        raised[first] = dated[first]
    return [ReleaseCommit(version, raised[version]) for version in sorted(raised, key=_order, reverse=True)]


def release_commit(name: str, folder: Path) -> str:
    """Return the commit of a version, written as `1.2.3` or `v1.2.3`; empty if the history has none.

    Raises:
        UserError: If git is not installed, or the folder is in no repository.
    """
    version = name.removeprefix("v")
    if _VERSION.fullmatch(version) is None:
        return ""
    return next((release.commit for release in release_commits(folder) if release.version == version), "")


def _writings(folder: Path, revision: str) -> Iterator[tuple[str, str, str]]:
    """Yield the commits that changed version or date, the newest first, with the version before and after."""
    try:
        log = git(
            folder,
            *("log", "--topo-order", "--diff-filter=M", "--format=%H", f"-G{_LINES}", revision),
            *("--", DESCRIPTOR),
        )
    except GitError:
        # A repository without a commit has no releases.
        return
    for commit in log.split():
        before, now = _version_at(folder, f"{commit}^"), _version_at(folder, commit)
        if before and now:
            yield commit, before, now


def _version_at(folder: Path, revision: str) -> str:
    """Return the version that the descriptor gives in a revision, empty if it gives none."""
    try:
        document: Any = json.loads(git(folder, "show", f"{revision}:./{DESCRIPTOR}"))
    except (GitError, ValueError):
        return ""
    version = document.get("version") if isinstance(document, dict) else None
    return version if isinstance(version, str) and _VERSION.fullmatch(version) else ""


def _order(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))
