"""What takes long is made once a test run and shared by all its workers; nobody may change it."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from filelock import FileLock

from support import REPOSITORY


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder that the first worker who asks for it fills.

    Args:
        factory: The folders of this run.
        name: Name of the folder in the run.
        make: Fills a folder that is not there yet.
    """
    root = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    folder = root / name
    with FileLock(root / f"{name}.lock"):
        if not (root / f"{name}.done").exists():
            make(folder)
            (root / f"{name}.done").touch()
    return folder


@cache
def parsed_code() -> dict[Path, ast.Module]:
    """Return every module of the package as parsed, by path."""
    modules = sorted((REPOSITORY / "scripts").rglob("*.py"))
    return {module: ast.parse(module.read_text(encoding="utf-8")) for module in modules}
