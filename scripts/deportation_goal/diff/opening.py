"""Opens what a comparison names, and reads it: a folder, a zip, a git revision, or a released version."""

from __future__ import annotations

import contextlib
import io
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from deportation_goal.diff.snapshot import Contents, read_contents
from deportation_goal.errors import UserError
from deportation_goal.package.git import GitError, git, git_bytes
from deportation_goal.package.release_commits import release_commit, release_commits
from deportation_goal.package.system import user_path
from deportation_goal.package.unpacked import unpacked
from deportation_goal.wording import listed, nearest

_READ: Final = (".json", ".csv")
"""Ends of the names of the files that a comparison may read."""

_SHOWN: Final = 5


@dataclass(frozen=True)
class Opened:
    """One side as read.

    Attributes:
        contents: What is compared of it.
        note: What the user should know about how the name was read; empty if there is nothing to say.
    """

    contents: Contents
    note: str = ""


def open_side(name: str, repository: Path) -> Opened:
    """Read what a name means: a path, otherwise a git revision, otherwise a released version.

    Args:
        name: A folder, a zip file, a revision (tag, branch, commit), or a version such as `1.0.0`, tagged or not.
        repository: Folder in whose git repository revisions are looked up; the package is at the same place in the revision.

    Raises:
        UserError: If it is none of these, or not a complete package.
    """
    path = user_path(name)
    if path.exists():
        kind = "folder" if path.is_dir() else "zip"
        with unpacked(path) as folder:
            contents = read_contents(folder, name, kind)
        with contextlib.suppress(UserError):
            commit = _commit(name, repository)
            if commit:
                note = f'"{name}" is a {kind} and a git revision: the {kind} is compared; for the revision write {commit[:12]}'
                return Opened(contents, note)
        return Opened(contents)
    return Opened(_read_revision(name, repository))


def _read_revision(name: str, repository: Path) -> Contents:
    what = f'"{name}" is not a folder and not a zip'
    try:
        commit = _commit(name, repository) or release_commit(name, repository)
    except UserError as error:
        raise UserError(f"{what}, and it cannot be looked up in git: {error}") from None
    if not commit:
        raise UserError(f"{what}, and git knows neither a revision nor a release of that name{_hint(name, repository)}")
    with revision_folder(commit, repository) as folder:
        return read_contents(folder, name, "git revision", commit)


def _commit(name: str, repository: Path) -> str:
    """Return the commit that a revision names, empty if there is none.

    Raises:
        UserError: If there is no git, or the folder is in no repository.
    """
    if not name or name.startswith("-") or "\0" in name:
        return ""
    try:
        return git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    except GitError:
        # With --quiet, git only fails for a name that it does not know.
        return ""


def _hint(name: str, repository: Path) -> str:
    releases = [release.version for release in release_commits(repository)]
    tags = git(repository, "tag", "--sort=-version:refname").splitlines()
    near = nearest(name, [*releases, *tags])
    if near:
        return f"; did you mean {near}?"
    if releases:
        return f"; the releases are {listed(releases, _SHOWN)}"
    return f"; the newest tags are {listed(tags, _SHOWN)}" if tags else "; there are no releases and no tags here"


@contextlib.contextmanager
def revision_folder(commit: str, repository: Path) -> Iterator[Path]:
    """Give a folder with the tables, schemas and descriptor of a commit; neither working tree nor index is touched.

    Raises:
        UserError: If git cannot give them.
    """
    archive = git_bytes(repository, "-c", "core.autocrlf=false", "archive", "--format=tar", commit)
    with tempfile.TemporaryDirectory(prefix="deportation-goal-") as temporary:
        folder = Path(temporary).resolve()
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            for member in tar:
                path = PurePosixPath(member.name)
                # Plain files only, so that nothing that a repository may hold leads out of the folder.
                if member.isfile() and path.suffix in _READ and ".." not in path.parts and not path.is_absolute():
                    target = folder / path
                    target.parent.mkdir(parents=True, exist_ok=True)
                    content = tar.extractfile(member)
                    target.write_bytes(content.read() if content else b"")
        yield folder
