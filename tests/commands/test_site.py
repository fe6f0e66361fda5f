"""deportation-goal site: as a process, on a release in any folder."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from deportation_goal.package.descriptor import Package
from made_sites import make_release
from support import run_command


@pytest.fixture
def release(tmp_path: Path, package: Package) -> Path:
    make_release(tmp_path, package)
    return tmp_path / "release"


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_a_site_is_put_beside_the_release_with_its_zip_and_again_with_the_same_bytes(
    release: Path, tmp_path: Path
) -> None:
    run = run_command("site", release, folder=tmp_path)
    assert (run.code, run.err) == (0, ""), run.err
    (packed,) = release.glob("deportation-goal-site-*.zip")
    first, zipped = content(release / "site"), packed.read_bytes()
    assert f"{len(first)} files" in run.out
    with zipfile.ZipFile(packed) as unpacked:
        assert {name.partition("/")[2]: unpacked.read(name) for name in unpacked.namelist()} == first
    folder = tmp_path / "another folder"
    again = run_command("site", release, "-o", folder / "public", folder=tmp_path, environment=_elsewhere(tmp_path))
    assert again.code == 0, again.err
    assert content(folder / "public") == first
    assert (folder / packed.name).read_bytes() == zipped


def _elsewhere(home: Path) -> dict[str, str]:
    import os

    return {**os.environ, "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7", "HOME": str(home)}


@pytest.mark.slow
def test_what_is_no_release_and_what_holds_other_files_is_refused(release: Path, tmp_path: Path) -> None:
    package = run_command("site", tmp_path / "package", folder=tmp_path)
    assert (package.code, package.out) == (2, "")
    assert "is not a built release" in package.err
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/notes.txt").write_text("mine", encoding="utf-8")
    foreign = run_command("site", release, "-o", tmp_path / "mine", folder=tmp_path)
    assert (foreign.code, foreign.out) == (2, "")
    assert "holds files that no build made" in foreign.err
    address = run_command("site", release, "--base-url", "javascript:alert(1)", folder=tmp_path)
    assert (address.code, address.out) == (2, "")
    assert "is not an address of the web" in address.err
