"""What a checkout of this repository holds, copied into a folder."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Final

from support import REPOSITORY

IGNORED: Final = (
    ".git",
    ".venv",
    "dist",
    "build",
    "node_modules",
    "__pycache__",
    ".*_cache",
    ".hypothesis",
    "*.lock",
    ".*.tmp",
)


def _files() -> list[Path] | None:
    """Return the files that a commit of everything here would hold; None outside a repository."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if not (REPOSITORY / ".git").exists() or not shutil.which("git"):
        return None
    listed = subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout
    return [Path(name) for name in listed.split("\0") if name and (REPOSITORY / name).is_file()]


def copy_checkout(folder: Path) -> Path:
    """Copy what a checkout holds into a folder and return it."""
    files = _files()
    if files is None:
        return Path(shutil.copytree(REPOSITORY, folder, ignore=shutil.ignore_patterns(*IGNORED)))
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / file, folder / file)
    return folder
