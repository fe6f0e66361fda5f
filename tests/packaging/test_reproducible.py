"""Distributions have the same bytes wherever and however they are built, and a source archive is a whole checkout."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from deportation_goal.release.folder import files_below
from programs import require_program

CIRCUMSTANCES: Final = {
    "private": ({"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4711", "LC_ALL": "C"}, 0o077, 0o600),
    "shared": ({"TZ": "America/St_Johns", "PYTHONHASHSEED": "1", "LANG": "tr_TR.UTF-8"}, 0o002, 0o664),
}
"""Environment of a build, its umask, and the mode of the files it is made from."""


def _content(folder: Path) -> dict[str, bytes]:
    """The files of a checkout, without what Python keeps of the hook that it imports for a build."""
    return {path: (folder / path).read_bytes() for path in files_below(folder) if "__pycache__" not in path}


def _set_modes(folder: Path, mode: int) -> None:
    """Give files a mode; those that can be executed stay so for whoever may read them."""
    for path in folder.rglob("*"):
        if path.is_file():
            executable = path.stat().st_mode & 0o100
            path.chmod(mode | (mode & 0o444) >> 2 if executable else mode)


def _unpacked(sdist: Path, folder: Path) -> Path:
    with tarfile.open(sdist) as archive:
        # The first versions of Python 3.11 have no filters.
        archive.extraction_filter = getattr(tarfile, "data_filter", lambda member, _path: member)
        archive.extractall(folder)  # noqa: S202  our own archive
    (source,) = folder.iterdir()
    return source


@pytest.mark.slow
def test_builds_elsewhere_give_the_same_bytes(
    built: Any, new_checkout: Callable[[Path], Path], build_again: Callable[..., Any], tmp_path: Path
) -> None:
    for name, (environment, umask, mode) in CIRCUMSTANCES.items():
        source = new_checkout(tmp_path / name / "a checkout")
        _set_modes(source, mode)
        distributions = build_again(source, tmp_path / name / "out", environment, umask)
        assert distributions.sdist.read_bytes() == built.sdist.read_bytes()
        assert distributions.wheel.read_bytes() == built.wheel.read_bytes()


@pytest.mark.slow
def test_a_wheel_of_the_checkout_is_that_of_the_source_archive(built: Any, checkout: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(tmp_path), str(checkout)]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    assert wheel.read_bytes() == built.wheel.read_bytes()


@pytest.mark.slow
def test_the_source_archive_holds_the_checkout_and_nothing_else(built: Any, checkout: Path, tmp_path: Path) -> None:
    source = _content(_unpacked(built.sdist, tmp_path))
    assert source.pop("PKG-INFO").startswith(b"Metadata-Version: ")
    assert source == _content(checkout)


@pytest.mark.slow
def test_make_dates_the_files_with_the_release(checkout: Path, built: Any, tmp_path: Path) -> None:
    source = _unpacked(built.sdist, tmp_path)
    (source / ".venv").symlink_to(sys.prefix)
    command = [require_program("make"), "packages", "--assume-old=.venv/.stamp-package"]
    finished = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    descriptor = json.loads((checkout / "datapackage.json").read_text(encoding="utf-8"))
    created = datetime.datetime.fromisoformat(descriptor["created"])
    (wheel,) = (source / "build").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        # A zip keeps even seconds only.
        even = created.replace(second=created.second // 2 * 2)
        assert {info.date_time for info in archive.infolist()} == {even.timetuple()[:6]}
    (sdist,) = (source / "build").glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        assert {member.mtime for member in archive} == {created.timestamp()}
        names = {member.name.split("/", 1)[1] for member in archive}
    assert names == {*_content(checkout), "PKG-INFO"}
