"""A package that somebody sent: no command waits for its files, follows its links out of the folder, or runs anything.

A command that waits would do so for ever, so each test has a limit of time.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from deportation_goal.package.descriptor import load_package
from deportation_goal.table_files.atomic import LOCK_FILE
from deportation_goal.table_files.journal import JOURNAL
from support import COMMAND, REPOSITORY, run_command
from versions import make_repository

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="links, pipes and devices are those of POSIX"),
    pytest.mark.timeout(600),
]

ADD: Final = ("add", "areas", "--set", "area=PAN", "--set", "name=Panama", "--set", "kind=country", "--set", "m49=591")


def _pipe(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.mkfifo(path)


def _device(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to("/dev/zero")


@pytest.mark.slow
@pytest.mark.parametrize("command", [["check"], ["verify", "."], ["diff", "."], ["build"], ["show", "figures"]])
@pytest.mark.parametrize("make", [_pipe, pytest.param(_device, marks=pytest.mark.slow)])
def test_no_command_waits_for_a_descriptor(
    make: Callable[[Path], None], command: list[str], example_copy: Path
) -> None:
    make(example_copy / "datapackage.json")
    run = (
        run_command(*command, "--package", ".", folder=example_copy)
        if command[0] != "verify"
        else run_command(*command, folder=example_copy)
    )
    assert run.code == 2
    assert run.err


@pytest.mark.slow
@pytest.mark.parametrize("name", ["data/figures.csv", "schemas/figures.schema.json", "docs/interface.json", "LICENSE"])
@pytest.mark.parametrize("make", [_pipe, _device])
def test_no_command_waits_for_a_file(make: Callable[[Path], None], name: str, example_copy: Path) -> None:
    (example_copy / "docs").mkdir()
    shutil.copytree(example_copy, example_copy.with_name("other"))
    make(example_copy / name)
    for command in (["check"], ["search", "x"], ["diff", "../other", "."], ["verify", "."], list(ADD)):
        assert run_command(*command, folder=example_copy).code in (0, 1, 2)
    assert run_command("build", folder=example_copy).code in (0, 1, 2)


@pytest.mark.slow
def test_what_is_named_to_verify_and_diff_is_a_folder_or_a_file(example_copy: Path) -> None:
    _pipe(example_copy / "pipe.zip")
    for command in (["verify", "pipe.zip"], ["diff", "pipe.zip"], ["verify", "/dev/zero"], ["diff", "/dev/zero"]):
        run = run_command(*command, folder=example_copy)
        assert run.code == 2
        assert "is a pipe or a device: name a folder or a zip" in run.err


@pytest.mark.slow
def test_verify_waits_for_no_file_of_a_release(example_build: Path, tmp_path: Path) -> None:
    for name in ("datapackage.json", "data/figures.csv", "SHA256SUMS", "formats/parquet/figures.parquet", "README.md"):
        release = Path(shutil.copytree(example_build / "dist", tmp_path / "release"))
        _pipe(release / name)
        _pipe(release / "added")
        run = run_command("verify", release)
        assert run.code in (1, 2)
        assert name == "SHA256SUMS" or "a link, a pipe or a device" in run.out, name
        shutil.rmtree(release)


@pytest.mark.slow
def test_a_planted_journal_writes_nothing(example_copy: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim.txt"
    table = example_copy / "data/figures.csv"
    for name in (str(victim), "../victim.txt", "datapackage.json/../../victim.txt"):
        entries = {
            "data/figures.csv": {"before": "", "after": table.read_text(encoding="utf-8")},
            name: {"before": "", "after": "planted\n"},
        }
        record = {"request": "", "says": [], "files": entries}
        (example_copy / JOURNAL).write_text(json.dumps(record), encoding="utf-8")
        run = run_command(*ADD, folder=example_copy)
        assert run.code == 2
        assert f'{JOURNAL} names "' in run.err
        assert not victim.exists()


@pytest.mark.slow
def test_a_lock_that_leads_out_of_the_folder_is_refused(example_copy: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim.txt"
    victim.write_bytes(b"mine")
    (example_copy / LOCK_FILE).symlink_to(victim)
    for command in (list(ADD), ["fix"], ["build"]):
        run = run_command(*command, folder=example_copy)
        assert run.code == 2
        assert "is not a plain file, so this tool did not make it" in run.err
    assert victim.read_bytes() == b"mine"


@pytest.mark.slow
def test_a_build_carries_no_file_from_outside_the_folder(example_copy: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    (example_copy / "LICENSE").symlink_to(tmp_path / "secret")
    run = run_command("build", folder=example_copy)
    assert run.code == 2
    assert "LICENSE" in run.err
    assert "leads out of the package folder" in run.err
    assert not (example_copy / "dist").exists()


@pytest.mark.slow
def test_the_settings_of_a_received_repository_start_no_program(example_copy: Path, tmp_path: Path) -> None:
    repository = make_repository(example_copy)
    program, mark = tmp_path / "program", tmp_path / "mark"
    program.write_text(f"#!/bin/sh\ntouch {mark}\n", encoding="utf-8")
    program.chmod(0o755)
    with (repository / ".git/config").open("a", encoding="utf-8") as file:
        file.write(f"[core]\n\tfsmonitor = {program}\n\tpager = {program}\n\tsshCommand = {program}\n")
    run = run_command("diff", "HEAD", folder=repository)
    assert run.code == 0, run.err
    run_command("release", "--dry-run", folder=repository)
    assert not mark.exists()


@pytest.mark.slow
def test_the_packages_of_these_tests_are_sound(example_copy: Path) -> None:
    assert COMMAND.exists()
    assert load_package(example_copy).table_names
    assert run_command(*ADD, folder=example_copy).code == 0


def test_the_page_on_security_names_tests_that_are_there() -> None:
    page = (REPOSITORY / "docs/security.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(tests/[^`]*)`", page))
    assert len(named) > 10
    assert [name for name in named if not (REPOSITORY / name).exists()] == []
    assert "docs/security.md" in (REPOSITORY / "README.md").read_text(encoding="utf-8")
