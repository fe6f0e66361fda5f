from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks.catalogue import CASES
from benchmarks.report import BEGIN, END, render, write_into
from benchmarks.results import TARGET_ROWS, CaseResult, RunResult, SizeResult, Target, Timing

from support import REPOSITORY


def timing(*seconds: float, timed_out: bool = False) -> Timing:
    return Timing(seconds, seconds, 123.4, timed_out)


def case_result(name: str, seconds: float) -> CaseResult:
    return CaseResult(name, timing(seconds, seconds + 2), timing(seconds + 1), 0, 6, 6)


def run_result(frictionless: float = 9.0) -> RunResult:
    seconds = {"check": 2.0, "frictionless": frictionless}
    cases = tuple(case_result(case.name, seconds.get(case.name, 1.0)) for case in CASES)
    size = SizeResult(TARGET_ROWS, 24.1, 10, 6, cases)
    return RunResult(
        "2026-11-22",
        "python -m benchmarks run",
        2,
        900,
        {"Cores": "2"},
        (Target("`check`", 1.5, 200, timing(1.0)),),
        (size,),
    )


def line_with(text: str, words: str) -> str:
    (line,) = (line for line in text.splitlines() if words in line and line.startswith("|"))
    return line


def test_times_are_set_beside_those_of_our_check() -> None:
    line = line_with(render(run_result()), "| `frictionless validate` |")
    assert line == "| `frictionless validate` | 9.00 | 10.00 | 9.00 | 123 | 4.50 | 10.00 | 0 | 6 |"


@pytest.mark.parametrize(("seconds", "verdict"), [(8.0, "met"), (7.9, "missed")])
def test_a_target_is_met_or_missed(seconds: float, verdict: str) -> None:
    assert line_with(render(run_result(seconds)), "against").endswith(f"| {verdict} |")


@pytest.mark.parametrize(
    ("seconds", "megabytes", "verdict"),
    [(1.5, 200, "met"), (1.0, None, "missed"), (1.5, 100, "missed"), (1.5, None, "met")],
)
def test_a_command_is_too_slow_or_too_large(seconds: float, megabytes: float | None, verdict: str) -> None:
    target = Target("`show`", seconds, megabytes, timing(1.0))
    assert line_with(render(replace(run_result(), targets=(target,))), "`show`").endswith(f"| {verdict} |")


def test_a_time_limit_is_told_as_such() -> None:
    result = run_result()
    (size,) = result.sizes
    ended = CaseResult("frictionless", timing(900.0, timed_out=True), timing(900.0, timed_out=True), None, None, 6)
    cases = tuple(ended if case.case == "frictionless" else case for case in size.cases)
    text = render(replace(result, sizes=(replace(size, cases=cases),)))
    assert "over 900" in line_with(text, "| `frictionless validate` |")
    assert "| ended | ended |" in line_with(text, "| `frictionless validate` |")
    assert "at least 450.0 times" in line_with(text, "against")
    assert "Run fewer than 2 times, since it takes long: frictionless." in text


def test_a_case_that_finds_something_else_is_shown() -> None:
    result = CaseResult("pandera", timing(1.0), timing(1.0), 0, 5, 6)
    assert not result.agrees
    assert not replace(result, found_clean=1, found_faulty=6).agrees
    assert replace(result, found_faulty=6).agrees
    (size,) = run_result().sizes
    cases = tuple(result if case.case == "pandera" else case for case in size.cases)
    text = render(replace(run_result(), sizes=(replace(size, cases=cases),)))
    assert "5 (not 6)" in line_with(text, "pandas and pandera alone |")


def test_only_the_block_between_the_markers_changes(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    write_into(page, "new")
    first = page.read_text(encoding="utf-8")
    assert first == f"before\n{BEGIN}\n\nnew\n\n{END}\nafter\n"
    write_into(page, "new")
    assert page.read_text(encoding="utf-8") == first


@pytest.mark.parametrize("text", ["nothing", f"{BEGIN} only", f"{END}{BEGIN}", f"{BEGIN}{END}{BEGIN}{END}"])
def test_a_page_without_the_markers_is_left_alone(tmp_path: Path, text: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="markers"):
        write_into(page, "new")
    assert page.read_text(encoding="utf-8") == text


def test_the_page_holds_a_result_of_every_case() -> None:
    _, begin, rest = (REPOSITORY / "docs" / "performance.md").read_text(encoding="utf-8").partition(BEGIN)
    block, end, _ = rest.partition(END)
    assert begin
    assert end
    for case in CASES:
        assert f"| {case.title} |" in block
        assert f"- {case.title}: {case.checks}." in block
