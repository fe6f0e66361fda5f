"""One error for all that a user can do something about, and its way to the exit code."""

from __future__ import annotations

import ast
import contextlib
import io
import sys

import pytest

from deportation_goal import __main__, __version__
from deportation_goal.errors import EXIT_ERRORS, EXIT_FINE, EXIT_INTERNAL, EXIT_USAGE, UserError
from once_a_run import parsed_code

TOLD_APART = {"DamagedZipError", "GitError", "PatternError", "PeriodError", "UndecodableError", "WorkbookRefusedError"}
"""The kinds that some code has to tell from the others."""
CAUGHT = {"_NotCanonicalError"}
"""What a module raises and catches itself: nobody else sees it."""


@pytest.mark.slow
def test_every_error_class_is_a_user_error_and_there_are_few() -> None:
    bases = {
        node.name: [base.id for base in node.bases if isinstance(base, ast.Name)]
        for tree in parsed_code().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name.endswith(("Error", "Exception"))
    }
    assert bases.pop("UserError") == ["Exception"]
    assert bases == {name: ["UserError"] for name in TOLD_APART} | {name: ["Exception"] for name in CAUGHT}


@pytest.mark.parametrize("error", [UserError("a table is in the way"), UserError("a table is in the way", EXIT_ERRORS)])
def test_the_message_is_printed_and_the_code_is_that_of_the_error(
    error: UserError, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_group: object) -> int:
        raise error

    monkeypatch.setattr(__main__, "_run", fail)
    monkeypatch.setattr(sys, "argv", ["deportation-goal", "check"])
    with pytest.raises(SystemExit) as left:
        __main__.main()
    assert left.value.code == error.exit_code
    assert capsys.readouterr().err == "deportation-goal: a table is in the way\n"


def test_the_codes_are_those_that_the_help_names() -> None:
    assert "0 fine, 1 errors found, 2 usage or no package, 3 internal" in (__main__.__doc__ or "")
    assert (EXIT_FINE, EXIT_ERRORS, EXIT_USAGE, EXIT_INTERNAL) == (0, 1, 2, 3)


@pytest.mark.parametrize("arguments", [["--version"], ["-V"]])
def test_the_light_install_knows_its_version(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    run = _without_click(arguments, monkeypatch)
    assert run == (0, f"deportation-goal {__version__}\n", "")


@pytest.mark.parametrize("arguments", [[], ["--help"], ["check", "--version"]])
def test_the_light_install_says_how_to_get_the_rest(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, err = _without_click(arguments, monkeypatch)
    assert (code, out) == (2, "")
    assert "pip install 'deportation-goal[tool]'" in err


def _without_click(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    monkeypatch.setitem(sys.modules, "click", None)
    monkeypatch.setattr(sys, "argv", ["deportation-goal", *arguments])
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as left:
        __main__.main()
    assert isinstance(left.value.code, int)
    return left.value.code, out.getvalue(), err.getvalue()


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (
            OSError(28, "No space left on device"),
            "deportation-goal: the output cannot be written: No space left on device\n",
        ),
        (OSError(28, "No space left on device", "a.csv"), "deportation-goal: a.csv: No space left on device\n"),
    ],
)
def test_an_error_of_the_system_names_a_file_only_where_there_is_one(
    error: OSError, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert __main__._failed(error) == EXIT_USAGE
    assert capsys.readouterr().err == says
