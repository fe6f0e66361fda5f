"""The folder of a release: written beside the old one, then put in its place."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping, Set
from pathlib import Path
from typing import Final

from deportation_goal.errors import UserError
from deportation_goal.package.system import exchange, read_plain, sync
from deportation_goal.release.archive import SITE_FOLDER, SUMS, is_packed
from deportation_goal.table_files.atomic import LOCK_FILE

_OLD: Final = "old."
_STAGED: Final = "new."
_FOLDER_MODE: Final = 0o755
FILE_MODE: Final = 0o644
"""The mode of every file of a release."""


def files_below(folder: Path) -> set[str]:
    """Return the paths of all files below a folder, with `/`; a link to a folder is a file, and not looked into."""
    found: set[str] = set()
    for place, folders, files in os.walk(folder):
        inside = Path(place).relative_to(folder).as_posix()
        start = "" if inside == "." else f"{inside}/"
        found.update(start + name for name in files)
        found.update(start + name for name in folders if Path(place, name).is_symlink())
    return found


def release_and_site(folder: Path) -> tuple[frozenset[str], frozenset[str]]:
    """Return the paths of the files of a release, without zips and the lock, and the paths of its site in its folder.

    Each of the two has a list of checksums of its own.
    """
    below = {path for path in files_below(folder) if path != LOCK_FILE and not is_packed(path)}
    start = f"{SITE_FOLDER}/"
    site = {path for path in below if path.startswith(start)}
    return frozenset(below - site), frozenset(path.removeprefix(start) for path in site)


def is_ours(folder: Path) -> bool:
    """Whether a folder is empty or holds a release, or a site, and nothing else: every file is in a list of checksums."""
    release, site = release_and_site(folder)
    return _are_listed(folder, release) and _are_listed(folder / SITE_FOLDER, site)


def _are_listed(folder: Path, present: Set[str]) -> bool:
    if not present:
        return True
    try:
        lines = read_plain(folder / SUMS).decode().splitlines()
    except (OSError, UnicodeDecodeError):
        return False
    return present <= {line.split("  ", 1)[-1] for line in lines} | {SUMS}


def refuse_foreign(folder: Path) -> None:
    """Refuse a folder that this command did not make.

    Raises:
        UserError: If the folder holds anything but a release.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise UserError(f"{folder} is not a folder: name another with -o")
    if folder.is_dir() and not is_ours(folder):
        raise UserError(f"{folder} holds files that no build made: empty it, or name another folder with -o")


def stage(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write a release into a new folder beside `folder` and return it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix=f".{folder.name}.{_STAGED}", suffix=".tmp", dir=folder.parent))
    write_files(staged, files)
    return staged


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder by path, and the folders that they are in."""
    parents = {(folder / path).parent for path in files}
    for parent in parents:
        parent.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        (folder / path).write_bytes(content)


def give_modes(staged: Path) -> list[Path]:
    """Give every file and folder its mode, whatever the umask, and return them."""
    paths = [staged, *staged.rglob("*")]
    for path in paths:
        path.chmod(_FOLDER_MODE if path.is_dir() else FILE_MODE)
    return paths


def settle(staged: Path) -> None:
    """Give every file its mode, and see all of it on the disk before it gets its name."""
    for path in give_modes(staged):
        sync(path)


def _left_over(folder: Path, kind: str) -> list[Path]:
    return sorted(folder.parent.glob(f".{folder.name}.{kind}*.tmp")) if folder.parent.is_dir() else []


def recover(folder: Path) -> None:
    """Clear up after a killed build: give an old release its name back, delete what was only staged.

    To be called under the lock of the package, so that no other build is at work here.
    """
    olds = _left_over(folder, _OLD)
    if olds and not folder.exists():
        olds.pop().replace(folder)
    for path in (*olds, *_left_over(folder, _STAGED)):
        shutil.rmtree(path, ignore_errors=True)


def put_in_place(staged: Path, folder: Path) -> None:
    """Give a staged release its name; an older release of that name goes only when the new one is complete.

    The name is there at every moment where the system can swap two names in one step, as Linux and macOS can.
    """
    if not folder.exists():
        staged.replace(folder)
        sync(folder.parent)
        return
    if exchange(staged, folder):
        sync(folder.parent)
        shutil.rmtree(staged)
        return
    old = folder.with_name(f".{folder.name}.{_OLD}{os.getpid()}.tmp")
    folder.replace(old)
    staged.replace(folder)
    sync(folder.parent)
    shutil.rmtree(old)
