"""Writes tables so that a killed run leaves all of them old or, after the next command, all of them new.

Each file is written atomically by `table_files.atomic`; this is about the moment between two of them. The journal is a
redo log: once it is on the disk, the change is made, by this run or by the next command that writes. Git sees it.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from deportation_goal.errors import EXIT_ERRORS, UserError
from deportation_goal.package.descriptor import Package, read_json
from deportation_goal.package.system import read_plain, sync
from deportation_goal.table_files.atomic import clear_staging, refuse_irregular, write_all
from deportation_goal.wording import listed, short

JOURNAL: Final = "deportation-goal.journal.json"
"""What a run is about to write; it is in the folder of the package only while that is going on."""
_DELETE: Final = "delete it, then run the command again"
_NAMED: Final = 5


class Change(NamedTuple):
    """A change of tables that a command makes.

    Attributes:
        request: What names the request: the same command with the same values gives the same text.
        says: What it does, a sentence each.
        files: Paths of the tables that it writes.
    """

    request: str
    says: tuple[str, ...]
    files: tuple[str, ...]


def request_of(*asked: object) -> str:
    """Return what names a request: a digest of what was asked."""
    return _hash(repr(asked).encode("utf-8", "backslashreplace"))


@contextlib.contextmanager
def written_together(
    root: Path, files: Mapping[str, bytes], request: str = "", says: Sequence[str] = ()
) -> Iterator[None]:
    """Write tables of a package, in the order given; the caller holds the lock of the package, and reports the change.

    The journal goes when the change was reported: whoever saw no report runs the command again, which then reports it.

    Args:
        root: Folder of the package.
        files: New content by path.
        request: What names the request; see `request_of`.
        says: What the change does, a sentence each.
    """
    if not files:
        yield
        return
    entries = {name: {"before": _digest(root / name), "after": content.decode()} for name, content in files.items()}
    record = {"request": request, "says": list(says), "files": entries}
    write_all(root, {JOURNAL: (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()})
    write_all(root, files)
    try:
        yield
    finally:
        _close(root)


def _close(root: Path) -> None:
    (root / JOURNAL).unlink()
    sync(root)


def unfinished(package: Package) -> Change | None:
    """Return the change that a killed run began and no command has finished; None if there is none.

    Raises:
        UserError: If the journal is not one of this tool, or names another file than a table of the package.
    """
    refuse_irregular(package.root / JOURNAL)
    if not (package.root / JOURNAL).exists():
        return None
    return _read(package)[0]


def finish_writing(package: Package) -> Change | None:
    """Finish the change that a killed run began, and return it; the caller holds the lock of the package.

    A package that was received may bring a journal of its own, so only tables of the descriptor are ever written: their
    paths were found to be inside the folder. Temporary files of killed runs are removed.

    Raises:
        UserError: If the journal is not one of this tool, names another file than a table of the package, or a file was
            changed since, so that nobody can tell what to keep. The journal stays then.
    """
    root = package.root
    refuse_irregular(root / JOURNAL)
    clear_staging(root)
    if not (root / JOURNAL).exists():
        return None
    change, entries = _read(package)
    now = {name: _digest(root / name) for name in entries}
    foreign = [name for name, (before, after) in entries.items() if now[name] not in (before, _hash(after))]
    if foreign:
        names = listed(foreign, _NAMED)
        raise UserError(
            f"a run was killed while it wrote ({listed(change.says, _NAMED)}), and {names} was changed since. To finish "
            f"that change, undo yours in {names} and run the command again. To give that change up, look at {JOURNAL} "
            "and at the files that it names, then delete it",
            EXIT_ERRORS,
        )
    write_all(root, {name: after for name, (_, after) in entries.items()})
    _close(root)
    return change


def _read(package: Package) -> tuple[Change, dict[str, tuple[str, bytes]]]:
    """Return the change in a journal, and the digest before and the content after of each file that it names."""
    journal = package.root / JOURNAL
    try:
        record = read_json(journal)
        members = {name: (entry["before"], entry["after"].encode()) for name, entry in record["files"].items()}
        change = Change(str(record["request"]), tuple(map(str, record["says"])), tuple(members))
    except (AttributeError, KeyError, TypeError, UnicodeEncodeError):
        raise UserError(f"{journal} was not written by this tool: {_DELETE}") from None
    tables = {resource.path for resource in package.resources}
    for name in members:
        if name not in tables:
            raise UserError(f'{journal} names "{short(name)}", which is not a table of this package: {_DELETE}')
    return change, members


def _digest(path: Path) -> str:
    return _hash(read_plain(path)) if path.exists() else ""


def _hash(content: bytes) -> str:
    # Imported here, since only writing needs it, and every check asks whether there is a journal.
    import hashlib

    return hashlib.sha256(content).hexdigest()
