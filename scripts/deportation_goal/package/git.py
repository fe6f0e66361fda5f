"""Runs git in a folder and says in one sentence what went wrong. Knows nothing of packages."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from deportation_goal.errors import UserError

_NO_REPOSITORY: Final = "not a git repository"

_FOREIGN: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR")
"""Variables that a hook of git sets and that would lead git to another repository than the folder's."""


_SETTINGS: Final = (
    *("-c", "core.quotePath=false"),
    # Programs that the settings of a received repository may name are not started.
    *("-c", "core.fsmonitor=false"),
)


class GitError(UserError):
    """git refused; the message says what it said.

    Attributes:
        said: What git wrote to standard error.
    """

    def __init__(self, message: str, said: str) -> None:
        super().__init__(message)
        self.said = said


def git_bytes(folder: Path, *arguments: str, environment: Mapping[str, str] | None = None, text: str = "") -> bytes:
    """Run git in a folder and return what it wrote to standard output.

    Args:
        folder: The working directory.
        arguments: Those of git.
        environment: Variables to set on top of those of this process.
        text: What git reads from standard input.

    Raises:
        UserError: If git is not installed, or the folder is in no repository.
        GitError: If git exits with another code than 0.
    """
    command = ["git", *_SETTINGS, *arguments]
    # Messages in English, so that code can tell them apart, and no questions to a terminal.
    own = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    settings = {
        **own,
        "LC_ALL": "C.UTF-8",
        "LANGUAGE": "C",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        **(environment or {}),
    }
    try:
        finished = subprocess.run(  # noqa: S603
            command, cwd=folder, env=settings, input=text.encode(), capture_output=True, check=False
        )
    except FileNotFoundError:
        raise UserError("git is not installed, or not on the PATH: install it (https://git-scm.com)") from None
    if finished.returncode:
        said = finished.stderr.decode("utf-8", "replace").strip()
        if _NO_REPOSITORY in said:
            raise UserError(f"{folder} lies in no git repository")
        said = said or finished.stdout.decode("utf-8", "replace").strip()
        what = next((argument for argument in arguments if not argument.startswith("-")), "")
        raise GitError(f"git {what} failed: {said or f'exit code {finished.returncode}'}", said)
    return finished.stdout


def git(folder: Path, *arguments: str, environment: Mapping[str, str] | None = None, text: str = "") -> str:
    """Run git as `git_bytes` and return its standard output as text, without the last line end."""
    return git_bytes(folder, *arguments, environment=environment, text=text).decode("utf-8", "replace").rstrip("\n")
