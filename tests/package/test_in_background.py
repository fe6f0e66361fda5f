"""Slow work is done in a process of its own, which never outlives the build."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from deportation_goal.errors import UserError
from deportation_goal.package.in_background import InBackground, done_by_two
from deportation_goal.release.artefacts import write_format
from deportation_goal.release.artefacts import xlsx_workbook as xlsx
from made_packages import TABLE, made_package

ROW: Final = {"thing_id": "thing-1", "text": "a"}
WRITE: Final = partial(write_format, "XLSX")

POSIX = pytest.mark.skipif(os.name != "posix", reason="named pipes, process groups and SIGKILL are of POSIX")


def test_work_has_its_outcome(tmp_path: Path) -> None:
    with InBackground("name", Path.as_posix, tmp_path) as naming:
        assert naming.wait() == tmp_path.as_posix()


@pytest.mark.parametrize("number", [0, 1, 5])
@pytest.mark.parametrize("size", [1, 100_000_000])
def test_outcomes_of_two_are_in_the_order_of_the_items(number: int, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    names = [f"{place}.txt" for place in range(number)]
    # A function that a process finds wherever the tests were started.
    assert done_by_two("names", list, names, size) == names


@pytest.mark.slow
def test_it_writes_the_format(tmp_path: Path) -> None:
    package = made_package(tmp_path, [ROW])
    with InBackground("XLSX", WRITE, tmp_path) as writing:
        writing.wait()
    assert [row[0] for row in xlsx.read(package, package.resource(TABLE))] == ["thing-1"]


@pytest.mark.parametrize("set_before", [False, True])
@pytest.mark.slow
def test_nothing_of_the_working_directory_is_imported(
    set_before: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_package(tmp_path / "package", [ROW])
    for module in ("csv", "pickle", "socket", "runpy"):
        (tmp_path / f"{module}.py").write_text("raise SystemExit('imported')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    if set_before:
        monkeypatch.setenv("PYTHONSAFEPATH", "yes")
    with InBackground("XLSX", WRITE, tmp_path / "package") as writing:
        writing.wait()
    assert os.environ.get("PYTHONSAFEPATH") == ("yes" if set_before else None)


@pytest.mark.slow
def test_what_is_wrong_with_the_package_is_said(tmp_path: Path) -> None:
    with (
        InBackground("XLSX", WRITE, tmp_path) as writing,
        pytest.raises(UserError, match=r"datapackage\.json is missing") as caught,
    ):
        writing.wait()
    assert caught.value.exit_code == 2


@pytest.mark.slow
def test_another_failure_is_said_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = made_package(tmp_path, [ROW])
    package.file(xlsx.FORMAT.files).mkdir(parents=True)
    monkeypatch.delenv("DEPORTATION_GOAL_DEBUG", raising=False)
    with (
        InBackground("XLSX", WRITE, tmp_path) as writing,
        pytest.raises(RuntimeError, match=r"^XLSX failed: .*xlsx"),
    ):
        writing.wait()


@pytest.mark.slow
def test_leaving_early_ends_it(tmp_path: Path) -> None:
    made_package(tmp_path, [ROW])
    with InBackground("XLSX", WRITE, tmp_path) as writing:
        process = writing._process
    assert not process.is_alive()


@pytest.mark.slow
def test_one_that_is_killed_is_told_from_one_that_is_done(tmp_path: Path) -> None:
    made_package(tmp_path, [ROW])
    with InBackground("XLSX", WRITE, tmp_path) as writing:
        writing._process.kill()
        with pytest.raises(RuntimeError, match="XLSX failed: it was ended"):
            writing.wait()


_PARENT: Final = """
import os, signal, sys
from functools import partial
from pathlib import Path
from deportation_goal.release.artefacts import write_format
from deportation_goal.package.in_background import InBackground, done_by_two

signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    with InBackground("XLSX", partial(write_format, "XLSX"), Path(sys.argv[1])) as started:
        print(started._process.pid, flush=True)
        if sys.argv[2] == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        started.wait()
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""

_HANGING: Final = 60
"""Seconds after which a process counts as hanging."""


@pytest.fixture
def endless(tmp_path: Path) -> Iterator[Path]:
    """A package with a named pipe in the place of its table, held open: reading it goes on for ever."""
    made_package(tmp_path, [ROW])
    table = tmp_path / f"data/{TABLE}.csv"
    table.unlink()
    os.mkfifo(table)
    held = os.open(table, os.O_RDWR)
    yield tmp_path
    os.close(held)


@pytest.mark.slow
@POSIX
@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="waiting for a process of others is of Linux")
def test_it_ends_with_a_killed_build(endless: Path) -> None:
    command = [sys.executable, "-c", _PARENT, str(endless), "killed"]
    parent = subprocess.run(command, capture_output=True, text=True, check=False)
    assert parent.returncode == -signal.SIGKILL
    assert _has_ended(int(parent.stdout))


@pytest.mark.slow
@POSIX
def test_ctrl_c_ends_both_and_only_the_build_says_so(endless: Path) -> None:
    command = [sys.executable, "-c", _PARENT, str(endless), "interrupted"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline().strip().isdigit()
        # A terminal sends it to both, here while the one is still starting.
        os.killpg(parent.pid, signal.SIGINT)
        out, err = parent.communicate(timeout=_HANGING)
    assert (parent.returncode, out, err) == (0, "interrupted\n", "")


def _has_ended(process: int) -> bool:
    """Wait until a process that is no child of this one has ended."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], _HANGING)[0])
    finally:
        os.close(handle)
