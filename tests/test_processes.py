"""The installed command in odd surroundings: one sentence and the documented exit code, whatever a stream or name is."""

from __future__ import annotations

import io
import os
import shlex
import subprocess
from pathlib import Path
from typing import Final

import pytest

from deportation_goal import __main__
from effort import EVERYTHING
from support import COMMAND, run_command, run_process

POSIX = pytest.mark.skipif(os.name != "posix", reason="closed streams, links and names of bytes are those of POSIX")

ENCODINGS: Final = (
    *("ascii", "big5", "cp037", "cp437", "cp932", "cp949", "cp1252", "gbk", "hz", "iso2022_jp", "koi8-r", "latin-1"),
    *("shift_jis", "utf-7", "utf-16"),
)
ROWS: Final = "area,name,kind,m49\nPAN,Panamá,country,591\n"


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", ["“Straße” … → ‑ — · é Łódź 中文 \U0001f600 \udcff"])
def test_any_encoding_takes_any_text(encoding: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(written, encoding=encoding))
    monkeypatch.setattr("sys.stderr", io.TextIOWrapper(io.BytesIO(), encoding=encoding))
    __main__._open_streams()
    print(text, flush=True)  # noqa: T201
    assert "é" in written.getvalue().decode(encoding) or "e" in written.getvalue().decode(encoding)


def test_what_an_encoding_lacks_stays_readable(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(written, encoding="ascii"))
    monkeypatch.setattr("sys.stderr", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    __main__._open_streams()
    print("“Panamá” – one … two’s, a → b, 中", end="", flush=True)  # noqa: T201
    assert written.getvalue() == b'"Panama" - one ... two\'s, a > b, \\u4e2d'


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ENCODINGS if EVERYTHING else ("ascii", "cp1252", "utf-16"))
def test_a_command_says_what_it_says_in_any_encoding(encoding: str, example_copy: Path, tmp_path: Path) -> None:
    (tmp_path / "areas.csv").write_text(ROWS, encoding="utf-8")
    surroundings = {**os.environ, "PYTHONIOENCODING": encoding}
    for number, command in enumerate(
        (["check"], ["explain"], ["search", "a"], ["add", "areas", "--from", "../areas.csv"], ["show", "areas:PAN"])
    ):
        finished = subprocess.run(
            [COMMAND, *command], cwd=example_copy, env=surroundings, capture_output=True, timeout=120, check=False
        )
        assert finished.returncode in (0, 1), (number, finished.stderr)
        assert finished.stdout
    assert "Panamá" in (example_copy / "data/reference/areas.csv").read_text(encoding="utf-8")


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the installed command in a shell, for what only a shell does with streams."""
    return subprocess.run(
        ["/bin/sh", "-c", f"{shlex.quote(str(COMMAND))} {command}"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@POSIX
@pytest.mark.slow
@pytest.mark.parametrize(
    ("streams", "code", "says"),
    [
        (">&-", 0, ""),
        ("2>&-", 0, ""),
        ("<&- >&- 2>&-", 0, ""),
        (">/dev/full", 2, "deportation-goal: the output cannot be written: No space left on device\n"),
        (">/dev/full 2>/dev/full", 2, ""),
        (">/dev/full 2>&-", 2, ""),
    ],
)
@pytest.mark.parametrize("command", ["check", "--version", "--help", "check --report json"])
def test_a_stream_that_is_closed_or_full(command: str, streams: str, code: int, says: str, example_copy: Path) -> None:
    run = shell(f"{command} {streams}", example_copy)
    assert (run.returncode, run.stderr) == (code, says)


@POSIX
@pytest.mark.slow
def test_a_usage_error_with_nobody_to_tell(example_copy: Path) -> None:
    for streams in ("2>&-", "2>/dev/full", ">&- 2>&-", ">/dev/full"):
        assert shell(f"check nothing {streams}", example_copy).returncode == 2


@POSIX
@pytest.mark.slow
def test_a_table_never_becomes_a_standard_stream(example_copy: Path, tmp_path: Path) -> None:
    (tmp_path / "areas.csv").write_text(ROWS, encoding="utf-8")
    assert shell("add areas --from ../areas.csv <&- >&- 2>&-", example_copy).returncode == 0
    assert run_process("check", folder=example_copy).code == 0


ODD_NAMES: Final = {
    "circle of links": "circle",
    "unknown user": "~nobody-such",
    "file of an unknown user": "~nobody-such/figures.csv",
    "not UTF-8": os.fsdecode(b"\xff\xfe.csv"),
    "empty": "",
    "very long": "x" * 5_000,
    "very long path": f"{'x' * 5_000}/{'y' * 5_000}",
    "escape sequence": "a\x1b[31mb",
}


@POSIX
@pytest.mark.slow
@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES)
def test_an_odd_name_is_one_sentence(name: str, example_copy: Path) -> None:
    (example_copy / "circle").symlink_to("circle")
    for command in (
        ["check"],
        ["verify"],
        ["diff"],
        ["check", "--package"],
        ["add", "areas", "--from"],
        ["add", "areas", "--text"],
        ["correct", "--from"],
        ["template", "-o"],
        ["evidence", "--texts"],
        ["locate", "words", "--text"],
        ["check", "--report"],
        ["show"],
        ["compare"],
        ["explain"],
    ):
        run = run_command(*command, name, folder=example_copy)
        assert run.code == 2, command
        assert run.out == ""
        assert len(run.err) < 1_500
        assert "\x1b" not in run.err
        assert run.err.startswith(("deportation-goal: ", "Usage: ")) or "reading the installed data" in run.err


@POSIX
@pytest.mark.slow
def test_an_empty_name_is_not_the_working_folder(example_copy: Path) -> None:
    for command in (["verify", ""], ["diff", ""], ["diff", ".", ""], ["check", "--package", ""], ["build", "-o", ""]):
        run = run_command(*command, folder=example_copy)
        assert run.code == 2
        assert "the name of the file or folder is empty" in run.err


@POSIX
@pytest.mark.slow
def test_a_working_folder_that_is_gone(example_copy: Path) -> None:
    for command in ("check", "search x", "diff .", "template", "build", "add areas --from x.csv"):
        run = subprocess.run(
            ["/bin/sh", "-c", f'mkdir gone && cd gone && rmdir ../gone && exec "$0" {command}', str(COMMAND)],
            cwd=example_copy,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert run.returncode == 2, command
        assert run.stderr == "deportation-goal: the working folder is gone: change to a folder that is there\n"


@POSIX
@pytest.mark.slow
def test_a_folder_whose_name_is_not_utf_8(example_copy: Path) -> None:
    folder = example_copy.rename(example_copy.with_name(os.fsdecode(b"\xff\xfe")))
    assert run_process("check", folder=folder).code == 0
    assert run_process("check", "--package", folder, "--report", "sarif").code == 0
    run = run_process("build", folder=folder)
    assert run.code in (0, 2)
    run = run_process("build", "--package", folder)
    assert run.code == 2
    assert "is not UTF-8: rename it" in run.err


def test_a_message_is_for_a_terminal() -> None:
    shown = __main__._shown(f"a {'x' * 1_000} \x1b[31m b\nnext {'y ' * 5_000}")
    assert shown.startswith("a xxx")
    assert "…" in shown
    assert "\\u001b[31m b\nnext y" in shown
    assert len(shown) < 2_000
