"""Entry point of the command `deportation-goal`: exit codes, and no traceback for a user.

0 fine, 1 errors found, 2 usage or no package, 3 internal.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from typing import TYPE_CHECKING

from deportation_goal.errors import EXIT_ERRORS, EXIT_FINE, EXIT_INTERNAL, EXIT_USAGE, UserError

if TYPE_CHECKING:
    import click


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        import click
    except ModuleNotFoundError:
        sys.exit(_light_install(sys.argv[1:]))
    from deportation_goal.commands import cli

    # One short run makes many objects and few cycles: looking for cycles as often as usual costs a tenth of a check.
    gc.set_threshold(200_000, 50, 50)
    try:
        code = _run(cli)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        sys.stderr.write("interrupted\n")
        code = EXIT_ERRORS
    except BrokenPipeError:
        # The reader of a pipe has gone (head, less): not an error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = EXIT_FINE
    except Exception as error:
        code = _failed(error)
    with contextlib.suppress(OSError):
        # A standard stream may be closed or full: nobody is there to read what was left to say.
        sys.stdout.flush()
        sys.stderr.flush()
    sys.exit(code)


def _light_install(arguments: list[str]) -> int:
    """Answer what needs the package alone, say how to get the rest, and return the exit code."""
    if arguments in (["--version"], ["-V"]):
        from deportation_goal import __version__

        sys.stdout.write(f"deportation-goal {__version__}\n")
        return EXIT_FINE
    sys.stderr.write(
        "deportation-goal: the command needs more than the light install: pip install 'deportation-goal[tool]'\n"
    )
    return EXIT_USAGE


def _run(group: click.Group) -> int:
    """Run the command that the arguments name; click's own `main` would take a closed pipe for an error."""
    from click.exceptions import Exit

    try:
        with group.make_context("deportation-goal", sys.argv[1:]) as context:
            group.invoke(context)
    except Exit as exited:
        return exited.exit_code
    return EXIT_FINE


def _failed(error: Exception) -> int:
    """Say in one sentence what went wrong, and return the exit code."""
    missing = isinstance(error, ModuleNotFoundError) and not (error.name or "").startswith("deportation_goal")
    if os.environ.get("DEPORTATION_GOAL_DEBUG"):
        import traceback

        traceback.print_exc()
    if isinstance(error, UserError):
        sys.stderr.write(f"deportation-goal: {error}\n")
        return error.exit_code
    if missing:
        sys.stderr.write(f"deportation-goal: {error}: pip install 'deportation-goal[tool]'\n")
        return EXIT_USAGE
    if isinstance(error, OSError):
        where = "" if error.filename is None else f"{error.filename}: "
        sys.stderr.write(f"deportation-goal: {where}{error.strerror or error}\n")
        return EXIT_USAGE
    sys.stderr.write(
        f"deportation-goal: internal error ({type(error).__name__}: {error}). Please report it with the command you "
        "ran; DEPORTATION_GOAL_DEBUG=1 shows where it happened.\n"
    )
    return EXIT_INTERNAL


if __name__ == "__main__":
    main()
