"""Entry point of the command `deportation-goal`: exit codes, standard streams of any kind, no traceback for a user.

0 fine, 1 errors found, 2 usage or no package, 3 internal.
"""

from __future__ import annotations

import codecs
import contextlib
import errno
import gc
import io
import os
import re
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from deportation_goal.errors import EXIT_ERRORS, EXIT_FINE, EXIT_INTERNAL, EXIT_USAGE, UserError

if TYPE_CHECKING:
    import click

_READABLE: Final = "deportation-goal-readable"
"""Name of the error handler for characters that the encoding of a stream lacks."""
_IN_ASCII: Final = str.maketrans(
    dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’", "'") | dict.fromkeys("‐‑–—−", "-") | {"→": ">", "·": "*"}
)
_OF_A_STREAM: Final = (errno.ENOSPC, errno.EBADF, errno.EIO, errno.EFBIG)
"""Errors of a full or closed standard stream, which name no file; the errors of files name theirs."""
_COMPLETION: Final = "_DEPORTATION_GOAL_COMPLETE"
"""The variable of the environment in which a shell asks what Tab offers (click's convention)."""
_LONGEST_WORD, _LONGEST_LINE, _LONGEST_MESSAGE = 160, 1_200, 20_000


def main() -> None:
    """Run the command line and exit with its code."""
    _open_streams()
    # One short run makes many objects and few cycles: looking for cycles as often as usual costs a tenth of a check.
    gc.set_threshold(200_000, 50, 50)
    try:
        import click
    except ModuleNotFoundError:
        sys.exit(_light_install(sys.argv[1:]))
    from deportation_goal.commands import cli

    try:
        code = _run(cli)
        sys.stdout.flush()
    except click.ClickException as error:
        said = io.StringIO()
        error.show(said)
        _say(_shown(said.getvalue().rstrip("\n")))
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        _say("interrupted")
        code = EXIT_ERRORS
    except BrokenPipeError:
        # The reader of a pipe has gone (head, less): not an error of ours.
        code = EXIT_FINE
    except Exception as error:
        code = _failed(error)
    for stream in (sys.stdout, sys.stderr):
        _close(stream)
    # The process ends, and its memory with it: looking for cycles first would be a waste of time.
    gc.freeze()
    sys.exit(code)


def _open_streams() -> None:
    """Make the standard streams take any text: closed ones swallow it, others show what their encoding lacks in ASCII."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # Otherwise the next file that is opened, such as a table, would become the standard stream.
            os.open(os.devnull, os.O_RDWR)
    if sys.stdin is None:
        sys.stdin = open(0, encoding="utf-8")  # noqa: SIM115
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8")  # noqa: SIM115
    codecs.register_error(_READABLE, _readable)
    for stream in (sys.stdout, sys.stderr):
        # Tests put streams of other kinds in their place.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=_READABLE)


def _readable(error: UnicodeError) -> tuple[str, int]:
    """Return what to write for characters that an encoding lacks: the nearest in ASCII, or an escape."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end].translate(_IN_ASCII)
    return "".join(_nearest_ascii(character) for character in lacking), error.end


def _nearest_ascii(character: str) -> str:
    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return plain or character.encode("ascii", "backslashreplace").decode()


def _close(stream: TextIO) -> None:
    """Write what is left; if that fails, keep Python from trying again and exiting with a code of its own."""
    try:
        stream.flush()
    except (OSError, ValueError):
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _say(message: str) -> None:
    # Standard error may be full: then there is nobody to tell.
    with contextlib.suppress(OSError):
        sys.stderr.write(f"{message}\n")
        sys.stderr.flush()


def _shown(message: str) -> str:
    """Return a message for a terminal: control characters as escapes, very long names and lines shortened."""
    from deportation_goal.wording import visible

    lines = message[:_LONGEST_MESSAGE].split("\n")
    return "\n".join(_shortened(re.sub(r"\S+", _short_word, visible(line)), _LONGEST_LINE) for line in lines)


def _short_word(found: re.Match[str]) -> str:
    return _shortened(found[0], _LONGEST_WORD)


def _shortened(text: str, longest: int) -> str:
    """Return a text without its middle where it is too long: names differ at their ends."""
    half = longest // 2
    return text if len(text) <= longest else f"{text[:half]}…{text[-half:]}"


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

    if (asked := os.environ.get(_COMPLETION)) is not None:
        from click.shell_completion import shell_complete

        return shell_complete(group, {}, "deportation-goal", _COMPLETION, asked)
    try:
        with group.make_context("deportation-goal", sys.argv[1:]) as context:
            group.invoke(context)
    except Exit as exited:
        return exited.exit_code
    return EXIT_FINE


def _failed(error: Exception) -> int:
    """Say in one sentence what went wrong, and return the exit code."""
    if os.environ.get("DEPORTATION_GOAL_DEBUG"):
        import traceback

        with contextlib.suppress(OSError):
            traceback.print_exc()
    message, code = _message(error)
    _say(f"deportation-goal: {_shown(message)}")
    return code


def _message(error: Exception) -> tuple[str, int]:
    """Return the sentence and the exit code of an error."""
    if isinstance(error, UserError):
        return str(error), error.exit_code
    if isinstance(error, ModuleNotFoundError) and not (error.name or "").startswith("deportation_goal"):
        return f"{error}: pip install 'deportation-goal[tool]'", EXIT_USAGE
    if isinstance(error, OSError):
        if _is_nowhere():
            return "the working folder is gone: change to a folder that is there", EXIT_USAGE
        if error.filename is None and error.errno in _OF_A_STREAM:
            return f"the output cannot be written: {error.strerror}", EXIT_USAGE
        where = "" if error.filename is None else f"{os.fsdecode(error.filename)}: "
        return f"{where}{error.strerror or error}", EXIT_USAGE
    if isinstance(error, UnicodeEncodeError) and any("\ud800" <= character <= "\udfff" for character in error.object):
        # What the system gives for the bytes of a name; libraries that write and read formats do not take it.
        return f"the name of a file or folder is not UTF-8: rename it ({error.object})", EXIT_USAGE
    return (
        f"internal error ({type(error).__name__}: {error}). Please report it with the command you ran; "
        "DEPORTATION_GOAL_DEBUG=1 shows where it happened.",
        EXIT_INTERNAL,
    )


def _is_nowhere() -> bool:
    try:
        Path.cwd()
    except OSError:
        return True
    return False


if __name__ == "__main__":
    main()
