"""Writes several tables so that a killed run leaves all of them old or, after the next run, all of them new.

Each file is written atomically by `table_files.atomic`; this is about the moment between two of them.
"""

from __future__ import annotations

import glob
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import Package, read_json
from deportation_goal.package.system import read_plain
from deportation_goal.table_files.atomic import refuse_irregular, write_all, write_atomically
from deportation_goal.wording import short

JOURNAL: Final = ".deportation-goal.journal.tmp"
"""What a run is about to write; it stands in the package's folder only while that is going on."""
_DELETE: Final = "delete it, then run the command again"


def write_together(root: Path, files: Mapping[str, bytes]) -> None:
    """Write tables of a package, in the order given; the caller holds the lock of the package.

    Args:
        root: Folder of the package.
        files: New content by path.
    """
    if len(files) < 2:
        write_all(root, files)
        return
    journal = root / JOURNAL
    entries = {name: {"before": _digest(root / name), "after": content.decode()} for name, content in files.items()}
    write_atomically(journal, json.dumps(entries, ensure_ascii=False).encode())
    write_all(root, files)
    journal.unlink()


def finish_writing(package: Package) -> bool:
    """Finish what a killed run began to write, and return whether there was something; the caller holds the lock.

    Files that are neither as that run found them nor as it was going to write them have been changed since: then, and
    where none was written yet, the files stay as they are. Temporary files of killed runs are removed.

    A package that was received may bring a journal of its own, so only tables of the descriptor are ever written: their
    paths were found to lie inside the folder.

    Raises:
        UserError: If the journal is not one of this tool, or names another file than a table of the package.
    """
    root = package.root
    journal = root / JOURNAL
    refuse_irregular(journal)
    for file in (journal, *(package.file(resource.path) for resource in package.resources)):
        for leftover in file.parent.glob(f".{glob.escape(file.name)}.*.tmp"):
            if leftover.is_file() or leftover.is_symlink():
                leftover.unlink(missing_ok=True)
    if not journal.exists():
        return False
    entries = _entries(package, journal)
    contents = {name: after for name, (_, after) in entries.items()}
    now = {name: _digest(root / name) for name in entries}
    written = {name for name, content in contents.items() if now[name] == hashlib.sha256(content).hexdigest()}
    waiting = {name for name, (before, _) in entries.items() if now[name] == before} - written
    begun = bool(written and waiting) and written | waiting == contents.keys()
    if begun:
        write_all(root, {name: contents[name] for name in contents if name in waiting})
    journal.unlink()
    return begun


def _entries(package: Package, journal: Path) -> dict[str, tuple[str, bytes]]:
    """Return the digest before and the content after of each file that a journal names."""
    try:
        members = {name: (entry["before"], entry["after"].encode()) for name, entry in read_json(journal).items()}
    except (AttributeError, KeyError, TypeError, UnicodeEncodeError):
        raise UserError(f"{journal} was not written by this tool: {_DELETE}") from None
    tables = {resource.path for resource in package.resources}
    for name in members:
        if name not in tables:
            raise UserError(f'{journal} names "{short(name)}", which is not a table of this package: {_DELETE}')
    return members


def _digest(path: Path) -> str:
    return hashlib.sha256(read_plain(path)).hexdigest() if path.exists() else ""
