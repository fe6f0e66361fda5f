"""The example package as the older side of comparisons."""

from __future__ import annotations

from pathlib import Path

import pytest

from versions import write_version


@pytest.fixture(scope="session")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example package; not to be written to."""
    return write_version(tmp_path_factory.mktemp("older") / "old")
