"""Fixtures of all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from deportation_goal.package.descriptor import Package, load_package
from support import REPOSITORY, copy_package, example_files, write_files

# A shared machine is slow now and then: how long an example takes, or takes to be made, says nothing. The same examples
# every time keep a red run red; HYPOTHESIS_PROFILE=search looks for new ones.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("repeatable", UNTIMED, derandomize=True)
settings.register_profile("quick", UNTIMED, derandomize=True, max_examples=25)
settings.register_profile("search", UNTIMED, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


@pytest.fixture(scope="session")
def package() -> Package:
    """The real package: its descriptor and schemas."""
    return load_package(REPOSITORY)


@pytest.fixture
def package_copy(tmp_path: Path) -> Path:
    """A folder with a copy of the real package."""
    return copy_package(tmp_path / "package")


@pytest.fixture
def example_copy(tmp_path: Path, package: Package) -> Path:
    """A folder with the real descriptor and schemas, and the example package's tables."""
    folder = copy_package(tmp_path / "example", with_data=False)
    write_files(folder, example_files(package))
    return folder
