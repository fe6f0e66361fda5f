"""Measures `add` as a contributor meets it: one row into the real data, a large workbook checked and added."""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.catalogue import REPOSITORY, script
from benchmarks.generate import generate
from benchmarks.measure import Measurement, measure

BEGIN: Final = "<!-- contributions: begin; written by `python -m benchmarks contributions` -->"
END: Final = "<!-- contributions: end -->"
_ONE_ROW: Final = (
    "indicator_id=removals-goal",
    "area=USA",
    "period_basis=none",
    "value=123",
    "qualifier=exact",
    "value_text=123 removals",
    "status=reported",
    "source_id=rbc-ukraine-2025-04-12",
    "attribution_type=unattributed",
)


class ContributionError(Exception):
    """A row was not added, so there is nothing to report; the message says what the command said."""


def contributions(rows: int, repeats: int) -> str:
    """Measure both and return the Markdown table.

    Args:
        rows: Rows of the workbook.
        repeats: How often each is run.

    Raises:
        ContributionError: If a run did not add what it should.
    """
    with tempfile.TemporaryDirectory(prefix="contributions-") as name:
        folder = Path(name)
        one = [_one_row(folder) for _ in range(repeats)]
        many = _workbook(folder, rows, repeats)
    lines = [
        "| what | best | median | peak | to reach |",
        "|---|---|---|---|---|",
        _line("one row added to the real data", one, "under 2 s"),
        _line(f"a workbook of {rows:,} figures read, checked and added", many, "under 20 s"),
    ]
    return "\n".join(lines)


def _line(title: str, runs: Sequence[Measurement], target: str) -> str:
    seconds = sorted(run.seconds for run in runs)
    peak = max(run.peak_megabytes for run in runs)
    return f"| {title} | {seconds[0]:.2f} s | {seconds[len(seconds) // 2]:.2f} s | {peak:.0f} MB | {target} |"


def _copy(source: Path, target: Path) -> Path:
    target.mkdir()
    shutil.copy(source / "datapackage.json", target)
    for part in ("schemas", "data"):
        shutil.copytree(source / part, target / part)
    return target


def _added(command: list[str | Path], folder: Path) -> Measurement:
    measured = measure(command, folder, 600)
    if measured.exit_code:
        raise ContributionError(f"add ended with {measured.exit_code}:\n{measured.output}{measured.errors}")
    return measured


def _one_row(folder: Path) -> Measurement:
    package = _copy(REPOSITORY, folder / "real")
    try:
        settings = [part for setting in _ONE_ROW for part in ("--set", setting)]
        return _added([script("deportation-goal"), "add", "figures", *settings, "--package", package], folder)
    finally:
        shutil.rmtree(package)


def _workbook(folder: Path, rows: int, repeats: int) -> list[Measurement]:
    """Add all figures of an invented package to the same package without them."""
    import xlsxwriter

    generate(folder / "invented", rows, seed=1, bad_share=0.0)
    figures = folder / "invented/data/figures.csv"
    with figures.open(encoding="utf-8", newline="") as file:
        header, *records = list(csv.reader(file))
    book = xlsxwriter.Workbook(folder / "rows.xlsx", {"strings_to_numbers": False})
    sheet = book.add_worksheet("figures")
    for number, record in enumerate([header, *records]):
        # Ids are made by the tool.
        sheet.write_row(number, 0, record if number == 0 else ["", *record[1:]])
    book.close()
    figures.write_text(",".join(header) + "\n", encoding="utf-8")
    runs = []
    for _ in range(repeats):
        package = _copy(folder / "invented", folder / "empty")
        command: list[str | Path] = [script("deportation-goal"), "add", "--from", folder / "rows.xlsx"]
        runs.append(_added([*command, "--package", package], folder))
        shutil.rmtree(package)
    return runs
