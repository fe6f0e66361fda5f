"""Programs that only some tests need: a test without its program is skipped with the reason, or fails.

With REQUIRE_ALL=1 in the environment, as on the machine of the continuous integration, a missing program is a failure.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest


def missing(what: str) -> NoReturn:
    """Skip the running test because something is not installed; with REQUIRE_ALL=1 let it fail."""
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(f"{what}, and REQUIRE_ALL=1", pytrace=False)
    pytest.skip(what)


def require_program(*names: str) -> str:
    """Return the path of the first of these programs that is installed."""
    for name in names:
        if path := shutil.which(name):
            return path
    missing(f"{' or '.join(names)} is not installed")


def require_path(path: Path, remedy: str) -> Path:
    """Return a path that an installation makes, if it is there."""
    if path.exists():
        return path
    missing(f"{path.name} is not there: {remedy}")
