"""Broken input of every kind for every reader, the same for the same seed.

`python tests/fuzzing.py COUNT [SEED]` makes a whole run and prints its numbers; tests/test_fuzz.py makes a short one.
Each input is a sound one with a few changes; inputs run in processes of their own, since a process never gives the
memory back that it took once.
"""

from __future__ import annotations

import multiprocessing
import random
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from deportation_goal.errors import UserError
from fuzzed_readers import READERS, sound_rows, tables_of_the_example, the_package, workbook, zipped_package

SECONDS: Final = 5
MEGABYTES: Final = 500
BATCH: Final = 50


@dataclass(frozen=True)
class Fault:
    """An input that was not read or refused as it should be.

    Attributes:
        number: Its number in the run.
        reader: Its reader.
        what: What happened.
        trace: Where.
    """

    number: int
    reader: str
    what: str
    trace: str = ""


@dataclass(frozen=True)
class Batch:
    """The outcome of some inputs.

    Attributes:
        faults: The inputs that went wrong.
        longest: Seconds of the longest one, by reader.
        refused: How many were refused with a sentence, by reader.
        megabytes: The most memory that the process ever had.
    """

    faults: tuple[Fault, ...]
    longest: dict[str, float]
    refused: dict[str, int]
    megabytes: int


class TookTooLongError(BaseException):
    """An input that takes longer than any should, counted in the time of its process: machines are slow now and then."""


def _alarm(_number: int, _frame: object) -> None:
    raise TookTooLongError


def _megabytes() -> int:
    """Return the largest memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def run_batch(job: tuple[int, Sequence[int], Sequence[str]]) -> Batch:
    """Run inputs by number."""
    seed, numbers, readers = job
    signal.signal(signal.SIGPROF, _alarm)
    faults: list[Fault] = []
    longest: dict[str, float] = dict.fromkeys(readers, 0.0)
    refused: Counter[str] = Counter()
    # A process that was forked begins with what its parent held.
    held = _megabytes()
    for number in numbers:
        reader = readers[number % len(readers)]
        rng = random.Random(f"{seed}:{reader}:{number}")
        signal.setitimer(signal.ITIMER_PROF, 4 * SECONDS)
        began = time.process_time()
        try:
            READERS[reader](rng)
        except UserError:
            refused[reader] += 1
        except TookTooLongError:
            faults.append(Fault(number, reader, f"took more than {4 * SECONDS} s", traceback.format_exc()))
        except Exception as error:
            faults.append(Fault(number, reader, f"{type(error).__name__}: {str(error)[:200]}", traceback.format_exc()))
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        took = time.process_time() - began
        longest[reader] = max(longest[reader], took)
        if took > SECONDS and not (faults and faults[-1].number == number):
            faults.append(Fault(number, reader, f"took {took:.1f} s"))
        most = _megabytes() - held
        if most > MEGABYTES:
            faults.append(Fault(number, reader, f"took {most} MB"))
            break
    return Batch(tuple(faults), longest, dict(refused), _megabytes() - held)


def fuzz(count: int, seed: int = 0, only: Sequence[str] = (), processes: int = 1) -> Batch:
    """Run so many inputs, in turn over all readers."""
    readers = list(only or READERS)
    jobs = [(seed, range(start, min(start + BATCH, count)), readers) for start in range(0, count, BATCH)]
    context = multiprocessing.get_context("fork")
    for make in (the_package, tables_of_the_example, sound_rows, workbook, zipped_package):
        make()
    with context.Pool(processes, maxtasksperchild=1) as pool:
        batches = pool.map(run_batch, jobs, chunksize=1)
    return Batch(
        tuple(fault for batch in batches for fault in batch.faults),
        {name: max(batch.longest[name] for batch in batches) for name in readers},
        dict(sum((Counter(batch.refused) for batch in batches), Counter())),
        max(batch.megabytes for batch in batches),
    )


def main(arguments: Sequence[str]) -> int:
    """Make a run and print its numbers."""
    count, seed = int(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 0
    run = fuzz(count, seed, arguments[2:], processes=2)
    kinds: Counter[str] = Counter()
    for fault in run.faults:
        last = [line.strip() for line in fault.trace.splitlines() if line.strip().startswith("File")][-1:]
        kinds[f"{fault.reader}: {fault.what[:90]} {last[0] if last else ''}"] += 1
    for kind, number in kinds.most_common():
        print(number, kind)  # noqa: T201
    shown = Counter(fault.reader for fault in run.faults)
    for fault in run.faults:
        shown[fault.reader] -= 1
        if shown[fault.reader] == 0:
            print(f"\n{fault.number} {fault.reader} {fault.what}\n{fault.trace[-2500:]}")  # noqa: T201
    slowest = ", ".join(f"{name} {seconds:.2f}" for name, seconds in sorted(run.longest.items(), key=lambda it: -it[1]))
    print(f"{count} inputs, seed {seed}: {len(run.faults)} faults, {sum(run.refused.values())} refused")  # noqa: T201
    print(f"at most {run.megabytes} MB; longest in seconds: {slowest}")  # noqa: T201
    return 1 if run.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
