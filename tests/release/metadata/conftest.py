"""What the tests of metadata share: releases with their metadata, facts that can be changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

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
        {"title": "A Working Group", "path": "https://example.org/group", "roles": ["creator", "maintainer"]},
        {"title": "Example Archive", "roles": ["publisher"]},
    ]
    address, doi = "https://example.org/goal", "https://doi.org/10.1234/goal.1"
    return {**descriptor, "homepage": address, "id": doi, "contributors": contributors}
