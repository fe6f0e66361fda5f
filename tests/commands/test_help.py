"""The command as a whole: help of every command, version, exit codes of wrong usage, pipes and colour."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from deportation_goal import __version__
from deportation_goal.commands import SUMMARIES, cli
from deportation_goal.package.descriptor import Package
from deportation_goal.rules.catalogue import RULES
from deportation_goal.rules.file_rules import FILE_RULES
from support import COMMAND, run_command, run_process


def _commands() -> list[str]:
    return list(SUMMARIES)


@pytest.mark.parametrize("command", _commands())
def test_every_command_has_help(command: str) -> None:
    short = run_command(command, "-h")
    assert short.code == 0
    assert short.err == ""
    assert short.out.startswith(f"Usage: deportation-goal {command}")
    assert "-h, --help" in short.out
    long = CliRunner().invoke(cli, [command, "--help"], prog_name="deportation-goal")
    assert "".join(long.output.split()) == "".join(short.out.split())


def test_the_group_lists_every_command_and_the_exit_codes() -> None:
    run = run_command("--help")
    assert run.code == 0
    for command, summary in SUMMARIES.items():
        assert f"  {command} " in run.out
        assert summary in run.out
    assert "Exit codes: 0 fine, 1 errors found, 2 usage or no package, 3 internal." in run.out


@pytest.mark.parametrize("option", ["-V", "--version"])
def test_the_version_is_that_of_the_data(option: str, package: Package) -> None:
    run = run_command(option)
    assert (run.code, run.out) == (0, f"deportation-goal {package.version}\n")
    assert __version__ == package.version


def test_the_package_runs_as_a_module_too() -> None:
    finished = subprocess.run(
        [sys.executable, "-m", "deportation_goal", "--version"], capture_output=True, text=True, check=True
    )
    assert finished.stdout == run_process("--version").out == run_command("--version").out


@pytest.mark.parametrize(
    "arguments", [["nosuch"], ["--nosuch"], ["check", "--nosuch"], ["explain", "a", "b"], ["locate"], ["evidence"]]
)
def test_wrong_usage_exits_with_2_and_says_where_help_is(arguments: list[str]) -> None:
    run = run_command(*arguments)
    assert run.code == 2
    assert run.out == ""
    assert "Usage: deportation-goal" in run.err
    assert "--help" in run.err


@pytest.mark.parametrize("command", ["check", "fix", "build"])
def test_outside_of_a_package_is_one_sentence(command: str, tmp_path: Path) -> None:
    run = run_command(command, folder=tmp_path)
    assert (run.code, run.out, run.err.count("\n")) == (2, "", 1)
    assert "no package here" in run.err
    assert "--package DIR" in run.err


@pytest.mark.parametrize("command", ["check", "fix", "build"])
def test_a_folder_without_a_package_is_one_sentence(command: str, tmp_path: Path) -> None:
    run = run_command(command, "--package", tmp_path)
    assert (run.code, run.out, run.err.count("\n")) == (2, "", 1)
    assert str(tmp_path) in run.err


@pytest.mark.slow
def test_the_package_is_found_from_a_folder_inside_it(example_copy: Path) -> None:
    assert run_command("check", folder=example_copy / "data/reference").code == 0


def _closed_pipe(*arguments: str, folder: Path) -> tuple[int, str]:
    """Run the command with a standard output that nobody reads; return exit code and standard error."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        finished = subprocess.run(
            [COMMAND, *arguments], stdout=writer, stderr=subprocess.PIPE, text=True, cwd=folder, check=False
        )
    finally:
        os.close(writer)
    return finished.returncode, finished.stderr


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["explain"], ["explain", "type"], ["check"], ["--help"], ["check", "-h"]])
def test_a_pipe_closed_early_is_no_error(arguments: list[str], example_copy: Path) -> None:
    assert _closed_pipe(*arguments, folder=example_copy) == (0, "")


def _on_a_terminal(folder: Path, environment: dict[str, str]) -> str:
    """Return what `check` writes to a terminal."""
    pty = pytest.importorskip("pty", reason="there are no pseudo-terminals on this system")
    terminal, output = pty.openpty()
    with subprocess.Popen(
        [COMMAND, "check"], stdout=output, stderr=subprocess.DEVNULL, cwd=folder, env=environment
    ) as process:
        os.close(output)
        parts = []
        try:
            while part := os.read(terminal, 65_536):
                parts.append(part)
        except OSError:  # Linux says so when the other end of a terminal is closed
            pass
        finally:
            os.close(terminal)
        assert process.wait() == 1
    return b"".join(parts).decode()


@pytest.mark.slow
def test_colour_is_for_terminals_that_want_it(example_copy: Path) -> None:
    figures = example_copy / "data/figures.csv"
    figures.write_bytes(figures.read_bytes().replace(b"reported", b"projected"))
    plain = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM")}
    assert "\x1b[31merror" in _on_a_terminal(example_copy, {**plain, "TERM": "xterm"})
    assert "\x1b" not in _on_a_terminal(example_copy, {**plain, "TERM": "xterm", "NO_COLOR": "1"})
    in_a_pipe = run_command("check", "figures", folder=example_copy, environment={**plain, "TERM": "xterm"})
    assert "\x1b" not in in_a_pipe.out + in_a_pipe.err
    assert in_a_pipe.code == 1


def test_an_internal_error_is_exit_code_3_and_one_sentence(example_copy: Path) -> None:
    script = (
        "import sys; from deportation_goal import __main__; from deportation_goal.rules import engine\n"
        "engine.check_tables = lambda *_args: 1 / 0\n"
        "sys.argv = ['deportation-goal', 'check']; __main__.main()"
    )
    finished = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=example_copy, check=False
    )
    assert (finished.returncode, finished.stdout, finished.stderr.count("\n")) == (3, "", 1)
    assert "internal error (ZeroDivisionError" in finished.stderr
    assert "report it" in finished.stderr


def test_explain_lists_every_rule() -> None:
    run = run_command("explain")
    assert run.code == 0
    assert [line.split()[0] for line in run.out.splitlines() if line.startswith("  ")] == [*RULES, *FILE_RULES]


def test_explain_shows_a_rule() -> None:
    run = run_command("explain", "future-figure")
    assert run.code == 0
    for expected in ("future-figure (error)", RULES["future-figure"].why, "Bad: ", "Good: "):
        assert expected in run.out


def test_explain_suggests_the_rule_that_was_meant() -> None:
    run = run_command("explain", "foriegn-key")
    assert run.code == 2
    assert "Did you mean foreign-key?" in run.err


def test_explain_needs_no_package(tmp_path: Path) -> None:
    assert run_command("explain", "type", folder=tmp_path).code == 0
