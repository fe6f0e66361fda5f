"""Measures `build` and `verify`: the release of the real data, and that of a large invented package."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.catalogue import REPOSITORY, script
from benchmarks.generate import generate
from benchmarks.measure import Measurement, measure
from deportation_goal.package.descriptor import load_package
from deportation_goal.release.archive import zip_name

BEGIN: Final = "<!-- releases: begin; written by `python -m benchmarks release` -->"
END: Final = "<!-- releases: end -->"
_LIMIT_SECONDS: Final = 900
_ALONE: Final = """
import sys
from pathlib import Path
from deportation_goal.package.descriptor import load_package
from deportation_goal.release.build import build_release

sys.exit(not build_release(load_package(Path(sys.argv[1])), Path(sys.argv[2]), lambda step: None).complete)
"""


class ReleaseError(Exception):
    """A release was not built or is not sound, so there is nothing to report; the message says what the command said."""


def releases(rows: int, repeats: int) -> str:
    """Measure both and return the Markdown table.

    Args:
        rows: Figures of the invented package.
        repeats: How often each command is run.

    Raises:
        ReleaseError: If a run did not end well.
    """
    with tempfile.TemporaryDirectory(prefix="releases-") as name:
        folder = Path(name)
        real = _measured(REPOSITORY, folder / "real", repeats)
        real_alone = _alone(REPOSITORY, folder / "real-alone", repeats)
        generate(folder / "invented", rows, seed=1, bad_share=0.0)
        invented = _measured(folder / "invented", folder / "large", repeats)
        alone = _alone(folder / "invented", folder / "large-alone", repeats)
    figures = f"{rows:,} figures"
    lines = [
        "| what | best | median | peak of all processes together | to reach |",
        "|---|---|---|---|---|",
        _line("`build` on the real data", real[0], "under 10 s"),
        _line("the same without the site", real_alone, "under 4 s"),
        _line("`verify` on its zip", real[1], ""),
        _line(f"`build` with {figures}", invented[0], "under 60 s and 1,500 MB"),
        _line(f"the same without the site, {figures}", alone, "under 25 s and 1,000 MB"),
        _line(f"`verify` on its zip, {figures}", invented[1], ""),
    ]
    return "\n".join(lines)


def _line(title: str, runs: Sequence[Measurement], target: str) -> str:
    seconds = sorted(run.seconds for run in runs)
    peak = max(run.peak_megabytes for run in runs)
    return f"| {title} | {seconds[0]:.1f} s | {seconds[len(seconds) // 2]:.1f} s | {peak:,.0f} MB | {target} |"


def _measured(package: Path, target: Path, repeats: int) -> tuple[list[Measurement], list[Measurement]]:
    """Build and verify a package some times."""
    tool = script("deportation-goal")
    built = [_sound([tool, "build", "--package", package, "-o", target], target.parent) for _ in range(repeats)]
    zipped = target / zip_name(load_package(package).version)
    return built, [_sound([tool, "verify", zipped], target.parent) for _ in range(repeats)]


def _alone(package: Path, target: Path, repeats: int) -> list[Measurement]:
    """Build a package some times without the site, which `build` adds to every release."""
    return [_sound([sys.executable, "-c", _ALONE, package, target], target.parent) for _ in range(repeats)]


def _sound(command: list[str | Path], folder: Path) -> Measurement:
    measured = measure(command, folder, _LIMIT_SECONDS, all_processes=True)
    if measured.exit_code:
        raise ReleaseError(f"{command[1]} ended with {measured.exit_code}:\n{measured.output}{measured.errors}")
    return measured
