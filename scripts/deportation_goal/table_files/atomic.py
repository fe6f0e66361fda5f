"""Writes that a killed run cannot tear, and a lock that keeps two runs apart."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from deportation_goal.errors import EXIT_ERRORS, UserError
from deportation_goal.package.system import new_file_mode, read_plain, resolved, sync, user_number

LOCK_FILE: Final = ".deportation-goal.lock"


STAGING: Final = ".deportation-goal.tmp"
"""Folder in a package for files that are being written: a killed run leaves nothing beside the tables."""


def write_atomically(path: Path, content: bytes, staging: Path | None = None) -> None:
    """Write a file so that at every moment it has either the old or the new content, whole.

    A temporary file, fsync, rename, and an fsync of the folder. A device or a pipe, such as /dev/stdout, is written to.

    Args:
        path: The file.
        content: Its new content.
        staging: Folder for the temporary file, on the same file system; that of the file if not given.

    Raises:
        OSError: If the folder is missing or cannot be written.
    """
    with _named(path):
        _write(path, content, staging or path.parent)


@contextlib.contextmanager
def _named(path: Path) -> Iterator[None]:
    """Add the name of the file to an error without one, such as that of a write to a full disk."""
    try:
        yield
    except OSError as error:
        if error.errno is not None and error.filename is None:
            error.filename = str(path)
        raise


def _write(path: Path, content: bytes, staging: Path) -> None:
    import tempfile

    if path.exists() and not path.is_file():
        # A device or a pipe is written to, not replaced.
        path.write_bytes(content)
        return
    mode = path.stat().st_mode & 0o777 if path.exists() else new_file_mode()
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=staging)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync(path.parent)


def write_all(root: Path, files: Mapping[str, bytes]) -> None:
    """Write several files of a package, each atomically; files that already hold the content are left alone.

    Raises:
        OSError: If one of them is there and not a regular file, or cannot be written.
        UserError: If the folder for files that are being written is not one of this tool.
    """
    changed = {name: content for name, content in files.items() if _differs(root / name, content)}
    if not changed:
        return
    staging = root / STAGING
    if staging.is_symlink() or (staging.exists() and not staging.is_dir()):
        raise UserError(
            f"{staging} is not a folder, so this tool did not make it: delete it, then run the command again"
        )
    staging.mkdir(parents=True, exist_ok=True)
    try:
        for name, content in changed.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            same = path.parent.stat().st_dev == staging.stat().st_dev
            write_atomically(path, content, staging if same else None)
    finally:
        # Another thread may be writing there.
        with contextlib.suppress(OSError):
            staging.rmdir()


def _differs(path: Path, content: bytes) -> bool:
    return not path.exists() or read_plain(path) != content


def clear_staging(root: Path) -> None:
    """Remove the files that killed runs left half-written; the caller holds the lock of the package."""
    staging = root / STAGING
    if staging.is_dir() and not staging.is_symlink():
        import shutil

        shutil.rmtree(staging, ignore_errors=True)


def refuse_irregular(path: Path) -> None:
    """Refuse a file of the tool's own that somebody has put there as a link, a pipe, a device or a folder.

    Raises:
        UserError: If it is there and not a regular file itself.
    """
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise UserError(
            f"{path} is not a plain file, so this tool did not make it: delete it, then run the command again"
        )


def _lock_file(root: Path) -> Path:
    """Return the file to lock: in the package, or with the temporary files of the user where that is read-only."""
    if os.access(root, os.W_OK):
        return root / LOCK_FILE
    import hashlib
    import tempfile

    name = hashlib.sha256(os.fsencode(resolved(root))).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"deportation-goal-{user_number()}-{name}.lock"


@contextlib.contextmanager
def package_lock(root: Path, wait_seconds: float = 10.0) -> Iterator[None]:
    """Hold the package's lock: whoever writes reads, changes and writes under it.

    The operating system releases the lock when the process ends, however it ends.

    Args:
        root: Folder of the package.
        wait_seconds: How long to wait for another run to finish.

    Raises:
        UserError: If the lock is still held then, or its file is a link or a special file.
    """
    # Imported here, since it takes longer than to read most packages, and only writing needs it.
    from filelock import FileLock, Timeout

    # Never a marker in place of a lock: that of a killed process would stay.
    path = _lock_file(root)
    refuse_irregular(path)
    lock = FileLock(path, timeout=wait_seconds, fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout:
        raise UserError(
            "another run is writing to this package: wait for it to end, then run the command again", EXIT_ERRORS
        ) from None
    try:
        yield
    finally:
        lock.release()
