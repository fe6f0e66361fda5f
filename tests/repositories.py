"""Git repositories with the example package, in which a release can be made."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from deportation_goal.commands import cli
from deportation_goal.pages.generated_pages import pages
from deportation_goal.table_files.atomic import write_all
from made_tables import EditableRows
from support import REPOSITORY, write_files
from versions import Document, commit_all, make_repository, run_git, write_rows, write_version


def releasable(
    folder: Path,
    schemas: dict[str, Callable[[Document], None]] | None = None,
) -> Path:
    """Return a repository with the example package and fresh documents, everything committed."""
    write_version(folder, schemas=schemas)
    shutil.copy(REPOSITORY / "README.md", folder)
    # The real page shows rows of the real data.
    write_files(folder, {"docs/method.md": b"# Method\n"})
    write_documents(folder)
    return make_repository(folder)


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
