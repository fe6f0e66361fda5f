"""Builds a release: checks data/, writes the folder, checks the folder with our rules and with frictionless."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from deportation_goal.check import check_tables, package_inputs
from deportation_goal.findings import CheckResult
from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.release.content import release_files
from deportation_goal.release.folder import put_in_place, recover, refuse_foreign, stage
from deportation_goal.release.second_opinion import frictionless_errors


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
        PackageError: If the folder holds files that no build made, or a schema is broken.
    """
    recover(folder)
    refuse_foreign(folder)
    checked = check_tables(package_inputs(package), progress=progress)
    if checked.failed():
        return Built(checked, False, (), {})
    progress("computing derived tables")
    files = release_files(package)
    staged = stage(folder, files)
    try:
        progress("checking the built release")
        rechecked = check_tables(package_inputs(load_package(staged)), progress=progress)
        progress("asking frictionless for a second opinion")
        opinion = tuple(frictionless_errors(staged))
        if rechecked.failed() or opinion:
            return Built(rechecked, True, opinion, {})
        put_in_place(staged, folder)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return Built(rechecked, True, (), {path: len(content) for path, content in files.items()})
