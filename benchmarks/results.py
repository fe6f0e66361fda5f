"""What a run of the benchmarks found, as frozen dataclasses; rendering is in `report`."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import Final

TIMES_FASTER: Final = 4.0
TARGET_ROWS: Final = 100_000


@dataclass(frozen=True)
class Timing:
    """The runs of one process.

    Attributes:
        seconds: Wall time of each run; the time limit where it was reached.
        processor_seconds: Processor time of each run.
        peak_megabytes: Largest resident memory in any of them.
        timed_out: Whether the time limit ended it.
    """

    seconds: tuple[float, ...]
    processor_seconds: tuple[float, ...]
    peak_megabytes: float
    timed_out: bool

    @property
    def best(self) -> float:
        """The shortest wall time."""
        return min(self.seconds)

    @property
    def median(self) -> float:
        """The median of the wall times."""
        return statistics.median(self.seconds)


@dataclass(frozen=True)
class Target:
    """A command whose time, and sometimes memory, should stay below a limit.

    Attributes:
        what: The command and the data that it works on.
        seconds: Limit of the median of the wall time.
        megabytes: Limit of the peak of memory, None for none.
        timing: What was measured.
    """

    what: str
    seconds: float
    megabytes: float | None
    timing: Timing

    @property
    def is_met(self) -> bool:
        """Whether time and memory stayed below their limits."""
        small = self.megabytes is None or self.timing.peak_megabytes < self.megabytes
        return small and self.timing.median < self.seconds


@dataclass(frozen=True)
class CaseResult:
    """One case on the two packages of one size.

    Attributes:
        case: Name of the case.
        clean: Timing on the package without mistakes.
        faulty: Timing of the one run on the package with mistakes.
        found_clean: Violations found in the package without mistakes; None if it was ended.
        found_faulty: Violations found in the package with mistakes; None if it was ended.
        expected_faulty: Violations that a case of its scope must find there.
    """

    case: str
    clean: Timing
    faulty: Timing
    found_clean: int | None
    found_faulty: int | None
    expected_faulty: int

    @property
    def agrees(self) -> bool:
        """Whether it found what was there, as far as it came to an end."""
        return self.found_clean in (0, None) and self.found_faulty in (self.expected_faulty, None)


@dataclass(frozen=True)
class SizeResult:
    """All cases on packages of one size.

    Attributes:
        rows: Rows of figures.
        megabytes: Size of figures.csv of the package without mistakes (millions of bytes).
        mistakes: Wrong cells in the package with mistakes.
        table_schema_mistakes: How many of them break the Table Schema.
        cases: In the order of the catalogue.
    """

    rows: int
    megabytes: float
    mistakes: int
    table_schema_mistakes: int
    cases: tuple[CaseResult, ...]

    def case(self, name: str) -> CaseResult:
        """Return the result of a case."""
        return next(result for result in self.cases if result.case == name)

    @property
    def times_faster(self) -> float:
        """How many times faster our check is than frictionless, by the best runs."""
        return self.case("frictionless").clean.best / self.case("check").clean.best


@dataclass(frozen=True)
class RunResult:
    """A whole run.

    Attributes:
        date: When, as ISO date.
        command: The command that repeats it.
        repeats: Timed runs of each case.
        time_limit: Seconds after which a process was ended.
        machine: Facts by name.
        targets: The commands with a limit.
        sizes: By number of rows.
    """

    date: str
    command: str
    repeats: int
    time_limit: int
    machine: dict[str, str]
    targets: tuple[Target, ...]
    sizes: tuple[SizeResult, ...]
