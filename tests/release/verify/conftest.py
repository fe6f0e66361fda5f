"""A release of the example package, built once, and copies of it to tamper with."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from deportation_goal.package.descriptor import load_package
from deportation_goal.release import content
from deportation_goal.release.verify import verify_release
from once_a_run import made_once
from releases import built, copy_documents
from support import copy_package, example_files, write_files


def _leave_out_pictures(patched: pytest.MonkeyPatch) -> None:
    """Draw none: they take longer than all the rest, and are files like others."""
    makers = tuple(maker for maker in content.MAKERS if "pictures" not in getattr(maker, "__name__", ""))
    assert len(makers) == len(content.MAKERS) - 1
    patched.setattr(content, "MAKERS", makers)


@pytest.fixture(autouse=True)
def of_the_example(monkeypatch: pytest.MonkeyPatch, original: Path) -> None:
    """Verify without pictures too, with a tool that carries the example package."""
    _leave_out_pictures(monkeypatch)
    monkeypatch.setattr(verify_release, "installed_package", lambda: original.parent)


def _make(folder: Path) -> None:
    package = load_package(copy_package(folder, with_data=False))
    write_files(folder, example_files(package))
    copy_documents(folder)
    with pytest.MonkeyPatch.context() as patched:
        _leave_out_pictures(patched)
        built(folder, folder / "dist")


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release; not to be changed."""
    return made_once(tmp_path_factory, "verified", _make) / "dist"


@pytest.fixture
def release(original: Path, tmp_path: Path) -> Path:
    """A copy of the release without its zip, to be tampered with."""
    return Path(shutil.copytree(original, tmp_path / "release", ignore=shutil.ignore_patterns("*.zip*")))


@pytest.fixture
def with_zip(original: Path, tmp_path: Path) -> Path:
    """A copy of the release with its zip."""
    return Path(shutil.copytree(original, tmp_path / "release"))
