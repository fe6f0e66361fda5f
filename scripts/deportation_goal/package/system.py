"""What operating systems do differently: the one module that asks which of them it runs on.

Everything else uses what all of them have. `make lint` checks the types of the code as for Windows and macOS too, which
finds a call that they lack.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any


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


def new_file_mode() -> int:
    """Return the mode that the umask of this process leaves to a new file; Windows knows only whether it is read-only."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def with_umask(mask: int) -> dict[str, Any]:
    """Return the arguments that make `subprocess` start a process with a umask; none on Windows."""
    return {} if sys.platform == "win32" else {"umask": mask}
