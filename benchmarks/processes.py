"""The memory of a process with all that it starts, while it runs: what several processes share is counted once."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_EVERY_SECONDS: Final = 0.1
_SHARE: Final = re.compile(r"(?m)^Pss: +([0-9]+) kB$")


def tree(process: int) -> Iterator[int]:
    """Yield a process and those below it (Linux)."""
    yield process
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            below = children.read_text().split()
        except OSError:
            # It has ended since.
            continue
        for child in below:
            yield from tree(int(child))


def share(process: int) -> int:
    """Return the memory of a process in bytes, its part of what it shares (proportional set size); 0 if it has ended."""
    try:
        found = _SHARE.search(Path(f"/proc/{process}/smaps_rollup").read_text())
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0


class PeakOfTree:
    """Looks at a process and those below it, ten times a second.

    Attributes:
        bytes: The most that all of them held together so far; 0 where the system has no /proc.
    """

    def __init__(self, process: int) -> None:
        self.bytes = 0
        self._process = process
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> PeakOfTree:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(_EVERY_SECONDS):
            self.bytes = max(self.bytes, sum(share(process) for process in tree(self._process)))
