from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.measure import measure

from support import REPOSITORY

PEAKS = """
import json, sys
from pathlib import Path
from benchmarks.measure import measure
run = lambda code: measure([sys.executable, "-c", code], Path.cwd(), 60).peak_megabytes
print(json.dumps([run("pass"), run("filled = b'1' * 150_000_000")]))
"""


def test_exit_code_and_output_are_kept(tmp_path: Path) -> None:
    code = "import os, sys; print(os.getcwd()); sys.stderr.write('oh'); sys.exit(3)"
    measured = measure([sys.executable, "-c", code], tmp_path, 60)
    assert (measured.exit_code, measured.errors, measured.timed_out) == (3, "oh", False)
    assert Path(measured.output.strip()) == tmp_path.resolve()
    assert measured.seconds > 0
    assert measured.processor_seconds > 0


@pytest.mark.slow
def test_the_peak_is_that_of_the_child_alone() -> None:
    # From a small process: the kernel counts what a child held before it became the command.
    finished = subprocess.run([sys.executable, "-c", PEAKS], cwd=REPOSITORY, check=True, capture_output=True, text=True)
    small, large = json.loads(finished.stdout)
    assert 140 < large - small < 200


def test_a_process_is_ended_at_the_limit(tmp_path: Path) -> None:
    measured = measure([sys.executable, "-c", "import signal; signal.pause()"], tmp_path, 0.3)
    assert measured.timed_out
    assert measured.exit_code < 0


def test_a_missing_program_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        measure([tmp_path / "nothing"], tmp_path, 10)


def test_a_child_may_keep_its_compiled_modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    measured = measure([sys.executable, "-c", "import sys; print(sys.dont_write_bytecode)"], tmp_path, 60)
    assert measured.output.strip() == "False"
