"""`deportation-goal build`: what it writes, replaces and refuses, and what is left when it is killed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from deportation_goal.package.descriptor import load_package
from deportation_goal.release import build
from deportation_goal.release.archive import SITE_FOLDER, SUMS
from deportation_goal.release.folder import files_below, release_and_site
from mistakes import read
from releases import only_our_own, silent
from support import run_command, write_files

pytestmark = pytest.mark.slow
"""Whole builds: what they rest on is tested by itself in seconds."""


@pytest.fixture
def released(example_build: Path, tmp_path: Path) -> Path:
    """A copy of the example package with a release in dist/."""
    return Path(shutil.copytree(example_build, tmp_path / "released"))


def _content(folder: Path) -> dict[str, bytes]:
    return {path: (folder / path).read_bytes() for path in sorted(files_below(folder))}


def _break_data(folder: Path) -> None:
    figures = folder / "data/figures.csv"
    figures.write_bytes(figures.read_bytes().replace(b",reported,", b",projected,", 1))


def test_the_tables_of_a_release_are_byte_for_byte_those_of_the_package(real_build: Path) -> None:
    tables = {path: content for path, content in _content(real_build / "data").items() if path.endswith(".csv")}
    assert _content(real_build / "dist/data") == tables


def test_a_large_package_is_built_apart_with_the_same_bytes(
    example_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "_LARGE", 0)
    assert build.build_release(load_package(example_build), tmp_path / "apart", silent, validators=()).complete
    site = tuple(path for path in files_below(example_build / "dist") if "site" in path)
    expected = {path: content for path, content in _content(example_build / "dist").items() if path not in site}
    assert _content(tmp_path / "apart") == expected


def test_hash_size_and_row_count_of_the_descriptor_are_true(real_build: Path) -> None:
    descriptor = json.loads((real_build / "dist/datapackage.json").read_bytes())
    assert {resource["path"] for resource in descriptor["resources"]} == {
        path
        for path in files_below(real_build / "dist")
        if path.endswith(".csv") and not path.startswith(("docs/", "site/"))
    }
    for resource in descriptor["resources"]:
        content = (real_build / "dist" / resource["path"]).read_bytes()
        assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
        assert resource["bytes"] == len(content)
        assert resource["rowCount"] == len(read(content))


def test_the_checksums_hold(real_build: Path) -> None:
    files = _content(real_build / "dist")
    sums = dict(line.split("  ")[::-1] for line in files[SUMS].decode().splitlines())
    release, of_site = release_and_site(real_build / "dist")
    assert sums == {path: hashlib.sha256(files[path]).hexdigest() for path in release - {SUMS}}
    site = dict(line.split("  ")[::-1] for line in files[f"{SITE_FOLDER}/{SUMS}"].decode().splitlines())
    assert site == {path: hashlib.sha256(files[f"{SITE_FOLDER}/{path}"]).hexdigest() for path in of_site - {SUMS}}


def test_a_release_passes_the_check(real_build: Path) -> None:
    run = run_command("check", "--report", "json", folder=real_build / "dist")
    assert run.code == 0
    assert json.loads(run.out)["counts"]["error"] == 0


def test_a_build_replaces_its_own_release_and_leaves_nothing_else(released: Path) -> None:
    # Looking at a release does not make it foreign.
    assert run_command("fix", "--check", folder=released / "dist").code == 0
    before = {path.name for path in released.iterdir()}
    license_file = released / "LICENSE"
    license_file.write_text("Free.\n", encoding="utf-8")
    (released / "dist/data/figures.csv").write_bytes(b"spoilt")
    with only_our_own():
        assert run_command("build", folder=released).code == 0
    assert (released / "dist/LICENSE").read_bytes() == license_file.read_bytes()
    assert (released / "dist/data/figures.csv").read_bytes() == (released / "data/figures.csv").read_bytes()
    assert {path.name for path in released.iterdir()} == before


@pytest.mark.parametrize("output", ["foreign", ".", "data", "datapackage.json"])
def test_a_foreign_folder_is_refused_and_left_as_it_is(output: str, example_copy: Path) -> None:
    write_files(example_copy / "foreign", {"notes.txt": b"mine"})
    before = _content(example_copy)
    run = run_command("build", "-o", output, folder=example_copy)
    assert (run.code, run.out, run.err.count("\n")) == (2, "", 1)
    after = _content(example_copy)
    after.pop(".deportation-goal.lock", None)
    assert after == before


def test_data_with_errors_is_not_built_and_the_old_release_stays(released: Path) -> None:
    before = _content(released / "dist")
    _break_data(released)
    run = run_command("build", folder=released)
    assert run.code == 1
    assert "[enum]" in run.out
    assert "not built: data/ has errors" in run.err
    assert _content(released / "dist") == before


KILLED_AT = {
    "while it writes": "after(pathlib.Path, 'write_bytes', 5)",
    "while it writes the formats": "before(in_background.InBackground, 'wait')",
    "after the swap": "before_removing('dist')",
}
"""Where a build is killed, as a call in `KILLER`; tests/commands/test_kills.py kills it at what writes in place."""

KILLER = """
import os, pathlib, shutil, signal, sys
from deportation_goal import __main__
from deportation_goal.package import in_background
from deportation_goal.release import build, folder

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def before(module, name):
    setattr(module, name, lambda *_arguments: die())

def after(module, name, times):
    original, calls = getattr(module, name), []
    def counted(*arguments):
        original(*arguments)
        calls.append(name)
        if len(calls) == times:
            die()
    setattr(module, name, counted)

def before_removing(part):
    original = shutil.rmtree
    def rmtree(path, *arguments, **options):
        if part in str(path):
            die()
        original(path, *arguments, **options)
    shutil.rmtree = rmtree

build.VALIDATORS = ()
{where}
sys.argv = ["deportation-goal", "build"]
__main__.main()
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX")
@pytest.mark.parametrize("where", KILLED_AT)
def test_a_killed_build_leaves_a_whole_release(where: str, released: Path) -> None:
    old = _content(released / "dist")
    (released / "LICENSE").write_text("Free.\n", encoding="utf-8")
    script = KILLER.replace("{where}", KILLED_AT[where])
    killed = subprocess.run([sys.executable, "-c", script], cwd=released, capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL
    if where == "after the swap":
        assert _content(released / "dist")["LICENSE"] == b"Free.\n" != old["LICENSE"]
    else:
        assert _content(released / "dist") == old
    # The next build clears up, even one that does not get to a release of its own.
    _break_data(released)
    assert run_command("build", folder=released).code == 1
    assert _content(released / "dist")["data/figures.csv"] == old["data/figures.csv"]
    assert not [path.name for path in released.iterdir() if path.name.endswith(".tmp")]
    if where != "after the swap":
        assert _content(released / "dist") == old
