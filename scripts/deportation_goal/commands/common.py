"""What several commands share: the package option, opening the package, progress, colour."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from deportation_goal.errors import EXIT_ERRORS, UserError
from deportation_goal.package.descriptor import DESCRIPTOR, Package, load_package
from deportation_goal.package.root import enclosing_package, installed_package
from deportation_goal.table_files import Rows

if TYPE_CHECKING:
    from deportation_goal.table_files.journal import Change

RELEASE_FOLDER: Final = "dist"
"""Where `build` puts a release, unless told otherwise."""

Command = TypeVar("Command", bound=Callable[..., Any])


class PathName(click.Path):
    """The name of a file or folder on the command line; Python would take an empty one for the working folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Refuse an empty name, and convert any other as `click.Path` does."""
        if not str(value):
            self.fail("the name of the file or folder is empty", param, ctx)
        return super().convert(value, param, ctx)


def package_option(function: Command) -> Command:
    """Add `--package DIR` to a command; it reaches the function as `package_folder`."""
    return click.option(
        "--package",
        "package_folder",
        type=PathName(file_okay=False, path_type=Path),
        metavar="DIR",
        help=f"The package folder; if not given, the nearest parent with this {DESCRIPTOR}.",
    )(function)


def release_option(function: Command) -> Command:
    """Add `--package DIR|ZIP` to a command that only reads; it reaches the function as `package_folder`."""
    return click.option(
        "--package",
        "package_folder",
        type=PathName(path_type=Path),
        metavar="DIR|ZIP",
        help="The package folder, or the folder or zip of a release; if not given, the nearest parent with this "
        f"{DESCRIPTOR}.",
    )(function)


def open_to_read(folder_or_zip: Path | None) -> Package:
    """Return the package that a command only reads; an unpacked zip is deleted when the command is done.

    Raises:
        UserError: If there is none, it is broken, or a zip is not safe to unpack.
    """
    if folder_or_zip is None or folder_or_zip.is_dir():
        return open_package(folder_or_zip)
    from deportation_goal.package.unpacked import unpacked

    return open_package(click.get_current_context().with_resource(unpacked(folder_or_zip)))


def open_package(folder: Path | None) -> Package:
    """Return the package of a command that writes or checks.

    Raises:
        UserError: If there is none, or it is broken.
    """
    if folder is not None:
        if not (folder / DESCRIPTOR).is_file():
            raise UserError(f"{folder} holds no {DESCRIPTOR}: name the package folder with --package DIR")
        return load_package(folder)
    found = enclosing_package(Path.cwd())
    if found is None:
        raise UserError(
            f"no package here: neither this folder nor one above it holds the {DESCRIPTOR} of deportation-goal; "
            "go there, or name it with --package DIR"
        )
    return load_package(found)


def open_or_installed(folder: Path | None) -> Package:
    """Return the package of a command that only reads; without one here, the installed one, and say so."""
    if folder is None and enclosing_package(Path.cwd()) is None:
        package = load_package(installed_package())
        click.echo(f"(no package here: reading the installed data, version {package.version})", err=True)
        return package
    package = open_to_read(folder)
    warn_unfinished(package)
    return package


@contextlib.contextmanager
def sound_rows(package: Package) -> Iterator[Rows]:
    """Give the rows of every table to code that relies on checked tables.

    Raises:
        UserError: If it fails and the tables have errors; they are not looked for before, since that takes
            longer than most answers.
    """
    from deportation_goal.table_files.read_rows import read_rows
    from deportation_goal.values.periods import PeriodError

    rows = read_rows(package)
    try:
        yield rows
    except (ArithmeticError, LookupError, PeriodError, ValueError):
        from deportation_goal.rules.engine import check_tables, package_inputs

        if check_tables(package_inputs(package)).failed():
            raise UserError("the tables have errors: `deportation-goal check` says which", EXIT_ERRORS) from None
        raise


@contextlib.contextmanager
def writing(package: Package) -> Iterator[Change | None]:
    """Hold the lock of a package, after finishing what a killed run began and removing what it left.

    Yields:
        The change that was finished, as reported on standard error; None if there was none.

    Raises:
        UserError: If another run holds the lock, or what was begun cannot be finished.
    """
    from deportation_goal.release.folder import recover
    from deportation_goal.table_files.atomic import package_lock
    from deportation_goal.table_files.journal import finish_writing

    with package_lock(package.root):
        finished = finish_writing(package)
        recover(package.root / RELEASE_FOLDER)
        if finished:
            click.echo("a run was killed while it wrote; now its change is finished:", err=True)
            for sentence in finished.says or finished.files:
                click.echo(f"  {sentence}", err=True)
        yield finished


def warn_unfinished(package: Package) -> bool:
    """Say on standard error that a killed run began a change which is not finished; return whether there is one."""
    from deportation_goal.table_files.journal import JOURNAL, unfinished

    change = unfinished(package)
    if change:
        click.echo(
            f"{JOURNAL}: a run was killed while it wrote, so the tables may hold only a part of its change; "
            "`deportation-goal fix` finishes it",
            err=True,
        )
    return change is not None


def use_colour() -> bool:
    """Whether standard output is a terminal that wants colour (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@contextlib.contextmanager
def progress_steps() -> Iterator[Callable[[str], None]]:
    """Show the current step on one line of a terminal, and nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _step: None
        return

    def show(step: str) -> None:
        sys.stderr.write(f"\r\x1b[K{step} …")
        sys.stderr.flush()

    try:
        yield show
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
