"""What the tests of metadata share: releases with their metadata."""

from __future__ import annotations

import pytest

from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.release.content import release_files
from support import WITHOUT_PICTURES, copy_package, example_files, write_files

Files = dict[str, bytes]


@pytest.fixture(scope="session")
def example_release(tmp_path_factory: pytest.TempPathFactory, package: Package) -> Files:
    """The release of the example package by path, without its pictures."""
    folder = copy_package(tmp_path_factory.mktemp("metadata") / "example", with_data=False)
    write_files(folder, example_files(package))
    return release_files(load_package(folder), WITHOUT_PICTURES)
