"""Builds a release: checks data/, writes the folder, checks the folder with our rules and with frictionless."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final

from deportation_goal.errors import UserError
from deportation_goal.findings import CheckResult
from deportation_goal.package.created import created_of
from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.release.archive import SUMS, checksums, write_zip
from deportation_goal.release.artefacts import formats
from deportation_goal.release.content import release_files
from deportation_goal.release.folder import files_below, put_in_place, recover, refuse_foreign, settle, stage
from deportation_goal.release.frictionless_check import frictionless_errors
from deportation_goal.rules.engine import check_tables, package_inputs

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
            UserError: If a table does not fit into a workbook.
            RuntimeError: If it failed otherwise.
        """
        _, raw = self._process.communicate()
        said = raw.decode("utf-8", "replace").strip()
        if self._process.returncode == _REFUSED:
            raise UserError(said)
        if self._process.returncode:
            if os.environ.get("DEPORTATION_GOAL_DEBUG"):
                sys.stderr.write(f"{said}\n")
            raise RuntimeError(f"the workbook was not written: {said.splitlines()[-1] if said else 'it was ended'}")


def _end_with_parent() -> None:
    while os.read(0, 1):
        pass
    os._exit(1)


def _main() -> None:
    from deportation_goal.release.artefacts import xlsx_workbook as xlsx

    gc.disable()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        xlsx.write(load_package(Path(sys.argv[1])))
    except UserError as error:
        sys.stderr.write(str(error))
        sys.exit(_REFUSED)


if __name__ == "__main__":
    _main()


@dataclass(frozen=True)
class Built:
    """The outcome of a build.

    Attributes:
        check: Findings in data/, or, where that is fine, in the built release.
        from_release: Whether `check` looked at the built release.
        second_opinion: What frictionless has against the built release.
        files: Size in bytes of each file of the release, by path; empty if it was not put in place.
    """

    check: CheckResult
    from_release: bool
    second_opinion: tuple[str, ...]
    files: dict[str, int]

    @property
    def complete(self) -> bool:
        """Whether the release stands in its folder."""
        return bool(self.files)


def build_release(package: Package, folder: Path, progress: Callable[[str], None]) -> Built:
    """Build the release of a package into a folder.

    The folder is replaced as a whole, and only by a release that passed both checks.

    Raises:
        UserError: If the folder holds files that no build made, a schema is broken, the descriptor lacks what a
            release needs, or a value would not survive in a format.
    """
    recover(folder)
    refuse_foreign(folder)
    checked = check_tables(package_inputs(package), progress=progress)
    if checked.failed():
        return Built(checked, False, (), {})
    progress("computing derived tables")
    staged = stage(folder, release_files(package))
    try:
        rechecked, opinion = _complete(staged, progress)
        if rechecked.failed() or opinion:
            return Built(rechecked, True, opinion, {})
        progress("packing")
        _pack(staged)
        settle(staged)
        files = {path: (staged / path).stat().st_size for path in sorted(files_below(staged))}
        put_in_place(staged, folder)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return Built(rechecked, True, (), files)


def _complete(staged: Path, progress: Callable[[str], None]) -> tuple[CheckResult, tuple[str, ...]]:
    """Add the further formats to a release, unless it has errors; return what both checks say."""
    release = load_package(staged)
    with WorkbookApart(staged) as workbook:
        progress("checking the built release")
        rechecked = check_tables(package_inputs(release), progress=progress)
        if rechecked.failed():
            return rechecked, ()
        for form in formats():
            if not form.is_slow:
                progress(f"writing {form.title}")
                form.write(release)
        progress("asking frictionless for a second opinion")
        opinion = tuple(frictionless_errors(staged))
        progress("writing XLSX")
        workbook.wait()
    return rechecked, opinion


def _pack(staged: Path) -> None:
    """Add the checksums and the zip."""
    release = load_package(staged)
    paths = files_below(staged)
    (staged / SUMS).write_bytes(checksums(staged, paths))
    write_zip(staged, paths | {SUMS}, release.version, created_of(release.descriptor))
