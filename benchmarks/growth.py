"""Measures how a check grows with the numbers of rows, documents, mistakes, ids that may be referred to, and columns."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.catalogue import REPOSITORY, script
from benchmarks.generate import ROWS_A_DOCUMENT
from benchmarks.measure import Measurement, measure
from benchmarks.run import generated
from deportation_goal.package.descriptor import load_package

BEGIN: Final = "<!-- growth: begin; written by `python -m benchmarks growth` -->"
END: Final = "<!-- growth: end -->"
_LIMIT_SECONDS: Final = 900


class GrowthError(Exception):
    """A check did not say what it found, so its time says nothing."""


@dataclass(frozen=True)
class Point:
    """One package.

    Attributes:
        what: What grows: rows, mistakes, documents, keys or columns.
        rows: Its figures.
        bad_share: Share of the figures with one wrong cell.
        rows_a_document: Least and greatest number of figures of a document.
        more_sources: Documents that the table of sources lists besides, so that a reference is one of so many ids.
        more_columns: Columns that the table of figures has besides.
    """

    what: str
    rows: int
    bad_share: float = 0.0
    rows_a_document: tuple[int, int] = ROWS_A_DOCUMENT
    more_sources: int = 0
    more_columns: int = 0


def points(rows: Sequence[int]) -> tuple[Point, ...]:
    """Return the packages to check: some sizes, then one size with more of each other thing."""
    middle, least = min(rows, key=lambda number: abs(number - 100_000)), min(rows)
    return (
        *(Point("rows", number) for number in rows),
        *(Point("mistakes", middle, share) for share in (0.01, 0.1)),
        *(Point("documents", middle, rows_a_document=several) for several in ((5, 15), (1, 2))),
        *(Point("keys", least, more_sources=number) for number in (10 * least, 100 * least)),
        *(Point("columns", middle, more_columns=number) for number in (25, 75)),
    )


def growth(rows: Sequence[int], repeats: int) -> str:
    """Check packages of several sizes and return the table and the curve in Markdown.

    Args:
        rows: Numbers of figures.
        repeats: Timed runs of each package.

    Raises:
        GrowthError: If a check broke off.
    """
    measured: list[tuple[Point, int, int, list[Measurement]]] = []
    for point in points(rows):
        with tempfile.TemporaryDirectory(prefix="growth-") as folder:
            package = Path(folder) / "package"
            summary = generated(
                package,
                point.rows,
                bad_share=point.bad_share,
                rows_a_document=point.rows_a_document,
                more_sources=point.more_sources,
                more_columns=point.more_columns,
            )
            columns = len(load_package(package).resource("figures").schema.columns)
            runs = [_checked(package, summary["mistakes"]) for _ in range(repeats)]
        measured.append((point, summary["sources"] + point.more_sources, columns, runs))
    lines = [
        "| what grows | figures | documents | columns | mistakes | best, s | processor, s | peak, MB |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
        *(_line(*one) for one in measured),
        "",
        *_curve([(point.rows, _best(runs)) for point, _, _, runs in measured if point.what == "rows"]),
    ]
    return "\n".join(lines)


def _checked(package: Path, mistakes: int) -> Measurement:
    command: list[str | Path] = [script("deportation-goal"), "check", "--package", package, "--report", "json"]
    measured = measure(command, REPOSITORY, _LIMIT_SECONDS)
    if measured.exit_code != (1 if mistakes else 0):
        raise GrowthError(f"check ended with {measured.exit_code}:\n{measured.errors}")
    return measured


def _best(runs: Sequence[Measurement]) -> float:
    return min(run.seconds for run in runs)


def _line(point: Point, documents: int, columns: int, runs: Sequence[Measurement]) -> str:
    processor, peak = min(run.processor_seconds for run in runs), max(run.peak_megabytes for run in runs)
    return (
        f"| {point.what} | {point.rows:,} | {documents:,} | {columns} | {round(point.rows * point.bad_share):,} "
        f"| {_best(runs):.2f} | {processor:.2f} | {peak:,.0f} |"
    )


def _curve(by_rows: Sequence[tuple[int, float]]) -> list[str]:
    """Return a chart of the seconds by the number of rows, in Mermaid, which GitHub draws."""
    rows = ", ".join(f'"{number:,}"' for number, _ in by_rows)
    seconds = ", ".join(f"{value:.2f}" for _, value in by_rows)
    return [
        "```mermaid",
        "xychart-beta",
        '    title "Seconds of a check by number of figures"',
        f"    x-axis [{rows}]",
        '    y-axis "seconds"',
        f"    line [{seconds}]",
        "```",
    ]
