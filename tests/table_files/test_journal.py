"""Several tables at once: a run that is killed between two of them tears nothing."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import Package, Resource
from deportation_goal.package.schema import parse_schema
from deportation_goal.table_files import journal
from deportation_goal.table_files.atomic import write_all
from deportation_goal.table_files.journal import JOURNAL, finish_writing, write_together

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


def killed_after(root: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write all, and be killed when so many of the files are there."""

    def write_some(folder: Path, files: dict[str, bytes]) -> None:
        write_all(folder, dict(list(files.items())[:number]))
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(journal, "write_all", write_some)
        with pytest.raises(KilledError):
            write_together(root, NEW)


def test_all_are_written_and_nothing_is_left(root: Path) -> None:
    write_together(root, NEW)
    assert content(root) == NEW
    assert not (root / JOURNAL).exists()
    assert not finish_writing(package_in(root))


@pytest.mark.parametrize("number", [1, 2])
def test_what_was_begun_is_finished(root: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    killed_after(root, number, monkeypatch)
    assert OLD != content(root) != NEW
    assert finish_writing(package_in(root))
    assert content(root) == NEW
    assert not (root / JOURNAL).exists()


@pytest.mark.parametrize(("number", "expected"), [(0, OLD), (3, NEW)])
def test_what_was_not_begun_or_was_done_stays(
    root: Path, number: int, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_after(root, number, monkeypatch)
    assert not finish_writing(package_in(root))
    assert content(root) == expected
    assert not (root / JOURNAL).exists()


@pytest.mark.parametrize("name", OLD)
def test_what_somebody_has_changed_since_is_left_alone(root: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    killed_after(root, 1, monkeypatch)
    (root / name).write_bytes(b"by hand\n")
    before = content(root)
    assert not finish_writing(package_in(root))
    assert content(root) == before
    assert not (root / JOURNAL).exists()


def test_files_that_were_put_back_are_not_written_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    killed_after(root, 2, monkeypatch)
    write_all(root, OLD)
    assert not finish_writing(package_in(root))
    assert content(root) == OLD


def test_a_new_file_and_a_single_one(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_together(root, {"data/d.csv": b"d\n"})
    assert (root / "data/d.csv").read_bytes() == b"d\n"
    (root / "data/c.csv").unlink()
    killed_after(root, 2, monkeypatch)
    assert finish_writing(package_in(root))
    assert content(root) == NEW


def test_temporary_files_of_killed_runs_are_removed_and_nothing_else(root: Path) -> None:
    leftover, other = root / "data" / ".a.csv.x1y2.tmp", root / "data" / "notes.tmp"
    leftover.write_bytes(b"a")
    other.write_bytes(b"mine")
    assert not finish_writing(package_in(root))
    assert not leftover.exists()
    assert other.exists()
    assert content(root) == OLD


def planted(root: Path, *names: str) -> None:
    """Write a journal that somebody made up: the first file would count as written, the others as still to write."""
    first, *others = names
    entries = {first: {"before": "", "after": (root / first).read_text(encoding="utf-8")}}
    for name in others:
        there = (root / name).read_bytes() if (root / name).exists() else None
        entries[name] = {"before": "" if there is None else hashlib.sha256(there).hexdigest(), "after": "planted"}
    (root / JOURNAL).write_text(json.dumps(entries), encoding="utf-8")


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
        '{"data/a.csv": 1}',
        '{"data/a.csv": {"before": "", "after": 1}}',
        '{"data/a.csv": {"before": "", "after": "\\ud800"}}',
        '{"data/a.csv": {"after": ""}}',
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
def test_no_temporary_file_outside_the_folder_is_removed(tmp_path: Path) -> None:
    root, outside = tmp_path / "package", tmp_path / "outside" / ".mine.csv.x1y2.tmp"
    write_all(tmp_path, {"outside/.mine.csv.x1y2.tmp": b"mine"})
    write_all(root, {"tables/a.csv": b"a\n"})
    (root / "data").symlink_to(outside.parent)
    schema = parse_schema("a", {"fields": [{"name": "a"}], "primaryKey": "a"})
    (root / "tables/.a.csv.x1y2.tmp").symlink_to(outside)
    assert not finish_writing(Package(root, {}, (Resource("a", "tables/a.csv", schema, ""),)))
    assert outside.read_bytes() == b"mine"
    assert not (root / "tables/.a.csv.x1y2.tmp").is_symlink()
