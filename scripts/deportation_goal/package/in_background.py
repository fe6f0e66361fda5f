"""Does slow work in a process of its own, while this one goes on."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Final, Generic, Self, TypeVar, cast

from deportation_goal.errors import UserError
from deportation_goal.package.system import ignored_signals

_SAFE_PATH: Final = "PYTHONSAFEPATH"
_WORTH_A_PROCESS: Final = 20_000_000
"""Bytes of work from which on a second process saves more than it takes to start."""

Given = TypeVar("Given")
"""What the work is done on."""
Outcome = TypeVar("Outcome")
"""What the work gives back."""


def done_by_two(
    title: str, work: Callable[[Sequence[Given]], list[Outcome]], items: Sequence[Given], size: int
) -> list[Outcome]:
    """Do work on many items, half of them in a process of its own where there is much to do.

    Args:
        title: What does not get done if it fails, for people.
        work: Returns the outcome of each of some items.
        items: The items; paths among them are absolute or start from the folder in which this process began.
        size: Bytes of all items.

    Returns:
        The outcomes, in the order of the items.
    """
    if size < _WORTH_A_PROCESS or os.cpu_count() == 1:
        return work(items)
    with InBackground(title, work, items[1::2]) as other:
        own, others = work(items[::2]), other.wait()
    return [(others if place % 2 else own)[place // 2] for place in range(len(items))]


class InBackground(Generic[Given, Outcome]):
    """Work being done; leaving the context ends it.

    The process also ends when this one does, however that ends.
    """

    def __init__(self, title: str, work: Callable[[Given], Outcome], given: Given) -> None:
        """Begin.

        Args:
            title: What does not get done if it fails, for people.
            work: What is to be done; it and its outcome are pickled.
            given: What the work is done on, pickled too; a path is absolute or starts from the folder in which this
                process began.
        """
        context = multiprocessing.get_context("spawn")
        self._title = title
        self._outcome, sending = context.Pipe(duplex=False)
        self._process = context.Process(target=_do, args=(work, given, sending), daemon=True)
        # Ctrl-C reaches both processes: this one reports it and ends the other, which starts with Ctrl-C ignored.
        with _nothing_imported_from_here(), ignored_signals(signal.SIGINT):
            self._process.start()
        sending.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.join()
        self._outcome.close()

    def wait(self) -> Outcome:
        """Wait until it is done, and return its outcome.

        Raises:
            UserError: If the work raised one.
            RuntimeError: If it failed otherwise.
        """
        try:
            failure, outcome = self._outcome.recv()
        except EOFError:
            failure, outcome = "it was ended", None
        if isinstance(failure, UserError):
            raise failure
        if failure:
            raise RuntimeError(f"{self._title} failed: {failure}")
        return cast("Outcome", outcome)


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


def _do(work: Callable[[Given], object], given: Given, sending: Connection) -> None:
    """Do the work, in the process of its own, and send what went wrong, or nothing, and the outcome."""
    # On Windows a process does not inherit that Ctrl-C is ignored.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # It makes many objects and no cycles.
    gc.disable()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        outcome = work(given)
    except UserError as error:
        sending.send((error, None))
    except Exception as error:
        if os.environ.get("DEPORTATION_GOAL_DEBUG"):
            traceback.print_exc()
        sending.send((f"{type(error).__name__}: {error}", None))
    else:
        sending.send((None, outcome))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
