"""Runs all cases side by side in one run, interleaved, each as a whole process."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.catalogue import CASES, REPOSITORY, Case, script
from benchmarks.generate import ROWS_A_DOCUMENT
from benchmarks.machine import facts
from benchmarks.measure import Measurement, measure
from benchmarks.report import render, write_into
from benchmarks.results import CaseResult, RunResult, SizeResult, Target, Timing

_FIGURE = "fig-73tr7t"
"""A figure that stands in the real data since its first version."""


class CaseError(Exception):
    """A process that neither came to an end in time nor said what it found."""


@dataclass(frozen=True)
class Settings:
    """What to run.

    Attributes:
        rows: Numbers of figures, a package each.
        repeats: Timed runs of each case.
        seed: Seed of the packages.
        bad_share: Share of wrong rows in the second package of each size.
        time_limit: Seconds after which a process is ended.
        once_over: A case that took more seconds than this is not repeated.
        date: Date to print.
    """

    rows: tuple[int, ...]
    repeats: int
    seed: int
    bad_share: float
    time_limit: int
    once_over: int
    date: str

    @property
    def command(self) -> str:
        """The command that repeats the run."""
        rows = " ".join(str(number) for number in self.rows)
        return (
            f"python -m benchmarks run --rows {rows} --repeats {self.repeats} --seed {self.seed} "
            f"--bad-share {self.bad_share:g} --time-limit {self.time_limit} --output docs/performance.md"
        )


def run(settings: Settings, output: Path | None, json_file: Path | None) -> int:
    """Run everything, write the results, and return 0, or 1 if a case did not find what was there."""
    # The load of the machine is part of the facts, and the run itself adds to it.
    machine = facts()
    targets = _targets(settings)
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        sizes = tuple(_size(settings, Path(folder), rows) for rows in settings.rows)
    result = RunResult(
        date=settings.date,
        command=settings.command,
        repeats=settings.repeats,
        time_limit=settings.time_limit,
        machine=machine,
        targets=targets,
        sizes=sizes,
    )
    text = render(result)
    print(text)
    if output is not None:
        write_into(output, text)
    if json_file is not None:
        json_file.write_text(json.dumps(asdict(result), indent=2) + "\n", encoding="utf-8")
    wrong = [f"{case.case} at {size.rows:,} rows" for size in sizes for case in size.cases if not case.agrees]
    if wrong:
        print(f"These did not find what was there: {', '.join(wrong)}", file=sys.stderr)
    return 1 if wrong else 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _timing(runs: Sequence[Measurement]) -> Timing:
    return Timing(
        seconds=tuple(round(one.seconds, 4) for one in runs),
        processor_seconds=tuple(round(one.processor_seconds, 4) for one in runs),
        peak_megabytes=round(max(one.peak_megabytes for one in runs), 1),
        timed_out=any(one.timed_out for one in runs),
    )


_EXAMPLE = """
import time
from deportation_goal.package.descriptor import load_package
from deportation_goal.package.root import installed_package
from deportation_goal.rules.engine import TableInput, check_tables
from deportation_goal.rules.example_package import example_tables

package = load_package(installed_package())
schemas = {resource.name: resource.schema for resource in package.resources}
inputs = [TableInput(schemas[name], name, content) for name, content in example_tables(schemas).items()]
check_tables(inputs)
start = time.perf_counter()
for _ in range(100):
    assert not check_tables(inputs).findings
