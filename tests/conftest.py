"""Fixtures of all tests, and the same surroundings for all of them, wherever and however they are started."""

from __future__ import annotations

import gc
import json
import os
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from deportation_goal.package.descriptor import Package, load_package
from effort import load_profile
from once_a_run import made_once
from support import REPOSITORY, copy_documents, copy_package, example_files, run_process, write_files

load_profile()

LEFT_OUT = ("DEPORTATION_GOAL_", "GIT_", "GITHUB_", "LC_", "PYTHON", "SOURCE_DATE")
"""Variables that begin so say something of whoever starts the tests; the tests set those that they need."""


def pytest_configure() -> None:
    """Give this process, and every process that a test starts, the same surroundings on every machine."""
    for name in list(os.environ):
        if name.startswith(LEFT_OUT) or name in (
            "CLICOLOR_FORCE",
            "COLUMNS",
            "FORCE_COLOR",
            "LANGUAGE",
            "NO_COLOR",
            "TZ",
        ):
            del os.environ[name]
    os.environ |= {"LC_ALL": "C.UTF-8", "TERM": "dumb", "TZ": "UTC"}
    # What somebody has set for git at home, such as a template or signed commits, is no business of a test.
    os.environ |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    os.umask(0o022)
    # In the background of a shell Ctrl-C is ignored, and processes would inherit that.
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)

    # Thousands of tests are made and stay: to look for garbage among them takes a third of the time of collecting them.
    gc.disable()


def pytest_collection_finish() -> None:
    """Look for garbage again, but not among the tests."""
    gc.enable()
    gc.freeze()


@pytest.fixture(scope="session")
def package() -> Package:
    """The real package: its descriptor and schemas."""
    return load_package(REPOSITORY)


@pytest.fixture(scope="session")
def real_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the real package with its release in dist/, built by the installed command; not to be changed."""

    def build(folder: Path) -> None:
        copy_package(folder)
        copy_documents(folder)
        run = run_process("build", folder=folder)
        assert run.code == 0, run.out + run.err

    return made_once(tmp_path_factory, "real", build)


@pytest.fixture(scope="session")
def example_build(tmp_path_factory: pytest.TempPathFactory, package: Package) -> Path:
    """The example package with its release in dist/, built by the installed command; not to be changed."""

    def build(folder: Path) -> None:
        copy_package(folder, with_data=False)
        write_files(folder, example_files(package))
        copy_documents(folder)
        run = run_process("build", folder=folder)
        assert run.code == 0, run.out + run.err

    return made_once(tmp_path_factory, "example", build)


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


@pytest.fixture
def descriptor(package: Package) -> dict[str, Any]:
    """A copy of the real descriptor, to be changed."""
    copy: dict[str, Any] = json.loads(json.dumps(package.descriptor))
    return copy


@pytest.fixture
def published(descriptor: dict[str, Any]) -> Mapping[str, Any]:
    """A descriptor as it may look one day: persons, a publisher, an address, a DOI."""
    contributors = [
        {
            "title": "Ada B. Example",
            "givenName": "Ada B.",
            "familyName": "Example",
            "path": "https://orcid.org/0000-0002-1825-0097",
            "organization": "Example Institute",
            "roles": ["creator"],
        },
        {
            "title": "A Working Group",
            "path": "https://example.org/group",
            "email": "group@example.org",
            "roles": ["creator", "maintainer"],
        },
        {"title": "Example Archive", "roles": ["publisher"]},
    ]
    address, doi = "https://example.org/goal", "https://doi.org/10.1234/goal.1"
    given = {"homepage": address, "repository": "https://git.example.org/goal", "id": doi}
    return {**descriptor, **given, "contributors": contributors}
