"""Makes a release: files, commit, two builds, tag. The branch moves when everything else has succeeded.

The commit is made in a checkout of its own. Whatever fails, and whenever the run is killed, the working tree and the
branch are as they were; only commit and tag at the end are put in place, together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from deportation_goal.errors import EXIT_ERRORS, UserError
from deportation_goal.package.git import git
from deportation_goal.release.publish.plan import Plan
from deportation_goal.release.publish.repository import clean_checkout, commit_files, land
from deportation_goal.release.publish.two_builds import build_twice, run_tool
from deportation_goal.table_files.atomic import write_all

Builder = Callable[[Path, str, Callable[[str], None]], int]
"""Builds and checks a commit of a repository, and returns the number of files; raises `UserError`."""


@dataclass(frozen=True)
class Published:
    """A release that was made.

    Attributes:
        commit: Its commit.
        files: Number of files of the release.
    """

    commit: str
    files: int


def publish(plan: Plan, progress: Callable[[str], None], builder: Builder = build_twice) -> Published:
    """Make a release.

    Args:
        plan: What to do.
        progress: Told the name of each step before it begins.
        builder: Builds and checks the commit.

    Raises:
        UserError: If anything fails; nothing was changed then.
        GitError: If git refuses something; nothing was changed then.
    """
    if plan.refusal:
        raise UserError(plan.refusal, EXIT_ERRORS)
    root = plan.repository.root
    with clean_checkout(root, plan.repository.head, "commit") as checkout:
        progress("writing the files of the release")
        write_all(checkout, plan.files)
        run_tool(checkout, "docs", "--package", str(checkout))
        changed = git(checkout, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all").split("\0")
        progress("committing")
        commit = commit_files(checkout, [entry[3:] for entry in changed if entry], f"Release {plan.version}")
        files = builder(root, commit, progress)
        progress("putting commit and tag in place")
        land(plan.repository, commit, plan.tag, f"deportation-goal {plan.version}\n\n{plan.block}")
    return Published(commit, files)
