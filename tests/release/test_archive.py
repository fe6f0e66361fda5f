"""The zip of a release."""

from __future__ import annotations

import datetime
import hashlib
import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from deportation_goal.release.archive import (
    SUMS,
    checksums,
    file_hash,
    parse_checksums,
    version_in_name,
    write_zip,
    zip_entry,
)
from programs import require_program
from support import write_files

CREATED = datetime.datetime(2026, 11, 22, 10, 20, 30, tzinfo=datetime.UTC)
FILES = {"data/b.csv": b"b\n" * 1000, "a.txt": b"a", "formats/x.parquet": b"p"}


def _zip(folder: Path) -> Path:
    write_files(folder, FILES)
    return write_zip(folder, FILES, "1.2.3", CREATED)


def test_everything_lies_in_one_folder_sorted_with_one_time_and_mode(tmp_path: Path) -> None:
    with zipfile.ZipFile(_zip(tmp_path)) as zipped:
        entries = zipped.infolist()
        assert zipped.testzip() is None
        assert zipped.read("deportation-goal-1.2.3/data/b.csv") == FILES["data/b.csv"]
    assert [entry.filename for entry in entries] == [f"deportation-goal-1.2.3/{path}" for path in sorted(FILES)]
    assert {entry.date_time for entry in entries} == {(2026, 11, 22, 10, 20, 30)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o644}
    assert {entry.create_system for entry in entries} == {3}


def test_what_is_packed_already_is_stored(tmp_path: Path) -> None:
    with zipfile.ZipFile(_zip(tmp_path)) as zipped:
        stored = {entry.filename for entry in zipped.infolist() if entry.compress_type == zipfile.ZIP_STORED}
    assert stored == {"deportation-goal-1.2.3/formats/x.parquet"}


def test_its_bytes_are_those_of_files_packed_one_by_one(tmp_path: Path) -> None:
    files = {"b.csv": b"b\n" * 100_000, "a.txt": b"", "x.parquet": b"p", "z.txt": bytes(range(256)) * 1000}
    write_files(tmp_path, files)
    with zipfile.ZipFile(tmp_path / "one by one", "w") as zipped:
        for path in sorted(files):
            entry = zip_entry(f"deportation-goal-1.2.3/{path}", CREATED, len(files[path]))
            zipped.writestr(entry, files[path])
    assert write_zip(tmp_path, files, "1.2.3", CREATED).read_bytes() == (tmp_path / "one by one").read_bytes()


def test_its_hash_stands_beside_it(tmp_path: Path) -> None:
    path = _zip(tmp_path)
    assert (tmp_path / "deportation-goal-1.2.3.zip.sha256").read_text() == f"{file_hash(path)}  {path.name}\n"


def test_nothing_around_it_changes_its_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = _zip(tmp_path / "first").read_bytes()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    write_files(tmp_path / "second", FILES)
    for path in FILES:
        os.utime(tmp_path / "second" / path, (1, 1))
        (tmp_path / "second" / path).chmod(0o600)
    assert write_zip(tmp_path / "second", reversed(FILES), "1.2.3", CREATED).read_bytes() == first


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("deportation-goal-1.2.3.zip", "1.2.3"),
        ("deportation-goal-1.2.3.zip.sha256", "1.2.3"),
        ("deportation-goal-1.2.zip", None),
        ("data/deportation-goal-1.2.3.zip", None),
        ("deportation-goal-1.2.3.zip.txt", None),
    ],
)
def test_the_version_in_a_name(name: str, version: str | None) -> None:
    assert version_in_name(name) == version


LISTED = {"b.txt": b"b", "data/a b.csv": b"a\n", "ä": b""}


def test_the_list_is_sorted_and_read_back(tmp_path: Path) -> None:
    write_files(tmp_path, LISTED)
    content = checksums(tmp_path, LISTED)
    assert parse_checksums(content) == {path: hashlib.sha256(LISTED[path]).hexdigest() for path in LISTED}
    assert [line.split("  ")[1] for line in content.decode().splitlines()] == sorted(LISTED)


def test_sha256sum_accepts_the_list(tmp_path: Path) -> None:
    write_files(tmp_path, LISTED)
    (tmp_path / SUMS).write_bytes(checksums(tmp_path, LISTED))
    program = require_program("sha256sum")
    finished = subprocess.run([program, "--check", "--strict", SUMS], cwd=tmp_path, capture_output=True, check=False)
    assert finished.returncode == 0


@pytest.mark.parametrize("line", ["x", f"{'0' * 63}  a", f"{'0' * 64} a", f"{'0' * 64}  ", f"{'G' * 64}  a", "\xff"])
def test_a_line_of_another_form_is_named(line: str) -> None:
    with pytest.raises(ValueError, match="line 2 is not of the form"):
        parse_checksums(f"{'0' * 64}  first\n{line}\n".encode("latin-1"))


def test_a_path_twice_is_named() -> None:
    with pytest.raises(ValueError, match="line 2 lists a a second time"):
        parse_checksums(f"{'0' * 64}  a\n{'1' * 64}  a\n".encode())
