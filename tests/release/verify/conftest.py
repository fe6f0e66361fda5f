"""A release of the example package, built once, and copies of it to tamper with."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from deportation_goal.package.descriptor import load_package
from deportation_goal.release.verify import verify_release
from deportation_goal.rules.rule import Example
from once_a_run import made_once
from releases import built, only_our_own
from support import UNCHANGED, changed, copy_documents, copy_package, example_files, write_files


@pytest.fixture(autouse=True)
def of_the_example(monkeypatch: pytest.MonkeyPatch, original: Path) -> Iterator[None]:
    """Verify without pictures too, with a tool that carries the example package."""
    monkeypatch.setattr(verify_release, "installed_package", lambda: original.parent)
    with only_our_own():
        yield


def _make(folder: Path, example: Example = UNCHANGED) -> None:
    package = load_package(copy_package(folder, with_data=False))
    write_files(folder, example_files(package, example))
    copy_documents(folder)
    with only_our_own():
        built(folder, folder / "dist")


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release; not to be changed."""
    return made_once(tmp_path_factory, "verified", _make) / "dist"


@pytest.fixture(scope="session")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release of the same package with one other note, which no rule minds and no derived table has."""
    noted = changed({"sources.0.notes": "A remark of ours."})
    return made_once(tmp_path_factory, "verified-other", lambda folder: _make(folder, noted)) / "dist"


@pytest.fixture
def release(original: Path, tmp_path: Path) -> Path:
    """A copy of the release without its zip, to be tampered with."""
    return Path(shutil.copytree(original, tmp_path / "release", ignore=shutil.ignore_patterns("*.zip*")))


@pytest.fixture
def with_zip(original: Path, tmp_path: Path) -> Path:
    """A copy of the release with its zip."""
    return Path(shutil.copytree(original, tmp_path / "release"))
