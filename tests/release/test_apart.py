"""The process that writes the workbook: it says what went wrong, and never outlives the build."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from deportation_goal.package.descriptor import PackageError
from deportation_goal.release.apart import WorkbookApart
from deportation_goal.release.formats import xlsx
from made_packages import TABLE, made_package

ROW = {"thing_id": "thing-1", "text": "a"}


def test_it_writes_the_workbook(tmp_path: Path) -> None:
    package = made_package(tmp_path, [ROW])
    with WorkbookApart(tmp_path) as apart:
        apart.wait()
    assert [row[0] for row in xlsx.read(package, package.resource(TABLE))] == ["thing-1"]


def test_nothing_of_the_working_directory_is_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_package(tmp_path / "package", [ROW])
    (tmp_path / "csv.py").write_text("raise SystemExit('imported')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with WorkbookApart(Path("package")) as apart:
        apart.wait()


@pytest.mark.slow
def test_what_is_wrong_with_the_package_is_said(tmp_path: Path) -> None:
    with WorkbookApart(tmp_path) as apart, pytest.raises(PackageError, match=r"datapackage\.json is missing"):
        apart.wait()


@pytest.mark.slow
def test_another_failure_is_said_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = made_package(tmp_path, [ROW])
    package.file(xlsx.PATH).mkdir(parents=True)
    monkeypatch.delenv("DEPORTATION_GOAL_DEBUG", raising=False)
    with WorkbookApart(tmp_path) as apart, pytest.raises(RuntimeError, match=r"the workbook was not written: .*xlsx"):
        apart.wait()


@pytest.mark.slow
def test_leaving_early_ends_it(tmp_path: Path) -> None:
    made_package(tmp_path, [ROW])
    with WorkbookApart(tmp_path) as apart:
        process = apart._process
    assert process.poll() is not None


_PARENT = """
import os, signal, sys
from pathlib import Path
from deportation_goal.release.apart import WorkbookApart

with WorkbookApart(Path(sys.argv[1])) as started:
    print(started._process.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""

_HANGING = 60
"""Seconds after which a process counts as hanging."""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="waiting for a process of others is of Linux")
def test_it_ends_with_a_killed_build(tmp_path: Path) -> None:
    made_package(tmp_path, [ROW])
    # A named pipe in the place of the table, held open for writing: reading it would go on for ever.
    table = tmp_path / f"data/{TABLE}.csv"
    table.unlink()
    os.mkfifo(table)
    held = os.open(table, os.O_RDWR)
    try:
        parent = subprocess.run([sys.executable, "-c", _PARENT, tmp_path], capture_output=True, text=True, check=False)
        assert parent.returncode == -signal.SIGKILL
        assert _has_ended(int(parent.stdout))
    finally:
        os.close(held)


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
