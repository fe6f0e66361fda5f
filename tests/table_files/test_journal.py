"""Several tables at once: a run that is killed between two of them tears nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from deportation_goal.table_files import journal
from deportation_goal.table_files.atomic import write_all
from deportation_goal.table_files.journal import JOURNAL, finish_writing, write_together

OLD = {"data/a.csv": b"a\n", "data/b.csv": b"b\n", "data/c.csv": b"c\n"}
NEW = {"data/a.csv": "á\n".encode(), "data/b.csv": b"B\n", "data/c.csv": b"C\n"}


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
    assert not finish_writing(root)


@pytest.mark.parametrize("number", [1, 2])
def test_what_was_begun_is_finished(root: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    killed_after(root, number, monkeypatch)
    assert OLD != content(root) != NEW
    assert finish_writing(root)
    assert content(root) == NEW
    assert not (root / JOURNAL).exists()


@pytest.mark.parametrize(("number", "expected"), [(0, OLD), (3, NEW)])
def test_what_was_not_begun_or_was_done_stays(
    root: Path, number: int, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_after(root, number, monkeypatch)
    assert not finish_writing(root)
    assert content(root) == expected
    assert not (root / JOURNAL).exists()


@pytest.mark.parametrize("name", OLD)
def test_what_somebody_has_changed_since_is_left_alone(root: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    killed_after(root, 1, monkeypatch)
    (root / name).write_bytes(b"by hand\n")
    before = content(root)
    assert not finish_writing(root)
    assert content(root) == before
    assert not (root / JOURNAL).exists()


def test_files_that_were_put_back_are_not_written_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    killed_after(root, 2, monkeypatch)
    write_all(root, OLD)
    assert not finish_writing(root)
    assert content(root) == OLD


def test_a_new_file_and_a_single_one(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_together(root, {"data/d.csv": b"d\n"})
    assert (root / "data/d.csv").read_bytes() == b"d\n"
    (root / "data/c.csv").unlink()
    killed_after(root, 2, monkeypatch)
    assert finish_writing(root)
    assert content(root) == NEW


def test_temporary_files_of_killed_runs_are_removed_and_nothing_else(root: Path) -> None:
    leftover, other = root / "data" / ".a.csv.x1y2.tmp", root / "data" / "notes.tmp"
    leftover.write_bytes(b"a")
    other.write_bytes(b"mine")
    assert not finish_writing(root)
    assert not leftover.exists()
    assert other.exists()
    assert content(root) == OLD
