"""The promise of docs/reproducibility.md: the same source gives the same bytes, wherever and however it is built."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from deportation_goal.release.archive import SUMS
from deportation_goal.release.folder import files_below
from programs import missing, require_program
from support import COMMAND, REPOSITORY, copy_package, write_files

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Surroundings:
    """Where a build runs: name of the folder, umask, variables of the environment."""

    folder: str
    umask: int = 0o022
    variables: Mapping[str, str] = field(default_factory=dict)


HERE = Surroundings("here", 0o022, {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"})
ELSEWHERE = {
    "far away, with a strict umask": Surroundings(
        "a folder with ünusual [letters]", 0o077, {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
    ),
    "open to all, in another language": Surroundings(
        "x/y/z",
        0o000,
        {"TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "4242"},
    ),
    "where other builds set the clock": Surroundings(
        "clock", 0o027, {"SOURCE_DATE_EPOCH": "1000000000", "PYTHONUTF8": "0"}
    ),
}


def _build(package: Path, target: Path, surroundings: Surroundings, command: list[str]) -> dict[str, tuple[bytes, int]]:
    """Build a package and return the content and the mode of every file."""
    finished = subprocess.run(
        [*command, "build", "--package", package, "-o", target],
        cwd=package,
        env={**os.environ, **surroundings.variables},
        umask=surroundings.umask,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return {
        path: ((target / path).read_bytes(), stat.S_IMODE((target / path).stat().st_mode))
        for path in files_below(target)
    }


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[bytes, int]]:
    """The release of the real package as built here."""
    folder = copy_package(tmp_path_factory.mktemp("reproducible") / HERE.folder)
    return _build(folder, folder / "dist", HERE, [str(COMMAND)])


@pytest.mark.parametrize("where", ELSEWHERE)
def test_two_builds_give_the_same_bytes_and_modes(
    where: str, here: dict[str, tuple[bytes, int]], tmp_path: Path
) -> None:
    folder = copy_package(tmp_path / ELSEWHERE[where].folder)
    there = _build(folder, folder / "dist", ELSEWHERE[where], [str(COMMAND)])
    assert there.keys() == here.keys()
    assert [path for path in here if here[path] != there[path]] == []


def test_another_byte_in_the_source_gives_another_release(here: dict[str, tuple[bytes, int]], tmp_path: Path) -> None:
    folder = copy_package(tmp_path / "other")
    write_files(folder, {"CHANGELOG.md": b"# Changelog\n"})
    there = _build(folder, folder / "dist", HERE, [str(COMMAND)])
    assert there[SUMS] != here[SUMS]


def test_a_source_archive_without_git_builds_what_a_checkout_builds(tmp_path: Path) -> None:
    git, tar = require_program("git"), require_program("tar")
    if not (REPOSITORY / ".git").exists():
        missing("this is no git checkout")
    checkout, archive = tmp_path / "checkout", tmp_path / "archive"
    subprocess.run([git, "clone", "--quiet", "--no-hardlinks", REPOSITORY, checkout], check=True)
    archive.mkdir()
    packed = subprocess.run([git, "archive", "HEAD"], cwd=REPOSITORY, capture_output=True, check=True)
    subprocess.run([tar, "-x"], cwd=archive, input=packed.stdout, check=True)
    builds = []
    for source in (checkout, archive):
        own_code = Surroundings("", 0o022, {"PYTHONPATH": str(source / "scripts")})
        builds.append(_build(source, source / "dist", own_code, [sys.executable, "-m", "deportation_goal"]))
    assert builds[0] == builds[1]
    assert not (archive / ".git").exists()
