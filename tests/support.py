"""What tests of several folders share: the repository, the installed command, packages in folders."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from deportation_goal.__main__ import main
from deportation_goal.findings import CheckResult, Finding
from deportation_goal.package.descriptor import Package
from deportation_goal.package.schema import TableSchema
from deportation_goal.release.content import CARRIED, MAKERS, make_pictures
from deportation_goal.rules.engine import TableInput, check_tables
from deportation_goal.rules.example_package import example_tables
from deportation_goal.rules.rule import Example

REPOSITORY: Final = Path(__file__).resolve().parents[1]

COMMAND: Final = Path(sys.executable).with_name("deportation-goal")
"""The installed command, beside the interpreter that runs the tests."""

WITHOUT_PICTURES: Final = tuple(maker for maker in MAKERS if maker is not make_pictures)
"""What makes the files of a release but for its pictures, which take longer than all others."""

_HANGING: Final = 600
"""Seconds after which a process counts as hanging; far from what any of them takes on the busiest machine."""

NO_CONTENT: Final[Mapping[str, tuple[bytes, bytes]]] = {}


def changed(cells: Mapping[str, str], content: Mapping[str, tuple[bytes, bytes]] = NO_CONTENT) -> Example:
    """Return a change of the example package; see `Example`."""
    return Example("", cells, content)


UNCHANGED: Final = changed({})


@dataclass(frozen=True)
class Run:
    """A finished run of the command."""

    code: int
    out: str
    err: str


def run_command(
    *arguments: str | Path, folder: Path = REPOSITORY, environment: Mapping[str, str] | None = None, text: str = ""
) -> Run:
    """Run the command in a folder, in this process, and return what it said; it must never show a traceback.

    What a process is needed for, such as a limit of time or what is imported, takes `run_process`: its start takes
    longer than most commands do.
    """
    written = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n") for _ in range(2)]
    thresholds, kept = gc.get_threshold(), dict(os.environ)
    with pytest.MonkeyPatch.context() as patched, contextlib.chdir(folder):
        patched.setattr(sys, "argv", [COMMAND.name, *map(str, arguments)])
        patched.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))
        for name, stream in zip(("stdout", "stderr"), written, strict=True):
            patched.setattr(sys, name, stream)
        try:
            if environment is not None:
                os.environ.clear()
                os.environ.update(environment)
            with pytest.raises(SystemExit) as exited:
                main()
        finally:
            os.environ.clear()
            os.environ.update(kept)
            gc.set_threshold(*thresholds)
    out, err = (stream.buffer.getvalue().decode() for stream in written)
    assert "Traceback" not in err
    assert isinstance(exited.value.code, int)
    return Run(exited.value.code, out, err)


def run_process(
    *arguments: str | Path, folder: Path = REPOSITORY, environment: Mapping[str, str] | None = None, text: str = ""
) -> Run:
    """Run the installed command in a folder as a process of its own, otherwise as `run_command` does."""
    finished = subprocess.run(
        [COMMAND, *map(str, arguments)],
        cwd=folder,
        env=environment,
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=_HANGING,
        check=False,
    )
    assert "Traceback" not in finished.stderr
    return Run(finished.returncode, finished.stdout, finished.stderr)


def copy_package(folder: Path, *, with_data: bool = True) -> Path:
    """Copy the real descriptor, schemas and (unless told otherwise) tables into a folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    write_files(folder, _without_tables())
    if with_data:
        shutil.copytree(REPOSITORY / "data", folder / "data")
    return folder


@cache
def _without_tables() -> dict[str, bytes]:
    """Return the real descriptor and schemas by path; hundreds of tests write them."""
    paths = (REPOSITORY / "datapackage.json", *(REPOSITORY / "schemas").rglob("*.json"))
    return {path.relative_to(REPOSITORY).as_posix(): path.read_bytes() for path in paths}


def copy_documents(folder: Path) -> None:
    """Copy the documents and licences that a release carries from the repository into the folder of a package."""
    for path in CARRIED:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / path, folder / path)


def schemas_of(package: Package) -> dict[str, TableSchema]:
    """Return the schemas of a package by table."""
    return {resource.name: resource.schema for resource in package.resources}


def example_files(package: Package, example: Example = UNCHANGED) -> dict[str, bytes]:
    """Return the tables of the example package by path, as an example changes them."""
    files = example_tables(schemas_of(package), example)
    return {resource.path: files[resource.name] for resource in package.resources if resource.name in files}


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a folder, by path."""
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def inputs_of(package: Package, files: Mapping[str, bytes]) -> list[TableInput]:
    """Return the tables of a package as inputs of a check; a table without a file is missing."""
    return [TableInput(resource.schema, resource.path, files.get(resource.path)) for resource in package.resources]


def check_example(package: Package, example: Example = UNCHANGED) -> CheckResult:
    """Check the example package, as an example changes it."""
    return check_tables(inputs_of(package, example_files(package, example)))


def places(findings: Sequence[Finding]) -> list[tuple[str, int, int, str]]:
    """Return path, line, column and rule of findings."""
    return [(finding.path, finding.line, finding.column, finding.rule) for finding in findings]
