"""Writes a slow format in a process of its own, while the checks run in this one."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Final

from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.package.system import ignored_signals
from deportation_goal.release.artefacts.release_format import Format

_SAFE_PATH: Final = "PYTHONSAFEPATH"


class FormatInBackground:
    """A format being written; leaving the context ends that.

    The process also ends when this one does, however that ends.
    """

    def __init__(self, form: Format, folder: Path) -> None:
        context = multiprocessing.get_context("spawn")
        self._title = form.title
        self._outcome, sending = context.Pipe(duplex=False)
        self._process = context.Process(target=_write, args=(form.write, folder.resolve(), sending), daemon=True)
        # Ctrl-C reaches both processes: this one says so and ends the other, which inherits that it is ignored.
        with _nothing_imported_from_here(), ignored_signals(signal.SIGINT):
            self._process.start()
        sending.close()

    def __enter__(self) -> FormatInBackground:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.join()
        self._outcome.close()

    def wait(self) -> None:
        """Wait until it is written.

        Raises:
            UserError: If a table does not fit into the format.
            RuntimeError: If it failed otherwise.
        """
        try:
            outcome = self._outcome.recv()
        except EOFError:
            outcome = "it was ended"
        if isinstance(outcome, UserError):
            raise outcome
        if outcome:
            raise RuntimeError(f"{self._title} was not written: {outcome}")


@contextlib.contextmanager
def _nothing_imported_from_here() -> Iterator[None]:
    """Keep a new interpreter from looking for modules in the working directory, which anybody may have filled."""
    before = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = before


def _write(write: Callable[[Package], None], folder: Path, sending: Connection) -> None:
    """Write the format, in the process of its own, and send what went wrong, or nothing."""
    # Windows inherits no such thing.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # It makes many objects and no cycles.
    gc.disable()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        write(load_package(folder))
    except UserError as error:
        sending.send(error)
    except Exception as error:
        if os.environ.get("DEPORTATION_GOAL_DEBUG"):
            traceback.print_exc()
        sending.send(f"{type(error).__name__}: {error}")
    else:
        sending.send(None)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
