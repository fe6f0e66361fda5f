"""Builds a release: checks data/, writes the folder, checks the folder with our rules and with frictionless."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from deportation_goal.findings import CheckResult
from deportation_goal.package.created import created_of
from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.package.in_background import InBackground
from deportation_goal.release import content
from deportation_goal.release.archive import SUMS, checksums, write_zip
from deportation_goal.release.artefacts import formats, write_format
from deportation_goal.release.content import Maker, further_files, make_pictures, release_draft
from deportation_goal.release.folder import (
    files_below,
    put_in_place,
    recover,
    refuse_foreign,
    settle,
    stage,
    write_files,
)
from deportation_goal.release.frictionless_check import frictionless_errors
from deportation_goal.release.pandera_check import pandera_errors
from deportation_goal.release.pictures import can_be_drawn, draw
from deportation_goal.rules.engine import check_tables, package_inputs

Validator = Callable[[Path], list[str]]
"""Returns what it has against the package in a folder, a line each; in a process of its own."""

VALIDATORS: tuple[tuple[str, Validator], ...] = (
    ("frictionless", frictionless_errors),
    ("pandera", pandera_errors),
)
"""Who is asked besides our own rules, by name."""

_LARGE: Final = 20_000_000
"""Bytes."""


@dataclass(frozen=True)
class Built:
    """The outcome of a build.

    Attributes:
        check: Findings in data/, or, where that is fine, in the built release.
        from_release: Whether `check` looked at the built release.
        validator_errors: What frictionless and pandera have against the built release, a line each that begins with
            the name of the one that says it.
        files: Size in bytes of each file of the release, by path; empty if it was not put in place.
    """

    check: CheckResult
    from_release: bool
    validator_errors: tuple[str, ...]
    files: dict[str, int]

    @property
    def complete(self) -> bool:
        """Whether the release is in its folder."""
        return bool(self.files)


def build_release(
    package: Package,
    folder: Path,
    progress: Callable[[str], None],
    finish: Callable[[Path], object] | None = None,
    validators: Sequence[tuple[str, Validator]] | None = None,
) -> Built:
    """Build the release of a package into a folder.

    The folder is replaced as a whole, and only by a release that passed both checks.

    Args:
        package: What is released.
        folder: Where it goes.
        progress: Told the name of each step before it begins.
        finish: Adds to the folder of the complete release what has a list of checksums of its own.
        validators: Who is asked besides our own rules, by name; `VALIDATORS` if not given.

    Raises:
        UserError: If the folder holds files that no build made, a schema is broken, the descriptor lacks what a
            release needs, or a value would not survive in a format.
    """
    recover(folder)
    refuse_foreign(folder)
    checked = check_tables(package_inputs(package), progress=progress)
    if checked.failed():
        return Built(checked, False, (), {})
    asked = VALIDATORS if validators is None else validators
    with contextlib.ExitStack() as started:
        staged = stage(folder, {}).resolve()
        started.callback(shutil.rmtree, staged, ignore_errors=True)
        progress("computing derived tables")
        if is_large(package):
            # The rows take most of the memory, and a process gives it back when it ends.
            with InBackground("The tables", write_draft, (package.root.resolve(), staged)) as drafting:
                drafting.wait()
            answers, slow = _begin(staged, asked, started)
        else:
            makers = _makers_beside(package, checked, started)
            draft = release_draft(package)
            write_files(staged, draft.files)
            answers, slow = _begin(staged, asked, started)
            progress("writing metadata and pictures")
            write_files(staged, further_files(draft, makers))
        rechecked = _add_formats(slow, staged, progress)
        if rechecked.failed():
            return Built(rechecked, True, (), {})
        progress("packing")
        _pack(staged)
        settle(staged)
        files = {path: (staged / path).stat().st_size for path in sorted(files_below(staged))}
        if finish is not None:
            finish(staged)
        progress("waiting for frictionless and pandera")
        found = tuple(f"{name}: {line}" for name, answer in answers.items() for line in answer.wait())
        if found:
            return Built(rechecked, True, found, {})
        put_in_place(staged, folder)
    return Built(rechecked, True, (), files)


def _makers_beside(package: Package, checked: CheckResult, started: contextlib.ExitStack) -> list[Maker]:
    """Return what makes the further files; a process of its own draws the pictures from now on.

    Args:
        package: What is released.
        checked: Its check, without errors.
        started: Ends the process.
    """
    if make_pictures not in content.MAKERS or not can_be_drawn(checked.rows["sources"]):
        return list(content.MAKERS)
    drawing = started.enter_context(InBackground("The pictures", draw, package.root.resolve()))
    return [(lambda _draft: drawing.wait()) if maker is make_pictures else maker for maker in content.MAKERS]


def _begin(
    staged: Path, asked: Sequence[tuple[str, Validator]], started: contextlib.ExitStack
) -> tuple[dict[str, InBackground[Path, list[str]]], dict[str, InBackground[Path, None]]]:
    """Begin what takes longest, in processes of its own: the answers of validators and the slow formats, by name."""
    answers = {name: started.enter_context(InBackground(name, errors, staged)) for name, errors in asked}
    slow = {
        form.title: started.enter_context(InBackground(form.title, partial(write_format, form.title), staged))
        for form in formats()
        if form.is_slow
    }
    return answers, slow


def write_draft(given: tuple[Path, Path]) -> None:
    """Write tables, metadata and pictures of the release of a package, given the two folders."""
    root, staged = given
    draft = release_draft(load_package(root))
    write_files(staged, {**draft.files, **further_files(draft)})


def is_large(package: Package) -> bool:
    """Whether the tables of a package hold so much that its rows fill the memory."""
    return sum(package.file(resource.path).stat().st_size for resource in package.resources) >= _LARGE


def _add_formats(
    slow: Mapping[str, InBackground[Path, None]], staged: Path, progress: Callable[[str], None]
) -> CheckResult:
    """Add the further formats to a release that our check passes; return what our check says of it.

    Args:
        slow: Those that are being written in processes of their own, by title.
        staged: The folder of the release.
        progress: Told the name of each step before it begins.
    """
    release = load_package(staged)
    progress("checking the built release")
    rechecked = check_tables(package_inputs(release), progress=progress)
    if rechecked.failed():
        return rechecked
    # Parquet needs most memory: it is written last, when pandera has given back what it took.
    for form in reversed(formats()):
        if form.title not in slow:
            progress(f"writing {form.title}")
            form.write(release)
    for title, writing in slow.items():
        progress(f"writing {title}")
        writing.wait()
    return rechecked


def _pack(staged: Path) -> None:
    """Add the checksums and the zip."""
    release = load_package(staged)
    paths = files_below(staged)
    (staged / SUMS).write_bytes(checksums(staged, paths))
    write_zip(staged, paths | {SUMS}, release.version, created_of(release.descriptor))
