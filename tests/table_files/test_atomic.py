"""Writes that a killed run cannot tear, and the lock of a package."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import pytest

from deportation_goal.errors import UserError
from deportation_goal.table_files.atomic import LOCK_FILE, package_lock, write_all, write_atomically
from effort import EVERYTHING

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes, pipes and SIGKILL are those of POSIX")

# Writes whole files of one letter in turn, and says after each that it did.
WRITER: Final = """
import itertools, sys
from pathlib import Path
from deportation_goal.table_files.atomic import write_atomically
path, size = Path(sys.argv[1]), int(sys.argv[2])
for letter in itertools.cycle(b"abcd"):
    write_atomically(path, bytes([letter]) * size)
    print(chr(letter), flush=True)
"""
# Adds rows to one table, each by reading, changing and writing it under the lock.
ADDER: Final = """
import sys
from pathlib import Path
from deportation_goal.table_files.atomic import package_lock, write_atomically
root, name = Path(sys.argv[1]), sys.argv[2]
table = root / "table.csv"
for number in range(int(sys.argv[3])):
    with package_lock(root, wait_seconds=600):
        write_atomically(table, table.read_bytes() + f"{name},{number}\\n".encode())
"""
# Takes the lock, says so, and keeps it until its input ends.
HOLDER: Final = """
import sys
from pathlib import Path
from deportation_goal.table_files.atomic import package_lock
with package_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def _start(code: str, *arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_new_file_and_its_next_content(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    for content in (b"old, and longer than the new one", b"new", b""):
        write_atomically(path, content)
        assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


@POSIX
def test_a_new_file_has_the_mode_of_any_new_file(tmp_path: Path) -> None:
    write_atomically(tmp_path / "ours", b"")
    (tmp_path / "any").touch()
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "any").stat().st_mode


@POSIX
def test_a_file_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_atomically(path, b"new")
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, step, fail)
    if step == "replace":
        monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no space left"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_names_the_file_that_could_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_handle: int) -> None:
        # As the system says it of a full disk: without a name.
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space left") as caught:
        write_atomically(tmp_path / "table.csv", b"new")
    assert caught.value.filename == str(tmp_path / "table.csv")


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "nowhere" / "table.csv", b"")


def test_write_all_makes_folders_and_leaves_equal_files_alone(tmp_path: Path) -> None:
    same, other = tmp_path / "same.csv", tmp_path / "data" / "reference" / "other.csv"
    same.write_bytes(b"same")
    os.utime(same, ns=(1, 1))
    write_all(tmp_path, {"same.csv": b"same", "data/reference/other.csv": b"other"})
    assert same.stat().st_mtime_ns == 1
    assert other.read_bytes() == b"other"
    write_all(tmp_path, {"same.csv": b"changed"})
    assert same.read_bytes() == b"changed"


@pytest.mark.slow
@POSIX
def test_a_killed_writer_never_leaves_a_torn_file(tmp_path: Path) -> None:
    path, size = tmp_path / "table.csv", 1_000_000
    whole = {bytes([letter]) * size for letter in b"abcd"}
    moments = random.Random(20250412)
    for _ in range(1_000 if EVERYTHING else 30):
        with _start(WRITER, path, str(size)) as writer:
            assert writer.stdout is not None
            for _ in range(moments.randrange(1, 12)):
                assert writer.stdout.readline()
                # While it writes on, whoever reads sees a whole file too.
                seen = path.read_bytes() in whole
                assert seen
            writer.send_signal(signal.SIGKILL)
        left = path.read_bytes() in whole
        assert left
        assert writer.returncode == -signal.SIGKILL


@pytest.mark.slow
def test_two_processes_under_the_lock_lose_no_row(tmp_path: Path) -> None:
    table, each = tmp_path / "table.csv", 100
    table.write_bytes(b"name,number\n")
    adders = [_start(ADDER, tmp_path, name, str(each)) for name in ("one", "two")]
    for adder in adders:
        adder.communicate()
        assert adder.returncode == 0
    header, *rows = table.read_text(encoding="utf-8").splitlines()
    assert header == "name,number"
    assert sorted(rows) == sorted(f"{name},{number}" for name in ("one", "two") for number in range(each))


def test_a_lock_that_another_run_holds_is_an_error_until_it_ends_however_it_ends(tmp_path: Path) -> None:
    for end in ("finished", "killed"):
        with _start(HOLDER, tmp_path) as holder:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "held\n"
            with pytest.raises(UserError, match="another run is writing"), package_lock(tmp_path, wait_seconds=0):
                pass
            if end == "killed":
                holder.kill()
            else:
                holder.communicate()
        with package_lock(tmp_path, wait_seconds=0):
            assert (tmp_path / LOCK_FILE).exists()


def test_the_lock_is_free_after_an_error_under_it(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), package_lock(tmp_path, wait_seconds=0):
        _ = 1 / 0
    with package_lock(tmp_path, wait_seconds=0):
        assert [path.name for path in tmp_path.iterdir()] == [LOCK_FILE]


def test_whoever_waits_gets_the_lock_once_it_is_free(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses = []
    with _start(HOLDER, tmp_path) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"

        def let_go(seconds: float) -> None:
            pauses.append(seconds)
            holder.communicate()

        monkeypatch.setattr(time, "sleep", let_go)
        with package_lock(tmp_path, wait_seconds=600):
            assert len(pauses) == 1


@POSIX
def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_atomically(pipe, b"whole")
        assert os.read(reader, 100) == b"whole"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


@POSIX
def test_a_lock_that_is_a_link_or_a_pipe_is_refused_and_what_it_leads_to_stays(tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(b"mine")
    for make in (lambda path: path.symlink_to("mine"), lambda path: path.symlink_to("nowhere"), os.mkfifo):
        make(tmp_path / LOCK_FILE)
        with pytest.raises(UserError, match="is not a plain file"), package_lock(tmp_path, wait_seconds=0):
            pass
        (tmp_path / LOCK_FILE).unlink()
    assert (tmp_path / "mine").read_bytes() == b"mine"
    assert not (tmp_path / "nowhere").exists()


@POSIX
def test_write_all_opens_no_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "table.csv")
    with pytest.raises(OSError, match="not a regular file"):
        write_all(tmp_path, {"table.csv": b"new"})
