"""Several runs that write to one package at once, and runs that are killed: nothing is lost, nothing is torn."""

from __future__ import annotations

import csv
import io
import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from contributors import AGENT, FIGURE, SOURCE, invoke, tables_of
from deportation_goal.package.descriptor import load_package
from deportation_goal.rules.engine import check_tables, package_inputs
from deportation_goal.rules.example_package import ROWS
from deportation_goal.table_files.atomic import LOCK_FILE
from deportation_goal.table_files.journal import finish_writing
from support import COMMAND

pytestmark = pytest.mark.slow

KILLS = 8
FIGURE_ID = ROWS["figures"][1]["figure_id"]


def start(folder: Path, *arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [COMMAND, *map(str, arguments)], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / "data" / name).read_text(encoding="utf-8"))))


def cells(number: int) -> list[str]:
    row = {**FIGURE, "value": str(number), "value_text": f"about {number} people"}
    return [part for column, value in row.items() for part in ("--set", f"{column}={value}")]


def sound(folder: Path) -> bool:
    return not check_tables(package_inputs(load_package(folder))).findings


def test_two_runs_at_once_lose_nothing(example_copy: Path) -> None:
    numbers = list(range(101, 107))
    commands: list[list[str]] = [["add", "figures", *cells(number)] for number in numbers]
    commands.append(["correct", FIGURE_ID, "--set", "notes=A note.", "--reason", "Read again."])
    while commands:
        processes = [(command, start(example_copy, *command)) for command in commands]
        commands = []
        for command, process in processes:
            out, err = process.communicate()
            if "another run is writing to this package" in err:
                # A busy machine: it says to run the command again, so that is done.
                commands.append(command)
            else:
                assert process.returncode == 0, out + err
    assert {str(number) for number in numbers} <= {row["value"] for row in rows(example_copy, "figures.csv")}
    assert "A note." in {row["notes"] for row in rows(example_copy, "figures.csv")}
    assert sound(example_copy)


def several_tables(folder: Path, number: int) -> Path:
    """Write a submission of a new agent, source and figure, and return the file."""
    agent = {**AGENT, "agent_id": f"daily-{number}", "name": f"Daily {number}"}
    source = {**SOURCE, "source_id": f"report-{number}", "publisher": agent["agent_id"]}
    source |= {"title": f"Report {number}", "url": f"https://example.org/{number}"}
    figure = {**FIGURE, "source_id": source["source_id"]}
    path = folder / f"rows-{number}.json"
    path.write_text(json.dumps({"figures": [figure], "sources": [source], "agents": [agent]}), encoding="utf-8")
    return path


def kill_sometime(process: subprocess.Popen[str], rng: random.Random, longest: float) -> bool:
    """Kill a run at a random moment of the time that runs take, and return whether it had ended by itself."""
    try:
        process.wait(rng.uniform(0.5, 1.0) * longest)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    process.communicate()
    return process.returncode == 0


def test_an_add_that_is_killed_is_there_as_a_whole_or_not_at_all(example_copy: Path, tmp_path: Path) -> None:
    began = time.monotonic()
    assert start(example_copy, "add", "--from", several_tables(tmp_path, 0)).wait() == 0
    longest = time.monotonic() - began
    rng, done = random.Random(1), {0}
    for number in range(1, KILLS + 1):
        if kill_sometime(start(example_copy, "add", "--from", several_tables(tmp_path, number)), rng, longest):
            done.add(number)
        finish_writing(load_package(example_copy))
        assert sound(example_copy)
        there = [
            {row[key].rpartition("-")[2] for row in rows(example_copy, name) if row[key].startswith(prefix)}
            for name, key, prefix in (
                ("reference/agents.csv", "agent_id", "daily-"),
                ("sources.csv", "source_id", "report-"),
                ("figures.csv", "source_id", "report-"),
            )
        ]
        assert there[0] == there[1] == there[2]
        assert {str(number) for number in done} <= there[0]
    # What a kill may leave behind is a temporary file, which nothing reads and git does not see.
    left = {path.name for path in example_copy.rglob("*") if path.is_file() and path.suffix not in (".csv", ".json")}
    assert all(name == LOCK_FILE or (name.startswith(".") and name.endswith(".tmp")) for name in left)
    assert invoke(example_copy, "add", "figures", *cells(1)).code == 0


def test_a_correction_that_is_killed_is_there_with_its_revision_or_not_at_all(example_copy: Path) -> None:
    def correction(number: int) -> subprocess.Popen[str]:
        return start(example_copy, "correct", FIGURE_ID, "--set", f"notes=Note {number}.", "--reason", "Read again.")

    began = time.monotonic()
    assert correction(0).wait() == 0
    longest = time.monotonic() - began
    rng = random.Random(2)
    for number in range(1, KILLS + 1):
        kill_sometime(correction(number), rng, longest)
        finish_writing(load_package(example_copy))
        assert sound(example_copy)
        (note,) = {row["notes"] for row in rows(example_copy, "figures.csv") if row["figure_id"] == FIGURE_ID}
        told = {row["new_value"] for row in rows(example_copy, "revisions.csv") if row["field"] == "notes"}
        assert note in told
        assert (f"Note {number}." in told) is (note == f"Note {number}.")


KILLER = """
import os, pathlib, signal, sys
from deportation_goal.__main__ import main
moment, whole = int(sys.argv.pop(1)), pathlib.Path.replace
seen = 0

def replace(self, target):
    global seen
    seen += 1
    if seen == moment:
        os.kill(os.getpid(), signal.SIGKILL)
    return whole(self, target)

pathlib.Path.replace = replace
main()
"""
"""Runs the command and ends it by a signal just before a file takes its place, the so many-th one."""


def killed_at(folder: Path, moment: int, *arguments: str | Path) -> bool:
    """Run a command that is killed before a rename, and return whether it was."""
    finished = subprocess.run(
        [sys.executable, "-c", KILLER, str(moment), *map(str, arguments)], cwd=folder, capture_output=True, check=False
    )
    assert finished.returncode in (0, -signal.SIGKILL), finished.stderr
    return finished.returncode != 0


def test_whatever_the_moment_of_the_kill_the_next_run_finds_all_or_nothing(example_copy: Path, tmp_path: Path) -> None:
    before = tables_of(example_copy)
    # The journal, three tables; at the fifth rename there is nothing left to kill.
    outcomes = []
    for moment in range(1, 6):
        killed = killed_at(example_copy, moment, "add", "--from", several_tables(tmp_path, 1))
        next_run = invoke(
            example_copy, "correct", FIGURE_ID, "--set", f"notes=Note {moment}.", "--reason", "Read again."
        )
        assert next_run.code == 0, next_run.err
        assert sound(example_copy)
        there = [b"report-1" in tables_of(example_copy)[name] for name in ("data/figures.csv", "data/sources.csv")]
        there.append(b"daily-1" in tables_of(example_copy)["data/reference/agents.csv"])
        assert len(set(there)) == 1
        outcomes.append((killed, there[0]))
        assert not list(example_copy.rglob("*.tmp"))
        for name, content in before.items():
            (example_copy / name).write_bytes(content)
    assert outcomes == [(True, False), (True, True), (True, True), (True, True), (False, True)]
