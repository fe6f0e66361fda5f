"""Two builds of one commit, as unlike each other as two machines can be, compared byte for byte."""

from __future__ import annotations

import contextlib
import filecmp
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deportation_goal.errors import EXIT_ERRORS, UserError
from deportation_goal.package.system import with_umask
from deportation_goal.release.folder import files_below
from deportation_goal.release.publish.repository import clean_checkout
from deportation_goal.wording import listed

_SAID_SHOWN: Final = 4_000
_LISTED: Final = 10


@dataclass(frozen=True)
class Surroundings:
    """Where a build runs.

    Attributes:
        folder: Name of the folder of the checkout.
        umask: The mask of new files.
        environment: Variables to set.
    """

    folder: str
    umask: int
    environment: Mapping[str, str]


FIRST: Final = Surroundings(
    "first", 0o022, {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1", "PYTHONUTF8": "1"}
)
SECOND: Final = Surroundings(
    "a second one", 0o077, {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "2", "PYTHONUTF8": "0"}
)


@contextlib.contextmanager
def started_tool(checkout: Path, *arguments: str, surroundings: Surroundings = FIRST) -> Iterator[Callable[[], None]]:
    """Start a command of the tool in a checkout, with the code of that checkout where it has any; leaving ends it.

    Yields:
        What waits for its end, and raises a `UserError` with what it said if it exits with another code than 0.
    """
    code = checkout / "scripts"
    own = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "PYTHON", "SOURCE_DATE"))}
    path = {"PYTHONPATH": str(code)} if (code / "deportation_goal").is_dir() else {}
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "deportation_goal", *arguments],
        cwd=checkout,
        env={**own, **surroundings.environment, **path},
        **with_umask(surroundings.umask),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:

        def wait() -> None:
            said = process.communicate()[0].decode("utf-8", "replace").strip()
            if process.returncode:
                raise UserError(
                    f"`deportation-goal {arguments[0]}` failed in a clean checkout:\n{said[-_SAID_SHOWN:]}", EXIT_ERRORS
                )

        try:
            yield wait
        finally:
            process.kill()


def run_tool(checkout: Path, *arguments: str, surroundings: Surroundings = FIRST) -> None:
    """Run a command of the tool in a checkout, as `started_tool`.

    Raises:
        UserError: If it exits with another code than 0; the message holds what it said.
    """
    with started_tool(checkout, *arguments, surroundings=surroundings) as wait:
        wait()


def build_twice(root: Path, commit: str, progress: Callable[[str], None]) -> int:
    """Build a commit twice from clean checkouts and return the number of files, if the two are the same.

    Args:
        root: Folder of the repository.
        commit: The commit.
        progress: Told the name of each step before it begins.

    Raises:
        UserError: If a build or its verification fails, or the builds differ.
    """
    with clean_checkout(root, commit, FIRST.folder) as first, clean_checkout(root, commit, SECOND.folder) as second:
        progress("building twice from clean checkouts")
        built = [checkout.parent / "built release" for checkout in (first, second)]
        # What other validators say of the first build, and verify of the second, they say of the same bytes.
        with (
            _build(first, built[0], surroundings=FIRST) as wait_for_first,
            _build(second, built[1], "--unvalidated", surroundings=SECOND) as wait_for_second,
        ):
            wait_for_second()
            with started_tool(second, "verify", str(built[1])) as wait_for_verification:
                wait_for_first()
                progress("comparing the two builds")
                refuse_different(*built)
                progress("verifying the release")
                wait_for_verification()
        return len(files_below(built[0]))


def _build(
    checkout: Path, target: Path, *options: str, surroundings: Surroundings
) -> contextlib.AbstractContextManager[Callable[[], None]]:
    where = ("--package", str(checkout), "--output", str(target))
    return started_tool(checkout, "build", *options, *where, surroundings=surroundings)


def refuse_different(first: Path, second: Path) -> None:
    """Refuse two builds that are not the same files with the same bytes.

    Raises:
        UserError: If they differ; the message names the files.
    """
    paths = files_below(first) | files_below(second)
    different = [path for path in sorted(paths) if not _same(first / path, second / path)]
    if different:
        raise UserError(
            f"two builds of one commit differ in {listed(different, _LISTED)}: the release could not be "
            "rebuilt by anyone, so it is not made. Time zone, locale, umask and hash seed were different",
            EXIT_ERRORS,
        )


def _same(first: Path, second: Path) -> bool:
    return first.is_file() and second.is_file() and filecmp.cmp(first, second, shallow=False)
