"""A release of the example package, built once, and copies of it to tamper with."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from deportation_goal.package.descriptor import Package
from deportation_goal.release import content
from releases import built
from support import copy_package, example_files, write_files


def _leave_out_pictures(patched: pytest.MonkeyPatch) -> None:
    """Draw none: they take longer than all the rest, and are files like others."""
    makers = tuple(maker for maker in content.MAKERS if "pictures" not in getattr(maker, "__name__", ""))
    assert len(makers) == len(content.MAKERS) - 1
    patched.setattr(content, "MAKERS", makers)


@pytest.fixture(autouse=True)
def no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Verify without pictures too."""
    _leave_out_pictures(monkeypatch)


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory, package: Package) -> Path:
    """The release; not to be changed."""
    folder = copy_package(tmp_path_factory.mktemp("verified") / "example", with_data=False)
    write_files(folder, example_files(package))
    write_files(folder, {"CHANGELOG.md": f"# Changelog\n\n## {package.version} (2026-11-22)\n\nNew.\n".encode()})
    with pytest.MonkeyPatch.context() as patched:
        _leave_out_pictures(patched)
        return built(folder, folder / "dist")


@pytest.fixture
def release(original: Path, tmp_path: Path) -> Path:
    """A copy of the release without its zip, to be tampered with."""
    return Path(shutil.copytree(original, tmp_path / "release", ignore=shutil.ignore_patterns("*.zip*")))


@pytest.fixture
def with_zip(original: Path, tmp_path: Path) -> Path:
    """A copy of the release with its zip."""
    return Path(shutil.copytree(original, tmp_path / "release"))
