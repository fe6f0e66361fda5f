"""The promise of docs/reproducibility.md: the same source gives the same bytes, wherever and however it is built."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import pytest

from checkouts import copy_checkout
from deportation_goal.package.descriptor import Package
from deportation_goal.release.folder import files_below
from effort import EVERYTHING
from programs import require_program
from support import COMMAND, copy_documents, copy_package, example_files, write_files
from versions import make_repository, run_git

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Surroundings:
    """Where a build runs: umask, variables of the environment."""

    umask: int = 0o022
    variables: Mapping[str, str] = field(default_factory=dict)


STRICT = Surroundings(
    0o077,
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": "1000000000"},
)
OPEN = Surroundings(
    0o000,
    {
        "TZ": "America/St_Johns",
        "LC_ALL": "tr_TR.UTF-8",
        "LANG": "tr_TR.UTF-8",
        "PYTHONHASHSEED": "4242",
        "PYTHONUTF8": "0",
    },
)


RELEASE_ALONE: Final = """
from pathlib import Path
from sys import argv
from deportation_goal.package.descriptor import load_package
from deportation_goal.release import build
build.VALIDATORS = ()
assert build.build_release(load_package(Path.cwd()), Path(argv[1]), print).complete
"""
"""Builds a release without its site, and without asking others: with them the real data take three times as long."""


def _build(package: Path, target: Path, surroundings: Surroundings, command: list[str]) -> dict[str, tuple[bytes, int]]:
    """Build a package and return the content and the mode of every file."""
    finished = _run([*command, "build", "--package", package, "-o", target], package, surroundings)
    assert "frictionless and pandera agree" in finished.stdout
    return _content(target)


def _run(command: Sequence[str | Path], folder: Path, surroundings: Surroundings) -> subprocess.CompletedProcess[str]:
    finished = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **surroundings.variables},
        umask=surroundings.umask,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return finished


def _content(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path: ((folder / path).read_bytes(), stat.S_IMODE((folder / path).stat().st_mode))
        for path in files_below(folder)
    }


def _assert_same(there: dict[str, tuple[bytes, int]], here: dict[str, tuple[bytes, int]]) -> None:
    assert there.keys() == here.keys()
    assert [path for path in here if here[path] != there[path]] == []


def test_the_real_data_give_the_same_bytes_and_modes_far_away(real_build: Path, tmp_path: Path) -> None:
    folder = copy_package(tmp_path / "a folder with ünusual [letters]")
    copy_documents(folder)
    target, here = tmp_path / "a/b/again", _content(real_build / "dist")
    if EVERYTHING:
        there = _build(folder, target, STRICT, [str(COMMAND)])
    else:
        # The site, in a folder and in a zip, is compared with the example package below.
        _run([sys.executable, "-c", RELEASE_ALONE, target], folder, STRICT)
        there, here = _content(target), {path: file for path, file in here.items() if "site" not in path}
    _assert_same(there, here)
    assert [path.name for path in (tmp_path / "a/b").iterdir()] == ["again"]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory, package: Package) -> Path:
    """A repository with this code and the example package, everything committed."""
    folder = copy_checkout(tmp_path_factory.mktemp("repository") / "repository")
    write_files(folder, example_files(package))
    return make_repository(folder)


def _clone(repository: Path, folder: Path, *settings: str) -> Path:
    """Clone the repository."""
    options = [option for setting in settings for option in ("--config", setting)]
    run_git(folder.parent, "clone", "--quiet", "--no-hardlinks", *options, str(repository), str(folder))
    return folder


def _files(folder: Path) -> dict[str, bytes]:
    return {path: (folder / path).read_bytes() for path in files_below(folder) if not path.startswith(".git/")}


@pytest.mark.parametrize("settings", [(), ("core.autocrlf=true", "core.eol=crlf")], ids=["as usual", "as on Windows"])
def test_every_clone_and_archive_holds_the_same_bytes(
    settings: tuple[str, ...], repository: Path, tmp_path: Path
) -> None:
    clone = _clone(repository, tmp_path / "clone", *settings)
    assert _files(clone) == _files(repository)
    packed = subprocess.run(["git", "archive", "HEAD"], cwd=clone, capture_output=True, check=True)
    (tmp_path / "archive").mkdir()
    subprocess.run([require_program("tar"), "-x"], cwd=tmp_path / "archive", input=packed.stdout, check=True)
    assert not (tmp_path / "archive/.git").exists()
    assert _files(tmp_path / "archive") == _files(repository)


def test_a_read_only_clone_of_another_user_builds_the_same_with_its_own_code_in_another_language(
    repository: Path, example_build: Path, tmp_path: Path
) -> None:
    source = _clone(repository, tmp_path / "source")
    for path in (source, *source.rglob("*")):
        path.chmod(path.stat().st_mode & ~0o222)
        if os.geteuid() == 0:
            # It belongs to somebody else where we may give it away.
            os.chown(path, 12345, 12345)
    own_code = replace(OPEN, variables={**OPEN.variables, "PYTHONPATH": str(source / "scripts")})
    # Modes hold for root too once it may not override them.
    obedient = [require_program("setpriv"), "--bounding-set=-dac_override"] if os.geteuid() == 0 else []
    try:
        there = _build(source, tmp_path / "dist", own_code, [*obedient, sys.executable, "-m", "deportation_goal"])
        _assert_same(there, _content(example_build / "dist"))
    finally:
        for path in (source, *source.rglob("*")):
            if path.is_dir():
                path.chmod(path.stat().st_mode | 0o200)
