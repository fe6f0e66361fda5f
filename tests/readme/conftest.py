"""What the tests of the README share: its text, its code blocks, a built release, the rows with the standard library."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def code_block(readme: str) -> Callable[[str, str], str]:
    """A function that returns the code block of a language with these words in it."""

    def find(language: str, words: str) -> str:
        blocks = re.findall(rf"^```{language}\n(.*?)^```$", readme, flags=re.DOTALL | re.MULTILINE)
        (block,) = [block for block in blocks if words in block]
        return str(block)

    return find


@pytest.fixture(scope="session")
def built(real_build: Path) -> Path:
    """A folder with a release in dist/, as `make build` leaves it; not to be changed."""
    return real_build


@pytest.fixture(scope="session")
def rows_of() -> Callable[[Path], list[dict[str, str]]]:
    """A function that reads a CSV with the standard library alone."""

    def read(path: Path) -> list[dict[str, str]]:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read
