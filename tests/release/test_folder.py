"""The folder of a release: whose it is, and how a new one takes its place."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

import pytest

from deportation_goal.errors import UserError
from deportation_goal.release.archive import SUMS, checksum_line
from deportation_goal.release.folder import files_below, is_ours, put_in_place, recover, refuse_foreign, settle, stage
from deportation_goal.table_files.atomic import LOCK_FILE
from support import write_files

FILES = {"data/a.csv": b"a\n1\n", "LICENSE": b"Free.\n"}


def _sums(files: dict[str, bytes]) -> bytes:
    return "".join(checksum_line(hashlib.sha256(files[path]).hexdigest(), path) for path in sorted(files)).encode()


def _release(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    write_files(folder, {**files, SUMS: _sums(files)})
    return folder


def _content(folder: Path) -> dict[str, bytes]:
    return {path: (folder / path).read_bytes() for path in files_below(folder)}


def test_a_folder_that_is_empty_missing_or_a_release_is_accepted(tmp_path: Path) -> None:
    refuse_foreign(tmp_path / "missing")
    (tmp_path / "empty").mkdir()
    refuse_foreign(tmp_path / "empty")
    release = _release(tmp_path / "release", FILES)
    refuse_foreign(release)
    (release / LOCK_FILE).touch()  # left by a command that was run inside
    write_files(release, dict.fromkeys(("deportation-goal-1.0.0.zip", "deportation-goal-1.0.0.zip.sha256"), b""))
    refuse_foreign(release)


@pytest.mark.parametrize(
    "files",
    [
        {"notes.txt": b"mine"},
        {"data/a.csv": b"a\n1\n"},
        {**FILES, SUMS: _sums(FILES), "notes.txt": b"mine"},
        {**FILES, SUMS: _sums(FILES), ".hidden": b"mine"},
        {**FILES, SUMS: b"\xff\xfe"},
        {**FILES, SUMS: b""},
        {**FILES, SUMS: _sums(FILES), "other.zip": b"mine"},
        {**FILES, SUMS: _sums(FILES), "data/deportation-goal-1.0.0.zip": b"mine"},
    ],
)
def test_a_folder_with_other_files_is_refused(files: dict[str, bytes], tmp_path: Path) -> None:
    write_files(tmp_path / "dist", files)
    assert not is_ours(tmp_path / "dist")
    with pytest.raises(UserError, match="dist holds files that no build made"):
        refuse_foreign(tmp_path / "dist")
    assert _content(tmp_path / "dist") == files


def test_a_file_or_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    _release(tmp_path / "release", FILES)
    (tmp_path / "link").symlink_to("release")
    for name in ("file", "link"):
        with pytest.raises(UserError, match="is not a folder"):
            refuse_foreign(tmp_path / name)


def test_a_link_inside_a_release_makes_it_foreign(tmp_path: Path) -> None:
    folder = _release(tmp_path / "dist", FILES)
    (folder / "elsewhere").symlink_to(tmp_path)
    assert not is_ours(folder)


def test_a_staged_release_stands_beside_its_place(tmp_path: Path) -> None:
    staged = stage(tmp_path / "deep/dist", FILES)
    assert staged.parent == tmp_path / "deep"
    assert staged.name.startswith(".dist.")
    assert _content(staged) == FILES
    assert not (tmp_path / "deep/dist").exists()


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_files_of_a_release_have_their_modes_whatever_the_umask(umask: int, tmp_path: Path) -> None:
    before = os.umask(umask)
    try:
        staged = stage(tmp_path / "dist", FILES)
        settle(staged)
    finally:
        os.umask(before)
    modes = {path.relative_to(staged).as_posix(): stat.S_IMODE(path.stat().st_mode) for path in staged.rglob("*")}
    assert modes == {"data": 0o755, "data/a.csv": 0o644, "LICENSE": 0o644}
    assert stat.S_IMODE(staged.stat().st_mode) == 0o755


@pytest.mark.parametrize("old", [None, {}, {"data/old.csv": b"old\n"}])
def test_a_new_release_takes_the_place_of_an_old_one_whole(old: dict[str, bytes] | None, tmp_path: Path) -> None:
    folder = tmp_path / "dist"
    if old is not None:
        _release(folder, old)
    put_in_place(stage(folder, FILES), folder)
    assert _content(folder) == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


def test_after_a_killed_build_the_old_release_gets_its_name_back(tmp_path: Path) -> None:
    folder = _release(tmp_path / "dist", FILES)
    stage(folder, {"data/a.csv": b"half"})
    folder.rename(tmp_path / ".dist.old.123.tmp")
    recover(folder)
    assert {path: content for path, content in _content(folder).items() if path != SUMS} == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


def test_recovering_leaves_what_is_not_of_this_folder(tmp_path: Path) -> None:
    _release(tmp_path / "dist", FILES)
    others = [".dist2.new.x.tmp", ".dist.tmp", "dist.new.x.tmp", ".dist.old.1"]
    for name in others:
        (tmp_path / name).mkdir()
    recover(tmp_path / "dist")
    recover(tmp_path / "nowhere/dist")
    assert {path.name for path in tmp_path.iterdir()} == {"dist", *others}
