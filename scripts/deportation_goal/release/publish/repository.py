"""The git repository of a release: whether one can be made, what the last one was, clean checkouts, commit and tag."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deportation_goal.diff.version import Version, parse_version
from deportation_goal.errors import EXIT_ERRORS, UserError
from deportation_goal.package.git import GitError, git
from deportation_goal.package.release_commits import release_commits
from deportation_goal.package.system import ignored_signals
from deportation_goal.table_files.atomic import LOCK_FILE
from deportation_goal.wording import in_lines

_CHECKOUT: Final = "deportation-goal-release-"
_NO_HOOKS: Final = f"core.hooksPath={os.devnull}"
_LISTED: Final = 10
_UNFINISHED: Final = {"MERGE_HEAD": "merge", "CHERRY_PICK_HEAD": "cherry-pick", "REVERT_HEAD": "revert"}


@dataclass(frozen=True)
class Repository:
    """A repository in which a release can be made.

    Attributes:
        root: Its folder, which is the package folder.
        branch: The branch that is checked out.
        head: Its commit.
    """

    root: Path
    branch: str
    head: str


@dataclass(frozen=True)
class LastRelease:
    """The newest release that the checked-out commit goes back to.

    Attributes:
        version: Its version.
        commit: Its commit, in full. A version is a commit; a tag is only a name for it, and need not be there.
    """

    version: Version
    commit: str


def tag_name(version: Version) -> str:
    """Return the name of the tag of a version."""
    return f"v{version}"


def sound_repository(root: Path) -> Repository:
    """Return the repository of a package folder if a release can be made there.

    Raises:
        UserError: If git is missing, the folder is in no repository, or its state does not allow a release.
    """
    top = Path(git(root, "rev-parse", "--show-toplevel"))
    if top.resolve() != root.resolve():
        raise UserError(
            f"{root} is a folder inside the repository {top}: a release is made of a whole repository", EXIT_ERRORS
        )
    head = _quietly(root, "rev-parse", "--verify", "--quiet", "HEAD")
    if not head:
        raise UserError("there is no commit yet: commit the package first", EXIT_ERRORS)
    branch = _quietly(root, "symbolic-ref", "--short", "--quiet", "HEAD")
    if not branch:
        raise UserError(
            f"HEAD is detached at {head[:12]}: check out the branch that the release belongs to", EXIT_ERRORS
        )
    if git(root, "rev-parse", "--is-shallow-repository") == "true":
        raise UserError(
            "the clone is shallow, so earlier releases cannot be seen: `git fetch --unshallow`", EXIT_ERRORS
        )
    for setting in ("user.name", "user.email"):
        if not _quietly(root, "config", "--get", setting) and not _given(setting):
            raise UserError(
                f"git does not know who you are: `git config {setting} …` (commit and tag name you)", EXIT_ERRORS
            )
    for file, what in _UNFINISHED.items():
        if (root / git(root, "rev-parse", "--git-path", file)).exists():
            raise UserError(f"a {what} is not finished: finish it, or `git {what} --abort`", EXIT_ERRORS)
    refuse_dirty(root)
    return Repository(root, branch, head)


def _quietly(root: Path, *arguments: str) -> str:
    """Return what git says, empty where it fails."""
    try:
        return git(root, *arguments)
    except GitError:
        return ""


def _given(setting: str) -> bool:
    name = setting.partition(".")[2].upper()
    return bool(os.environ.get(f"GIT_AUTHOR_{name}")) and bool(os.environ.get(f"GIT_COMMITTER_{name}"))


def refuse_dirty(root: Path) -> None:
    """Refuse a working tree that is not exactly its commit.

    Raises:
        UserError: If a file is changed, staged, or neither committed nor ignored.
    """
    entries = git(root, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all").split("\0")
    paths = [entry[3:] for entry in entries if entry and entry[3:] != LOCK_FILE]
    if paths:
        raise UserError(
            f"there are changes that are not committed: commit them, or take them back:{in_lines(paths, _LISTED)}",
            EXIT_ERRORS,
        )


def last_release(root: Path) -> LastRelease | None:
    """Return the newest release that the checked-out commit goes back to, None if there is none."""
    found = next(iter(release_commits(root)), None)
    return LastRelease(parse_version(found.version), found.commit) if found else None


def tag_exists(root: Path, name: str) -> bool:
    """Whether there is a tag of this name, on whatever branch."""
    return bool(_quietly(root, "rev-parse", "--verify", "--quiet", f"refs/tags/{name}"))


def changed_paths(root: Path, since: str) -> list[str]:
    """Return the files that differ between a commit and the checked-out one."""
    return git(root, "diff", "--name-only", "--no-renames", "-z", since, "HEAD").strip("\0").split("\0")


@contextlib.contextmanager
def clean_checkout(root: Path, commit: str, name: str) -> Iterator[Path]:
    """Give a folder with just the files of a commit; it is gone afterwards, and the working tree is not touched.

    Args:
        root: Folder of the repository.
        commit: The commit.
        name: Name of the folder.
    """
    with tempfile.TemporaryDirectory(prefix=_CHECKOUT) as temporary:
        folder = Path(temporary).resolve() / name
        git(root, "-c", _NO_HOOKS, "worktree", "add", "--quiet", "--detach", str(folder), commit)
        try:
            yield folder
        finally:
            _forget(root, folder)


def _forget(root: Path, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    _quietly(root, "worktree", "prune")


def clear_up(root: Path) -> None:
    """Remove the checkouts that a killed run left; to be called while no other release is being made."""
    for line in git(root, "worktree", "list", "--porcelain").splitlines():
        folder = Path(line.removeprefix("worktree "))
        if line.startswith("worktree ") and folder.parent.name.startswith(_CHECKOUT):
            shutil.rmtree(folder.parent, ignore_errors=True)
            _forget(root, folder)


def commit_files(checkout: Path, paths: Iterable[str], message: str) -> str:
    """Commit some files of a checkout, with the hooks of the repository, and return the commit.

    Raises:
        UserError: If a hook or git refuses, or a hook leaves files that are not committed.
    """
    git(checkout, "add", "--", *paths)
    try:
        git(checkout, "commit", "--quiet", "--message", message)
    except GitError as error:
        raise UserError(f"git refused the commit (a hook?): {error.said or error}", EXIT_ERRORS) from None
    refuse_dirty(checkout)
    return git(checkout, "rev-parse", "HEAD")


def land(repository: Repository, commit: str, tag: str, message: str) -> None:
    """Put the commit of a release on the branch and tag it, both or neither.

    Raises:
        UserError: If the working tree or branch changed since the release was begun.
        GitError: If git refuses; the branch is where it was then.
    """
    root = repository.root
    # Half of it would be worse than nothing.
    with ignored_signals(signal.SIGINT, signal.SIGTERM):
        if (
            git(root, "rev-parse", "HEAD") != repository.head
            or _quietly(root, "symbolic-ref", "--short", "--quiet", "HEAD") != repository.branch
        ):
            raise UserError("another commit was checked out while the release was made: run it again", EXIT_ERRORS)
        refuse_dirty(root)
        git(root, "merge", "--quiet", "--ff-only", commit)
        try:
            git(root, "tag", "--annotate", "--cleanup=whitespace", "--file=-", tag, commit, text=message)
        except BaseException:
            git(root, "reset", "--quiet", "--keep", repository.head)
            raise
