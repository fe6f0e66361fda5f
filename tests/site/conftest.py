"""The small example release and its site; and a release with harm in its texts."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path

import pytest

from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.site.site_files import site_files
from deportation_goal.site.site_folder import site_model
from deportation_goal.site.site_model import SiteModel
from made_sites import ADDRESS, harmful_example, make_release
from once_a_run import made_once


@pytest.fixture(scope="session")
def example_release(tmp_path_factory: pytest.TempPathFactory, package: Package) -> Path:
    """The release of the example package; not to be changed."""
    return made_once(tmp_path_factory, "site-example", lambda folder: make_release(folder, package)) / "release"


@pytest.fixture(scope="session")
def harmful_release(tmp_path_factory: pytest.TempPathFactory, package: Package) -> Path:
    """The release of the example package with harm in its texts; not to be changed."""

    def make(folder: Path) -> None:
        make_release(folder, package, harmful_example())

    return made_once(tmp_path_factory, "site-harmful", make) / "release"


@pytest.fixture(scope="session")
def model(example_release: Path) -> SiteModel:
    """The example release as pages need it."""
    return site_model(load_package(example_release))


@pytest.fixture(scope="session")
def files(model: SiteModel) -> Mapping[str, bytes]:
    """The files of its site, at no address."""
    return site_files(model)


@pytest.fixture(scope="session")
def harmful_files(harmful_release: Path) -> Mapping[str, bytes]:
    """The files of the harmful site, without documents, which take long and are our own."""
    model = site_model(load_package(harmful_release))
    return site_files(dataclasses.replace(model, documents={}), ADDRESS)
