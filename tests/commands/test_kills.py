"""Commands that are killed at every fsync, rename and call of git: nothing is lost, and nothing is left unseen."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from contributors import AGENT, FIGURE, SOURCE, tables_of
from deportation_goal.release.folder import files_below
from deportation_goal.rules.example_package import ROWS
from deportation_goal.table_files.atomic import LOCK_FILE, STAGING
from deportation_goal.table_files.journal import JOURNAL
from effort import EVERYTHING
from repositories import previous_of, released, write_documents
from support import Run
from versions import commit_all, git_environment, run_git

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="SIGKILL is that of POSIX")]

EVERY: Final = EVERYTHING or "KILL_AT_EVERY_MOMENT" in os.environ
"""Whether to kill at every moment; otherwise at some, chosen by a seed."""
SOME: Final = 4
SOME_OF_A_RELEASE: Final = 2
FIGURE_ID: Final = ROWS["figures"][1]["figure_id"]
QUOTE_ID: Final = ROWS["quotes"][0]["quote_id"]
SERVER: Final = Path(__file__).resolve().parents[1] / "kill_server.py"


@dataclass(frozen=True)
class Killer:
    """Runs commands and kills them."""

    server: subprocess.Popen[str]
    said: Path

    def run(self, folder: Path, *arguments: str, moment: int = -1) -> Run:
        """Run a command in a folder and kill it at a moment; -1 for never."""
        assert self.server.stdin and self.server.stdout
        request = {"folder": str(folder), "arguments": arguments, "moment": moment, "said": str(self.said)}
        self.server.stdin.write(json.dumps(request) + "\n")
        self.server.stdin.flush()
        code = int(self.server.stdout.readline())
        out, err = ((self.said / name).read_text(encoding="utf-8") for name in ("out", "err"))
        assert "Traceback" not in err, err
        return Run(code, out, err)

    @property
    def moments(self) -> int:
        """How many moments the last command had that was not killed."""
        return int((self.said / "moments").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def killer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killer]:
    """A process that runs commands and kills them."""
    said = tmp_path_factory.mktemp("said")
    environment = {**git_environment(), "SOURCE_DATE_EPOCH": "1796083200"}
    command = [sys.executable, str(SERVER)]
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        yield Killer(server, said)
        with contextlib.suppress(OSError):
            assert server.stdin
            server.stdin.close()


def _unsorted(folder: Path) -> None:
    """Put the rows of two tables into another order, which `fix` sets right."""
    for name in ("figures", "sources"):
        path = folder / f"data/{name}.csv"
        header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join([header, *rows[::-1]]), encoding="utf-8")


def _submission(folder: Path) -> None:
    agent = {**AGENT, "agent_id": "daily-1", "name": "Daily 1"}
    source = {
        **SOURCE,
        "source_id": "report-1",
        "publisher": "daily-1",
        "title": "Report 1",
        "url": "https://example.org/1",
    }
    rows = {"figures": [{**FIGURE, "source_id": "report-1"}], "sources": [source], "agents": [agent]}
    (folder / "rows.json").write_text(json.dumps(rows), encoding="utf-8")


def _as_it_is(_folder: Path) -> None:
    """Need nothing else."""


COMMANDS: Final[dict[str, tuple[Callable[[Path], None], tuple[str, ...]]]] = {
    "add": (_submission, ("add", "--from", "rows.json")),
    "add one row": (_as_it_is, ("add", "agents", *(f"--set={name}={value}" for name, value in {**AGENT, "agent_id": "daily-2"}.items()))),
    "correct": (_as_it_is, ("correct", FIGURE_ID, "--set", "notes=Read again.", "--reason", "Read again.")),
    "retract": (_as_it_is, ("retract", QUOTE_ID, "--reason", "Not in the source.")),
    "fix": (_unsorted, ("fix",)),
}  # fmt: skip
"""Commands that write tables: what they need, and how they are called."""


def _chosen(number: int, name: str, some: int = SOME) -> list[int]:
    if EVERY:
        return list(range(number))
    return sorted(random.Random(name).sample(range(number), min(some, number)))


def _left(folder: Path) -> list[str]:
    """Return what killed runs left: half-written files and the journal."""
    return [path.name for path in folder.iterdir() if path.name in (STAGING, JOURNAL) or path.suffix == ".tmp"]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_killed_change_of_tables_is_done_or_finished_and_seen(
    name: str, killer: Killer, example_copy: Path, tmp_path: Path
) -> None:
    prepare, command = COMMANDS[name]
    prepare(example_copy)
    whole = Path(shutil.copytree(example_copy, tmp_path / "whole"))
    assert killer.run(whole, *command).code == 0
    moments = killer.moments
    old, new = tables_of(example_copy), tables_of(whole)
    assert old != new
    for moment in _chosen(moments, name):
        folder = Path(shutil.copytree(example_copy, tmp_path / "killed"))
        killed = killer.run(folder, *command, moment=moment)
        assert killed.code == -signal.SIGKILL
        begun = (folder / JOURNAL).exists()
        # Between two tables there is the journal, which check and git see.
        assert begun or tables_of(folder) in (old, new), moment
        checked = killer.run(folder, "check")
        assert ("unfinished-change" in checked.out) is begun, moment
        assert not begun or checked.code == 1
        if _revised(folder):
            assert begun or tables_of(folder) == new
        if moment % 2 and begun:
            # Another command finishes it too.
            assert "its change is finished" in killer.run(folder, "fix").err
        else:
            again = killer.run(folder, *command)
            # Whoever was told that it is done needs no second run.
            assert again.code == 0 or (not begun and tables_of(folder) == new and killed.out), (moment, again)
            assert not begun or "a run was killed while it wrote; now its change is finished" in again.err
        assert tables_of(folder) == new if begun or moment % 2 == 0 else tables_of(folder) in (old, new), moment
        assert _left(folder) == [] or not begun
        killer.run(folder, "fix")
        assert _left(folder) == [], moment
        shutil.rmtree(folder)
    print(f"{name}: {len(_chosen(moments, name))} of {moments} moments")  # noqa: T201


def _revised(folder: Path) -> bool:
    text = (folder / "data/revisions.csv").read_text(encoding="utf-8")
    return any(row["reason"] in ("Read again.", "Not in the source.") for row in csv.DictReader(io.StringIO(text)))


def test_a_killed_build_leaves_the_old_release_or_the_new_one(
    killer: Killer, example_copy: Path, tmp_path: Path
) -> None:
    assert killer.run(example_copy, "build").code == 0
    old = _files(example_copy / "dist")
    assert killer.run(example_copy, *COMMANDS["correct"][1]).code == 0
    whole = Path(shutil.copytree(example_copy, tmp_path / "whole"))
    assert killer.run(whole, "build").code == 0
    moments, new = killer.moments, _files(whole / "dist")
    for moment in _chosen(moments, "build"):
        folder = Path(shutil.copytree(example_copy, tmp_path / "killed"))
        assert killer.run(folder, "build", moment=moment).code == -signal.SIGKILL
        assert _files(folder / "dist") in (old, new), moment
        again = killer.run(folder, "build")
        assert (again.code, _left(folder)) == (0, []), (moment, again)
        assert _files(folder / "dist") == new
        shutil.rmtree(folder)
    print(f"build: {len(_chosen(moments, 'build'))} of {moments} moments")  # noqa: T201


def _files(folder: Path) -> dict[str, bytes]:
    return {path: (folder / path).read_bytes() for path in files_below(folder) if path != LOCK_FILE}


def test_a_killed_release_is_made_whole_or_not_at_all(killer: Killer, tmp_path: Path) -> None:
    origin = released(tmp_path / "origin")
    assert killer.run(origin, *COMMANDS["correct"][1]).code == 0
    write_documents(origin)
    commit_all(origin, "Correct a row")
    before = run_git(origin, "rev-parse", "HEAD")
    whole = Path(shutil.copytree(origin, tmp_path / "whole"))
    command = ("release", "--previous", str(previous_of(origin)))
    run = killer.run(whole, *command)
    assert run.code == 0, run.err
    moments = killer.moments
    for moment in _chosen(moments, "release", SOME_OF_A_RELEASE):
        folder = Path(shutil.copytree(origin, tmp_path / "killed"))
        assert killer.run(folder, *command, moment=moment).code == -signal.SIGKILL
        assert run_git(folder, "status", "--porcelain") == "", moment
        made = run_git(folder, "rev-parse", "HEAD") != before
        tagged = run_git(folder, "tag", "--list") != ""
        assert made or not tagged, moment
        again = killer.run(folder, *command)
        if not made:
            assert again.code == 0, (moment, again)
        else:
            # Commit without tag: said, and not made twice.
            assert again.code == 1
            assert "0.1.1" in again.err, (moment, again)
        assert run_git(folder, "worktree", "list").count("\n") == 0
        assert _left(folder) == []
        shutil.rmtree(folder)
    print(f"release: {len(_chosen(moments, 'release', SOME_OF_A_RELEASE))} of {moments} moments")  # noqa: T201
