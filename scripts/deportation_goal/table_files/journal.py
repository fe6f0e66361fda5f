"""Writes several tables so that a killed run leaves all of them old or, after the next run, all of them new.

Each file is written atomically by `table_files.atomic`; this is about the moment between two of them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from deportation_goal.table_files.atomic import write_all, write_atomically

JOURNAL: Final = ".deportation-goal.journal.tmp"
"""What a run is about to write; it stands in the package's folder only while that is going on."""
_TABLES: Final = "data"


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


def finish_writing(root: Path) -> bool:
    """Finish what a killed run began to write, and return whether there was something; the caller holds the lock.

    Files that are neither as that run found them nor as it meant to write them have been changed since: then, and
    where none was written yet, the files stay as they are. Temporary files of killed runs are removed.
    """
    for leftover in [*(root / _TABLES).rglob(".*.csv.*.tmp"), *root.glob(f".{JOURNAL}.*.tmp")]:
        leftover.unlink(missing_ok=True)
    journal = root / JOURNAL
    if not journal.exists():
        return False
    entries = json.loads(journal.read_bytes())
    contents = {name: entry["after"].encode() for name, entry in entries.items()}
    now = {name: _digest(root / name) for name in entries}
    written = {name for name, content in contents.items() if now[name] == hashlib.sha256(content).hexdigest()}
    waiting = {name for name, entry in entries.items() if now[name] == entry["before"]} - written
    begun = bool(written and waiting) and written | waiting == contents.keys()
    if begun:
        write_all(root, {name: contents[name] for name in contents if name in waiting})
    journal.unlink()
    return begun


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
