"""Renders the result of a run as Markdown, and puts it between the markers of a page."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from benchmarks.catalogue import CASES
from benchmarks.results import (
    TARGET_ROWS,
    TIMES_FASTER,
    CaseResult,
    RunResult,
    SizeResult,
    Timing,
)

BEGIN: Final = "<!-- benchmarks: begin; written by `python -m benchmarks run` -->"
END: Final = "<!-- benchmarks: end -->"


def _table(header: list[str], rows: list[list[str]]) -> list[str]:
    """Return a Markdown table, the first column to the left, the others to the right."""
    rule = ["---", *["---:"] * (len(header) - 1)]
    return [f"| {' | '.join(cells)} |" for cells in (header, rule, *rows)]


def _seconds(timing: Timing, value: float) -> str:
    return f"over {value:.0f}" if timing.timed_out else f"{value:.2f}"


def _found(number: int | None, expected: int) -> str:
    if number is None:
        return "ended"
    return f"{number:,}" if number == expected else f"{number:,} (not {expected:,})"


def _case_row(title: str, size: SizeResult, result: CaseResult) -> list[str]:
    clean = result.clean
    relation = clean.best / size.case("check").clean.best
    return [
        title,
        _seconds(clean, clean.best),
        _seconds(clean, clean.median),
        f"{min(clean.processor_seconds):.2f}",
        f"{clean.peak_megabytes:,.0f}",
        f"{relation:.2f}",
        _seconds(result.faulty, result.faulty.best),
        _found(result.found_clean, 0),
        _found(result.found_faulty, result.expected_faulty),
    ]


def _size_lines(size: SizeResult, repeats: int) -> list[str]:
    header = [
        "case",
        "best, s",
        "median, s",
        "processor, s",
        "peak, MB",
        "times our check",
        "with mistakes, s",
        "found in clean",
        "found in faulty",
    ]
    lines = [
        f"### {size.rows:,} figures ({size.megabytes:,.1f} MB)",
        "",
        *_table(header, [_case_row(case.title, size, size.case(case.name)) for case in CASES]),
        "",
        f"The faulty package has {size.mistakes:,} wrong cells, {size.table_schema_mistakes:,} of which break the Table Schema.",
    ]
    fewer = [case.name for case in CASES if len(size.case(case.name).clean.seconds) < repeats]
    if fewer:
        lines.append(f"Run fewer than {repeats} times, since it takes long: {', '.join(fewer)}.")
    return [*lines, ""]


def _target_rows(result: RunResult) -> list[list[str]]:
    def verdict(met: bool) -> str:
        return "met" if met else "missed"

    rows = [
        [
            target.what,
            f"under {target.seconds:g} s" + (f", {target.megabytes:g} MB" if target.megabytes else ""),
            f"{target.timing.best:.3f} s, median {target.timing.median:.3f} s; {target.timing.peak_megabytes:.0f} MB",
            verdict(target.is_met),
        ]
        for target in result.targets
    ]
    for size in result.sizes:
        if size.rows == TARGET_ROWS:
            least = "at least " * size.case("frictionless").clean.timed_out
            rows.append(
                [
                    f"`check` against `frictionless validate`, {size.rows:,} figures",
                    f"{TIMES_FASTER:g} times faster",
                    f"{least}{size.times_faster:.1f} times",
                    verdict(size.times_faster >= TIMES_FASTER),
                ]
            )
    return rows


def render(result: RunResult) -> str:
    """Return the Markdown of a run, without the markers."""
    machine = "; ".join(f"{name} {value}" for name, value in result.machine.items())
    checks = [f"- {case.title}: {case.checks}." for case in CASES]
    lines = [
        f"Run on {result.date}: {result.repeats} timed runs of each case, interleaved; a process is ended after "
        f"{result.time_limit:,} s.",
        "",
        f"Machine: {machine}.",
        "",
        "```sh",
        result.command,
        "```",
        "",
        "### Targets",
        "",
        *_table(["what", "target", "measured", "verdict"], _target_rows(result)),
        "",
        *[line for size in result.sizes for line in _size_lines(size, result.repeats)],
        "### What each case checks",
        "",
        *checks,
    ]
    return "\n".join(lines)


def write_into(page: Path, text: str, begin_mark: str = BEGIN, end_mark: str = END) -> None:
    """Replace what stands between the markers of a page.

    Raises:
        ValueError: If the page has not each marker exactly once, in this order.
    """
    before, begin, rest = page.read_text(encoding="utf-8").partition(begin_mark)
    _, end, after = rest.partition(end_mark)
    if not begin or not end or begin_mark in after or end_mark in after:
        raise ValueError(f"{page} has not each of the markers of the generated block once")
    page.write_text(f"{before}{begin_mark}\n\n{text}\n\n{end_mark}{after}", encoding="utf-8")
