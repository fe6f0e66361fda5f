"""Git repositories with the example package, in which a release can be made."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from deportation_goal.commands import cli
from deportation_goal.package.descriptor import load_package
from deportation_goal.pages.generated_pages import pages
from deportation_goal.release.archive import SUMS, checksums
from deportation_goal.release.content import release_files
from deportation_goal.release.folder import files_below
from deportation_goal.table_files.atomic import write_all
from made_tables import EditableRows
from support import REPOSITORY, write_files
from versions import FIRST_VERSION, Document, commit_all, edit_json, make_repository, run_git, write_rows, write_version


def releasable(
    folder: Path,
    schemas: dict[str, Callable[[Document], None]] | None = None,
) -> Path:
    """Return a repository with the example package and fresh documents, everything committed; nothing is released."""
    _write_unreleased(folder, schemas)
    write_documents(folder)
    return make_repository(folder)


def released(folder: Path, schemas: dict[str, Callable[[Document], None]] | None = None) -> Path:
    """Return a repository whose second commit is the release 0.1.0, without a tag."""
    _write_unreleased(folder, schemas)
    make_repository(folder)
    return release_by_hand(folder, FIRST_VERSION)


def _write_unreleased(folder: Path, schemas: dict[str, Callable[[Document], None]] | None) -> None:
    write_version(folder, schemas=schemas, descriptor=lambda document: document.update(created="2026-01-01T00:00:00Z"))
    shutil.copy(REPOSITORY / "README.md", folder)
    # The real page shows rows of the real data.
    write_files(folder, {"docs/method.md": b"# Method\n"})


def release_by_hand(folder: Path, version: str) -> Path:
    """Commit what makes a release in the history: version and date, a block of the changelog, fresh documents."""
    changelog = f"# Changelog\n\n## Unreleased\n\n## {version} (2026-06-01)\n\nWords.\n"
    (folder / "CHANGELOG.md").write_text(changelog, encoding="utf-8")
    dated = {"version": version, "created": "2026-06-01T00:00:00Z"}
    edit_json(folder / "datapackage.json", lambda document: document.update(dated))
    write_documents(folder)
    commit_all(folder, f"Release {version}")
    write_published(folder)
    return folder


def previous_of(folder: Path) -> Path:
    """Return the last release of a repository as it was published: it travels with the repository, unseen by git."""
    return folder / ".git" / "published"


def write_published(folder: Path) -> None:
    """Write the files of the release that is checked out, but for further formats and zip."""
    target = previous_of(folder)
    shutil.rmtree(target, ignore_errors=True)
    write_files(target, release_files(load_package(folder)))
    (target / SUMS).write_bytes(checksums(target, files_below(target)))


def write_documents(folder: Path) -> None:
    """Write the generated documents."""
    write_all(folder, pages(folder, cli))


def change_rows(folder: Path, change: Callable[[EditableRows], None], message: str = "Change rows") -> None:
    """Commit the example rows after some changes, with fresh documents."""
    write_rows(folder, change)
    write_documents(folder)
    commit_all(folder, message)


def state(folder: Path) -> tuple[str, str, str, str, str]:
    """Return everything that a failed release must leave alone: commit, branch, tags, status, checkouts."""
    head = run_git(folder, "rev-parse", "HEAD")
    branch = run_git(folder, "symbolic-ref", "--short", "HEAD")
    status = run_git(folder, "status", "--porcelain", "--ignored=no")
    return head, branch, run_git(folder, "tag", "--list"), status, run_git(folder, "worktree", "list")