print((time.perf_counter() - start) / 100)
"""
"""Prints the seconds that one check of the example package takes inside a process."""


def _targets(settings: Settings) -> tuple[Target, ...]:
    """Measure the commands that have a limit, on the real data."""
    tool = script("deportation-goal")
    check: list[str | Path] = [tool, "check", "--package", REPOSITORY, "--report", "json"]
    rows = _rows_read(measure(check, REPOSITORY, settings.time_limit))
    real = f"the real data ({rows:,} rows)"
    commands: list[tuple[str, float, float | None, list[str | Path]]] = [
        ("`--help`", 0.2, None, [tool, "--help"]),
        (f"`check` on {real}", 0.3, 60, check),
        ("`show` of a figure, real data", 0.25, None, [tool, "show", _FIGURE, "--package", REPOSITORY]),
        ("`search` for a word, real data", 0.25, None, [tool, "search", "court", "--package", REPOSITORY]),
    ]
    # One run more than is counted: the first one may still have to compile and to read from the disk.
    runs = [
        [measure(command, REPOSITORY, settings.time_limit) for *_, command in commands]
        for _ in range(settings.repeats + 1)
    ]
    for (what, *_), first in zip(commands, runs[0], strict=True):
        if first.exit_code or not first.output:
            raise CaseError(f"{what} ended with {first.exit_code}:\n{first.errors}")
    measured = [
        Target(what, seconds, megabytes, _timing([run[place] for run in runs[1:]]))
        for place, (what, seconds, megabytes, _) in enumerate(commands)
    ]
    inside = [
        measure([sys.executable, "-c", _EXAMPLE], REPOSITORY, settings.time_limit) for _ in range(settings.repeats)
    ]
    seconds = tuple(round(float(one.output), 5) for one in inside)
    timing = Timing(seconds, seconds, round(max(one.peak_megabytes for one in inside), 1), timed_out=False)
    return (*measured, Target("a check of the example package of the rules, inside a process", 0.01, None, timing))


def _rows_read(measured: Measurement) -> int:
    try:
        return sum(json.loads(measured.output)["rows"].values())
    except (ValueError, KeyError) as error:
        raise CaseError(f"check ended with {measured.exit_code} and said nothing:\n{measured.errors}") from error


def generated(
    folder: Path,
    rows: int,
    *,
    seed: int = 1,
    bad_share: float = 0.0,
    rows_a_document: tuple[int, int] = ROWS_A_DOCUMENT,
    more_sources: int = 0,
    more_columns: int = 0,
) -> dict[str, int]:
    """Generate a package in a process of its own, so that this one stays small, and return its summary.

    Raises:
        CaseError: If it could not be made.
    """
    command: list[str | Path] = [sys.executable, "-m", "benchmarks", "generate", folder, "--rows", str(rows)]
    command += ["--seed", str(seed), "--bad-share", str(bad_share), "--rows-a-document", *map(str, rows_a_document)]
    command += ["--more-sources", str(more_sources), "--more-columns", str(more_columns)]
    made = measure(command, REPOSITORY, 3600)
    if made.exit_code:
        raise CaseError(f"the package of {rows} rows could not be made:\n{made.errors}")
    summary: dict[str, int] = json.loads((folder / "benchmark.json").read_text(encoding="utf-8"))
    return summary


def _size(settings: Settings, folder: Path, rows: int) -> SizeResult:
    clean, faulty = folder / f"clean-{rows}", folder / f"faulty-{rows}"
    _say(f"{rows:,} rows: generating")
    generated(clean, rows, seed=settings.seed)
    summary = generated(faulty, rows, seed=settings.seed, bad_share=settings.bad_share)
    expected = {"all": summary["mistakes"], "table_schema": summary["table_schema_mistakes"], "nothing": 0}
    # The run on the package with mistakes comes first and warms up what the timed runs read.
    faulty_runs = {case.name: _one(case, faulty, settings) for case in CASES}
    clean_runs: dict[str, list[Measurement]] = {case.name: [] for case in CASES}
    for repeat in range(settings.repeats):
        for case in (*CASES[repeat % len(CASES) :], *CASES[: repeat % len(CASES)]):
            earlier = clean_runs[case.name]
            if not earlier or earlier[-1].seconds <= settings.once_over:
                earlier.append(_one(case, clean, settings))
    return SizeResult(
        rows=rows,
        megabytes=round((clean / "data" / "figures.csv").stat().st_size / 1e6, 1),
        mistakes=summary["mistakes"],
        table_schema_mistakes=summary["table_schema_mistakes"],
        cases=tuple(
            CaseResult(
                case=case.name,
                clean=_timing(clean_runs[case.name]),
                faulty=_timing([faulty_runs[case.name]]),
                found_clean=found_by_all(case, clean_runs[case.name]),
                found_faulty=found_by_all(case, [faulty_runs[case.name]]),
                expected_faulty=expected[case.scope],
            )
            for case in CASES
        ),
    )


def _one(case: Case, folder: Path, settings: Settings) -> Measurement:
    measured = measure(case.command(folder), REPOSITORY, settings.time_limit)
    _say(f"  {folder.name}: {case.name} {measured.seconds:.2f} s")
    return measured


def found_by_all(case: Case, runs: Sequence[Measurement]) -> int | None:
    """Return the violations that every run of a case found, or None where the time limit ended it.

    Raises:
        CaseError: If a run did not say what it found, or two runs found different numbers: a process that breaks
            off is fast, and its time must never count.
    """
    found = {_found(case, measured) for measured in runs if not measured.timed_out}
    if len(found) > 1:
        raise CaseError(f"the runs of {case.name} found different numbers: {sorted(found)}")
    return None if any(measured.timed_out for measured in runs) else found.pop()


def _found(case: Case, measured: Measurement) -> int:
    try:
        # 1 is how a checker says that it found something; any other code, or a signal, is a breakdown.
        if measured.exit_code not in (0, 1):
            raise ValueError(measured.exit_code)
        return case.found(measured.output)
    except (ValueError, KeyError, TypeError) as error:
        raise CaseError(
            f"{case.name} ended with {measured.exit_code} and did not say what it found:\n{measured.errors}"
        ) from error
