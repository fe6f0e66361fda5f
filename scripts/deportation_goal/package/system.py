"""What operating systems do differently: the one module that asks which of them it runs on.

Everything else uses what all of them have. `make lint` checks the types of the code as for Windows and macOS too, which
finds a call that they lack.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import signal


def user_path(text: str) -> Path:
    """Return a path as somebody wrote it, with `~` and `~name` for home folders; that of an unknown user stays as it is."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)


def resolved(path: Path) -> Path:
    """Return a path without links; one that leads nowhere, as links in a circle do, as it is."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path


def read_plain(path: Path) -> bytes:
    """Return the content of a regular file.

    Raises:
        OSError: If it is not a regular file, or cannot be read.
    """
    require_plain(path)
    return path.read_bytes()


def require_plain(path: Path) -> None:
    """Refuse what is not a regular file before it is opened: a pipe or a device could keep the reader waiting.

    Raises:
        OSError: If it is not a regular file, or is not there.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, "not a regular file", str(path))


def sync(path: Path) -> None:
    """See a file, or the names in a folder, on the disk.

    Windows has no such call for a folder, and wants none: it keeps the names in order itself.
    """
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


_SWAP: Final = 2
"""RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS."""
_WORKING_FOLDER: Final = -100
"""AT_FDCWD of Linux."""


def exchange(one: Path, other: Path) -> bool:
    """Swap the names of two folders in one step, so that both names are always there.

    Returns:
        Whether it was done: not every system and file system can, and then nothing was changed.
    """
    import ctypes

    try:
        library = ctypes.CDLL(None)
        if sys.platform == "linux":
            return bool(
                library.renameat2(_WORKING_FOLDER, os.fsencode(one), _WORKING_FOLDER, os.fsencode(other), _SWAP) == 0
            )
        if sys.platform == "darwin":
            return bool(library.renamex_np(os.fsencode(one), os.fsencode(other), _SWAP) == 0)
    except (AttributeError, OSError, TypeError):
        return False
    return False


def new_file_mode() -> int:
    """Return the mode that the umask of this process leaves to a new file; Windows knows only whether it is read-only."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def user_number() -> int:
    """Return the number of the user; 0 on Windows, where each user has temporary files of their own."""
    if sys.platform == "win32":
        return 0
    return os.getuid()


def with_umask(mask: int) -> dict[str, Any]:
    """Return the arguments that make `subprocess` start a process with a umask; none on Windows."""
    return {} if sys.platform == "win32" else {"umask": mask}


@contextlib.contextmanager
def ignored_signals(*signals: signal.Signals) -> Iterator[None]:
    """Ignore signals for a moment, in processes that are started in it too: Ctrl-C (SIGINT), a polite kill (SIGTERM).

    Does nothing in a thread, which gets no signals.
    """
    # Imported here: to name all signals takes as long as to read a small table.
    import signal

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
