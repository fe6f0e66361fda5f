"""What Tab offers in a shell, and what a misspelt command is answered with."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from support import Run, run_command

VARIABLE = "_DEPORTATION_GOAL_COMPLETE"


def _complete(folder: Path, *words: str, script: str = "bash") -> Run:
    line = " ".join(["deportation-goal", *words])
    asked = {VARIABLE: f"{script}_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words))}
    return run_command(folder=folder, environment={**os.environ, **asked})


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("ch",), ["plain,check"]),
        (("--v",), ["plain,--version"]),
        (("check", "fig"), ["plain,figures"]),
        (("check", "no-table"), ["file,no-table"]),
        (("add", "are"), ["plain,areas"]),
        (("show", "fig-7k"), ["plain,fig-7k2m9q"]),
        (("correct", "jane"), ["plain,jane-doe"]),
        (("retract", "fig-7k2m9q", "--replaced-by", "quo-3"), ["plain,quo-3f8d0z"]),
        (("compare", "removals-g"), ["plain,removals-goal"]),
        (("compare", "jane"), []),
        (("explain", "unrevised-r"), ["plain,unrevised-row"]),
    ],
)
def test_commands_tables_ids_and_rules_are_offered(
    words: tuple[str, ...], offered: list[str], example_copy: Path
) -> None:
    run = _complete(example_copy, *words)
    assert (run.code, run.out.split()) == (0, offered)


def test_what_is_offered_is_told_in_words(example_copy: Path) -> None:
    run = _complete(example_copy, "show", "jane", script="zsh")
    assert run.out.splitlines() == ["plain", "jane-doe", "Jane Doe"]


def test_a_broken_package_offers_nothing_and_says_nothing(example_copy: Path) -> None:
    (example_copy / "datapackage.json").write_text("{", encoding="utf-8")
    run = _complete(example_copy, "show", "fig")
    assert (run.out.strip(), run.err) == ("", "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_script(shell: str, tmp_path: Path) -> None:
    run = run_command(folder=tmp_path, environment={**os.environ, VARIABLE: f"{shell}_source"})
    assert (run.code, "deportation-goal" in run.out) == (0, True)


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("chek", 'there is no command "chek": did you mean check?'),
        ("Correct", 'there is no command "Correct": did you mean correct?'),
        ("xyzzy", 'there is no command "xyzzy": --help lists the commands'),
        ("x" * 500, "--help lists the commands"),
    ],
)
def test_a_misspelt_command_is_answered_with_the_nearest(word: str, says: str, tmp_path: Path) -> None:
    run = run_command(word, folder=tmp_path)
    assert run.code == 2
    assert says in " ".join(run.err.split())
