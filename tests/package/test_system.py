"""What systems do differently is asked in one module only."""

from __future__ import annotations

import ast
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from deportation_goal.package import system
from once_a_run import parsed_code

ASKING = {
    *("os.name", "sys.platform", "platform.system", "os.umask", "os.fchmod", "os.chown", "os.fork", "os.mkfifo"),
    *(
        "os.getuid",
        "os.geteuid",
        "os.killpg",
        "os.wait4",
        "signal.SIGKILL",
        "signal.SIGHUP",
        "signal.SIGALRM",
        "time.tzset",
    ),
}
"""Names that say which system it is, or that some systems lack; the types find the rest (`make lint`)."""

LACKING = {"fcntl", "resource", "pwd", "grp", "termios", "pty", "msvcrt", "winreg"}


def _asked(tree: ast.Module) -> set[str]:
    last = {name.rpartition(".")[2] for name in ASKING}
    names = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in last}
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names} | {
        node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module
    }
    return names & ASKING | imported & LACKING


@pytest.mark.slow
def test_no_other_module_asks_for_the_system() -> None:
    asking = {module.stem for module, tree in parsed_code().items() if _asked(tree)}
    assert asking == {"system"}


def test_a_file_and_a_folder_are_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    (tmp_path / "file").touch()
    for path in (tmp_path / "file", tmp_path):
        system.sync(path)
    assert len(synced) == (0 if sys.platform == "win32" else 2)


@pytest.mark.skipif(sys.platform == "win32", reason="a umask is of POSIX")
def test_a_process_starts_with_a_umask() -> None:
    code = "import os; print(os.umask(0))"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, **system.with_umask(0o027)
    )
    assert int(ran.stdout) == 0o027


def test_asking_for_the_mode_leaves_the_umask_as_it_is() -> None:
    before = os.umask(0o037)
    try:
        assert system.new_file_mode() == 0o640
        assert os.umask(0o037) == 0o037
    finally:
        os.umask(before)


def test_ignored_signals_are_ignored_for_a_moment_and_not_longer() -> None:
    def handle(*_arguments: object) -> None:
        raise AssertionError

    before = signal.signal(signal.SIGTERM, handle)
    try:
        with system.ignored_signals(signal.SIGTERM):
            assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN
        assert signal.getsignal(signal.SIGTERM) is handle
    finally:
        signal.signal(signal.SIGTERM, before)


def test_a_thread_leaves_signals_alone() -> None:
    seen = []

    def run() -> None:
        with system.ignored_signals(signal.SIGTERM):
            seen.append(signal.getsignal(signal.SIGTERM))

    before = signal.getsignal(signal.SIGTERM)
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert seen == [before]
