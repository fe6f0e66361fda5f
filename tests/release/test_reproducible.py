"""The promise of docs/reproducibility.md: the same source gives the same bytes, wherever and however it is built."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable, Mapping
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


def _clone(folder: Path, *settings: str) -> Path:
    """Clone the last commit of this repository."""
    if not (REPOSITORY / ".git").exists():
        missing("this is no git checkout")
    options = [option for setting in settings for option in ("--config", setting)]
    command = [require_program("git"), "clone", "--quiet", "--no-hardlinks", *options, str(REPOSITORY), str(folder)]
    subprocess.run(command, check=True)
    return folder


def _unpacked_archive(folder: Path) -> Path:
    """Unpack the last commit as an archive, which holds no repository."""
    clone = _clone(folder.with_name("cloned"))
    packed = subprocess.run(["git", "archive", "HEAD"], cwd=clone, capture_output=True, check=True)
    folder.mkdir()
    subprocess.run([require_program("tar"), "-x"], cwd=folder, input=packed.stdout, check=True)
    assert not (folder / ".git").exists()
    return folder


def _of_another_user(folder: Path) -> Path:
    """Clone into a folder that nobody may write to, and which belongs to somebody else where we may give it away."""
    _clone(folder)
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode & ~0o222)
        if os.geteuid() == 0:
            os.chown(path, 12345, 12345)
    return folder


def _build_of(source: Path, target: Path) -> dict[str, tuple[bytes, int]]:
    """Build a source with its own code and return the release."""
    own_code = Surroundings("", 0o022, {"PYTHONPATH": str(source / "scripts")})
    # Modes hold for root too once it may not override them.
    obedient = [require_program("setpriv"), "--bounding-set=-dac_override"] if os.geteuid() == 0 else []
    return _build(source, target, own_code, [*obedient, sys.executable, "-m", "deportation_goal"])


@pytest.fixture(scope="module")
def cloned(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[bytes, int]]:
    """The release of a clone."""
    folder = tmp_path_factory.mktemp("cloned")
    return _build_of(_clone(folder / "clone"), folder / "dist")


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(_unpacked_archive, id="an archive without git"),
        pytest.param(lambda folder: _clone(folder, "core.autocrlf=true", "core.eol=crlf"), id="a clone with autocrlf"),
        pytest.param(_of_another_user, id="a read-only clone of another user"),
    ],
)
def test_another_source_of_a_commit_builds_the_same(
    source: Callable[[Path], Path], cloned: dict[str, tuple[bytes, int]], tmp_path: Path
) -> None:
    folder = source(tmp_path / "source")
    try:
        assert _build_of(folder, tmp_path / "dist") == cloned
    finally:
        for path in (folder, *folder.rglob("*")):
            if path.is_dir():
                path.chmod(path.stat().st_mode | 0o200)
