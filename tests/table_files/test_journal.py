"""Several tables at once: a run that is killed between two of them tears nothing."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import Package, Resource
from deportation_goal.package.schema import parse_schema
from deportation_goal.table_files import journal
from deportation_goal.table_files.atomic import STAGING, write_all
from deportation_goal.table_files.journal import JOURNAL, Change, finish_writing, unfinished, written_together
from support import REPOSITORY

OLD = {"data/a.csv": b"a\n", "data/b.csv": b"b\n", "data/c.csv": b"c\n"}
NEW = {"data/a.csv": "á\n".encode(), "data/b.csv": b"B\n", "data/c.csv": b"C\n"}


def package_in(root: Path) -> Package:
    """A package of the tables of these tests."""
    schema = parse_schema("a", {"fields": [{"name": "a"}], "primaryKey": "a"})
    return Package(root, {}, tuple(Resource(name, name, schema, "") for name in (*OLD, "data/d.csv")))


class KilledError(Exception):
    """Stands for a signal that ends the process."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_all(tmp_path, OLD)
    return tmp_path


def content(root: Path) -> dict[str, bytes]:
    return {name: (root / name).read_bytes() for name in OLD}


def write(root: Path, files: dict[str, bytes], request: str = "", says: Sequence[str] = ()) -> None:
    """Write some tables, and report nothing."""
    with written_together(root, files, request, says):
        assert {name: (root / name).read_bytes() for name in files} == files
        assert (root / JOURNAL).exists() is bool(files)


def killed_after(root: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write all, and be killed when so many of the files are there."""

    def write_some(folder: Path, files: dict[str, bytes]) -> None:
        if [*files] == [JOURNAL]:
            write_all(folder, files)
            return
        write_all(folder, dict(list(files.items())[:number]))
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(journal, "write_all", write_some)
        with pytest.raises(KilledError):
            write(root, NEW, "asked", ["a: corrected"])


def test_all_are_written_and_nothing_is_left(root: Path) -> None:
    write(root, NEW)
    assert content(root) == NEW
    assert sorted(path.name for path in root.iterdir()) == ["data"]
    assert finish_writing(package_in(root)) is None


@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_what_is_in_the_journal_is_done_whatever_was_written(
    root: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_after(root, number, monkeypatch)
    assert (content(root) == OLD) is (number == 0)
    begun = unfinished(package_in(root))
    assert begun == Change("asked", ("a: corrected",), tuple(NEW))
    assert finish_writing(package_in(root)) == begun
    assert content(root) == NEW
    assert sorted(path.name for path in root.iterdir()) == ["data"]
    assert unfinished(package_in(root)) is finish_writing(package_in(root)) is None


@pytest.mark.parametrize("name", OLD)
def test_what_somebody_has_changed_since_is_left_alone_and_the_journal_stays(
    root: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_after(root, 1, monkeypatch)
    killed = content(root)
    (root / name).write_bytes(b"by hand\n")
    before = content(root)
    with pytest.raises(UserError, match=rf"while it wrote \(a: corrected\), and {name} was changed since"):
        finish_writing(package_in(root))
    assert content(root) == before
    (root / name).write_bytes(killed[name])
    assert finish_writing(package_in(root))
    assert content(root) == NEW


def test_a_new_file_and_a_single_one(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root, {"data/d.csv": b"d\n"})
    assert (root / "data/d.csv").read_bytes() == b"d\n"
    (root / "data/c.csv").unlink()
    killed_after(root, 2, monkeypatch)
    assert finish_writing(package_in(root))
    assert content(root) == NEW


def test_nothing_is_written_where_nothing_is_to_be(root: Path) -> None:
    write(root, {})
    assert content(root) == OLD


def test_half_written_files_of_killed_runs_are_removed_and_nothing_else(root: Path) -> None:
    write_all(root, {f"{STAGING}/.a.csv.x1y2.tmp": b"half", "data/notes.tmp": b"mine"})
    assert finish_writing(package_in(root)) is None
    assert not (root / STAGING).exists()
    assert (root / "data/notes.tmp").read_bytes() == b"mine"
    assert content(root) == OLD


def test_git_sees_the_journal_and_no_half_written_file() -> None:
    for path, ignored in ((JOURNAL, False), (STAGING, True), (".dist.new.x.tmp", True)):
        asked = subprocess.run(["git", "check-ignore", "--quiet", "--no-index", path], cwd=REPOSITORY, check=False)
        if asked.returncode == 128:
            pytest.skip("the tests do not run in a repository")
        assert (asked.returncode == 0) is ignored


def planted(root: Path, *names: str) -> None:
    """Write a journal that somebody made up: the first file would count as written, the others as still to write."""
    first, *others = names
    entries = {first: {"before": "", "after": (root / first).read_text(encoding="utf-8")}}
    for name in others:
        there = (root / name).read_bytes() if (root / name).exists() else None
        entries[name] = {"before": "" if there is None else hashlib.sha256(there).hexdigest(), "after": "planted"}
    record = {"request": "", "says": [], "files": entries}
    (root / JOURNAL).write_text(json.dumps(record), encoding="utf-8")


@pytest.mark.parametrize("name", ["data/e.csv", "../outside.txt", "{outside}/outside.txt", "datapackage.json"])
def test_a_planted_journal_writes_no_file_but_tables_of_the_package(tmp_path: Path, name: str) -> None:
    root = tmp_path / "package"
    write_all(root, OLD)
    name = name.format(outside=tmp_path)
    planted(root, "data/a.csv", name)
    with pytest.raises(UserError, match="is not a table of this package: delete it"):
        finish_writing(package_in(root))
    assert not (root / name).exists()
    assert content(root) == OLD


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{",
        '{"files": {}}',
        '{"request": "", "says": 1, "files": {}}',
        '{"request": "", "says": [], "files": {"data/a.csv": 1}}',
        '{"request": "", "says": [], "files": {"data/a.csv": {"before": "", "after": 1}}}',
        '{"request": "", "says": [], "files": {"data/a.csv": {"before": "", "after": "\\ud800"}}}',
        '{"request": "", "says": [], "files": {"data/a.csv": {"after": ""}}}',
    ],
)
def test_a_journal_of_another_form_is_refused(root: Path, text: str) -> None:
    (root / JOURNAL).write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=JOURNAL):
        finish_writing(package_in(root))
    assert content(root) == OLD


@pytest.mark.skipif(os.name != "posix", reason="links and pipes are those of POSIX")
def test_a_journal_that_is_a_link_or_a_pipe_is_refused(root: Path) -> None:
    (root / "elsewhere").write_text("{}", encoding="utf-8")
    for make in (lambda path: path.symlink_to("elsewhere"), os.mkfifo, Path.mkdir):
        make(root / JOURNAL)
        with pytest.raises(UserError, match="is not a plain file"):
            finish_writing(package_in(root))
        (root / JOURNAL).rmdir() if (root / JOURNAL).is_dir() else (root / JOURNAL).unlink()


@pytest.mark.skipif(os.name != "posix", reason="links are those of POSIX")
def test_no_file_outside_the_folder_is_removed_or_written(tmp_path: Path) -> None:
    root, outside = tmp_path / "package", tmp_path / "outside"
    write_all(tmp_path, {"outside/mine.tmp": b"mine"})
    write_all(root, OLD)
    (root / STAGING).symlink_to(outside)
    assert finish_writing(package_in(root)) is None
    with pytest.raises(UserError, match="is not a folder"):
        write_all(root, NEW)
    assert [path.name for path in outside.iterdir()] == ["mine.tmp"]
