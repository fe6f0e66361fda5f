"""`deportation-goal fix`: exit codes, and what it writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from deportation_goal.package.descriptor import Package
from deportation_goal.rules.catalogue import RULES
from support import changed, example_files, run_command, write_files

TOGETHER = changed(
    {
        "agents.1.name": "Jose\u0301 Doe ",
        "obstacles.0+.obstacle_id": "",
        "obstacles.0+.summary": "Another hurdle of the same text.",
        "revisions.0.date": "2025-6-1",
        **RULES["row-order"].bad.cells,
    },
    {
        "areas": (b"United States", b'"United States"'),
        "countries": (b"\n", b"\r\n"),
        "indicators": (b"indicator_id", b"\xef\xbb\xbfindicator_id"),
    },
)
"""Something to mend in several tables at once."""


def _tables(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.csv")}


@pytest.mark.slow
def test_fix_mends_all_and_then_has_nothing_to_do(example_copy: Path, package: Package) -> None:
    write_files(example_copy, example_files(package, TOGETHER))
    broken = _tables(example_copy)
    look = run_command("fix", "--check", folder=example_copy)
    assert (look.code, look.out.count("would change")) == (1, 7)
    assert _tables(example_copy) == broken
    mend = run_command("fix", folder=example_copy)
    assert mend.code == 0
    assert mend.out.count(": changed: ") == 7
    assert mend.err == ""
    mended = _tables(example_copy)
    for arguments in (["fix", "--check"], ["fix"], ["check"]):
        assert run_command(*arguments, folder=example_copy).code == 0
    assert _tables(example_copy) == mended


def test_a_broken_file_is_named_and_the_others_are_mended(example_copy: Path, package: Package) -> None:
    broken = changed({"agents.1.name": "Jane Doe "}, {"areas": (b"840", b"840,x")})
    write_files(example_copy, example_files(package, broken))
    areas = (example_copy / "data/reference/areas.csv").read_bytes()
    run = run_command("fix", folder=example_copy)
    assert run.code == 1
    assert "data/reference/agents.csv: changed" in run.out
    assert "data/reference/areas.csv: left alone" in run.err
    assert "deportation-goal check areas" in run.err
    assert (example_copy / "data/reference/areas.csv").read_bytes() == areas
    assert b"Jane Doe " not in (example_copy / "data/reference/agents.csv").read_bytes()


def test_the_mode_of_a_file_stays(example_copy: Path, package: Package) -> None:
    write_files(example_copy, example_files(package, changed({"areas.0.name": "Costa Rica "})))
    path = example_copy / "data/reference/areas.csv"
    path.chmod(0o640)
    assert run_command("fix", folder=example_copy).code == 0
    assert path.stat().st_mode & 0o777 == 0o640


def test_nothing_is_left_beside_the_tables(example_copy: Path, package: Package) -> None:
    write_files(example_copy, example_files(package, TOGETHER))
    before = set(_tables(example_copy))
    run_command("fix", folder=example_copy)
    left = {path.name for path in example_copy.rglob("*") if path.is_file() and path.suffix not in (".csv", ".json")}
    assert left <= {".deportation-goal.lock"}
    assert set(_tables(example_copy)) == before


@pytest.mark.slow
def test_fix_waits_for_the_lock_and_says_who_holds_it(example_copy: Path) -> None:
    fcntl = pytest.importorskip("fcntl", reason="there are no such locks on this system")
    with (example_copy / ".deportation-goal.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        run = run_command("fix", folder=example_copy)
    assert run.code != 0
    assert "another run" in run.err
