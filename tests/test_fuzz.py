"""A slice of the fuzzing, and that it would notice what it looks for; `python tests/fuzzing.py 20000` is the whole."""

from __future__ import annotations

import random
import sys
import time

import pytest

import fuzzing
from deportation_goal.errors import UserError
from effort import EVERYTHING
from fuzzed_readers import READERS
from fuzzing import MEGABYTES, SECONDS, fuzz, run_batch
from odd_inputs import mutated

SLICE = 20_000 if EVERYTHING else 250

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="alarms and the size of a process are those of POSIX")


@pytest.mark.slow
def test_no_input_breaks_a_reader() -> None:
    run = fuzz(SLICE, seed=20250412)
    assert [f"{fault.number} {fault.reader}: {fault.what}\n{fault.trace}" for fault in run.faults] == []
    assert run.megabytes < MEGABYTES
    # Inputs are sound enough to be read, and broken enough to be refused.
    assert SLICE // 10 < sum(run.refused.values()) < SLICE // 2


def _raises(error: BaseException) -> None:
    raise error


def _computes() -> None:
    end = time.process_time() + 2
    while time.process_time() < end:
        pass


@pytest.mark.slow
def test_a_fault_of_each_kind_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    readers = {
        "refuses": lambda _rng: _raises(UserError("no")),
        "fails": lambda _rng: _raises(KeyError("x")),
        "computes": lambda _rng: _computes(),
        "fine": lambda _rng: None,
    }
    monkeypatch.setattr(fuzzing, "READERS", readers)
    monkeypatch.setattr(fuzzing, "SECONDS", 1)
    batch = run_batch((0, range(4), list(readers)))
    assert [(fault.reader, fault.what.split(" ")[0]) for fault in batch.faults] == [
        ("fails", "KeyError:"),
        ("computes", "took"),
    ]
    assert batch.refused == {"refuses": 1}
    monkeypatch.setattr(fuzzing, "MEGABYTES", -1)
    assert "MB" in run_batch((0, range(3, 4), list(readers))).faults[0].what


def test_the_same_seed_makes_the_same_input() -> None:
    one, again, other = (mutated(b"figure_id,value\n1,2\n", random.Random(seed)) for seed in ("1", "1", "2"))
    assert one == again != other


def test_every_reader_of_untrusted_input_is_there() -> None:
    assert set(READERS) >= {
        *("csv", "descriptor", "schema", "xlsx", "json", "jsonl", "submitted_csv", "form", "correction"),
        *("html", "mhtml", "text", "zip", "periods", "numbers", "renderers", "diff", "answers"),
    }
    assert SECONDS == 5
    assert MEGABYTES == 500
