"""What the tests of metadata share: releases with their metadata."""

from __future__ import annotations

from pathlib import Path

import pytest

from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.release.content import release_files
from support import copy_package, example_files, write_files

Files = dict[str, bytes]


@pytest.fixture(scope="session")
def example_release(tmp_path_factory: pytest.TempPathFactory, package: Package) -> Files:
    """The release of the example package by path."""
    folder = copy_package(tmp_path_factory.mktemp("metadata") / "example", with_data=False)
    write_files(folder, example_files(package))
    return release_files(load_package(folder))


@pytest.fixture(scope="session")
def real_release(package: Package) -> Files:
    """The release of the real package by path."""
    return release_files(package)


@pytest.fixture(scope="session")
def real_folder(tmp_path_factory: pytest.TempPathFactory, real_release: Files) -> Path:
    """The release of the real package in a folder."""
    folder = tmp_path_factory.mktemp("metadata") / "a release"
    write_files(folder, real_release)
    return folder
