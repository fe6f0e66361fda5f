"""Runs one command as a process of its own and measures it: wall time, processor time, peak memory."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.processes import PeakOfTree

_PEAK_UNITS_A_MEGABYTE: Final = 1_000_000 if sys.platform == "darwin" else 1_000_000 / 1024
"""`ru_maxrss` is in bytes on macOS and in kibibytes elsewhere."""

_NEVER_COMPILED: Final = "PYTHONDONTWRITEBYTECODE"
"""Containers set it. Every run would then compile the modules of this repository, but not those of installed packages."""


@dataclass(frozen=True)
class Measurement:
    """One run of a process.

    Attributes:
        seconds: Wall time from start to end.
        processor_seconds: Processor time of all its threads, user and system.
        peak_megabytes: Largest resident memory (millions of bytes): of whichever of its processes held most, or, if
            asked for and where the system shows it, of all of them together.
        exit_code: Its exit code; negative for a signal.
        output: What it wrote to standard output.
        errors: What it wrote to standard error.
        timed_out: Whether it was ended by the time limit.
    """

    seconds: float
    processor_seconds: float
    peak_megabytes: float
    exit_code: int
    output: str
    errors: str
    timed_out: bool


def measure(
    command: Sequence[str | Path], folder: Path, limit_seconds: float, *, all_processes: bool = False
) -> Measurement:
    """Run a command and measure it.

    The kernel counts the peak of the child from the moment of its start, so the runner itself must stay small.

    Args:
        command: Program and arguments.
        folder: Working directory.
        limit_seconds: When to end it.
        all_processes: Whether the peak is that of all its processes together. Looking at them takes a little time.

    Raises:
        FileNotFoundError: If there is no such program.
    """
    ended = threading.Event()
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            env={name: value for name, value in os.environ.items() if name != _NEVER_COMPILED},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
        )

        def end() -> None:
            ended.set()
            process.kill()

        timer = threading.Timer(limit_seconds, end)
        timer.start()
        with PeakOfTree(process.pid) if all_processes else contextlib.nullcontext() as tree:
            # Popen.wait gives no usage of this one child.
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - start
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        return Measurement(
            seconds=seconds,
            processor_seconds=usage.ru_utime + usage.ru_stime,
            peak_megabytes=max(usage.ru_maxrss / _PEAK_UNITS_A_MEGABYTE, (tree.bytes if tree else 0) / 1_000_000),
            exit_code=process.returncode,
            output=output.read().decode("utf-8", "replace"),
            errors=errors.read().decode("utf-8", "replace"),
            timed_out=ended.is_set(),
        )
