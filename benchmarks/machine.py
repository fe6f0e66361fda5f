"""Facts about the machine and the versions, for the reader of a result; nothing that names the machine itself."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Final

LIBRARIES: Final = ("pandas", "pandera", "pyarrow", "frictionless", "duckdb", "click")


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown"


def _memory_gigabytes() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9


def facts() -> dict[str, str]:
    """Return the facts, by name, in the order in which to print them."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {
        "Cores": str(cores),
        "Memory": f"{_memory_gigabytes():.0f} GB",
        "Processor": f"{platform.machine()}, {_processor()}",
        "System": platform.system(),
        "Load before the run": f"{os.getloadavg()[0]:.1f}",
        "Python": platform.python_version(),
        **{library: version(library) for library in LIBRARIES},
    }
