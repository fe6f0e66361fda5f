"""Writes the workbook of a release in a process of its own: it takes as long as all other files together."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Final

from deportation_goal.package.descriptor import PackageError, load_package

_REFUSED: Final = 2


class WorkbookApart:
    """The workbook being written; leaving the context ends that.

    The process also ends when this one does, however that ends: it reads from a pipe of which nobody else has the
    other side.
    """

    def __init__(self, folder: Path) -> None:
        reading, self._lifeline = os.pipe()
        self._process = subprocess.Popen(  # noqa: S603  this interpreter and this module
            # -P: nothing of the working directory is imported.
            [sys.executable, "-P", "-m", __name__, str(folder.resolve())],
            stdin=reading,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        os.close(reading)

    def __enter__(self) -> WorkbookApart:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        if self._process.stderr:
            self._process.stderr.close()
        os.close(self._lifeline)

    def wait(self) -> None:
        """Wait until it is written.

        Raises:
            PackageError: If a table does not fit into a workbook.
            RuntimeError: If it failed otherwise.
        """
        _, raw = self._process.communicate()
        said = raw.decode("utf-8", "replace").strip()
        if self._process.returncode == _REFUSED:
            raise PackageError(said)
        if self._process.returncode:
            if os.environ.get("DEPORTATION_GOAL_DEBUG"):
                sys.stderr.write(f"{said}\n")
            raise RuntimeError(f"the workbook was not written: {said.splitlines()[-1] if said else 'it was ended'}")


def _end_with_parent() -> None:
    while os.read(0, 1):
        pass
    os._exit(1)


def _main() -> None:
    from deportation_goal.release.formats import xlsx

    gc.disable()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        xlsx.write(load_package(Path(sys.argv[1])))
    except PackageError as error:
        sys.stderr.write(str(error))
        sys.exit(_REFUSED)


if __name__ == "__main__":
    _main()
