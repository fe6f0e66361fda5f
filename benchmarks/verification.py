"""Measures `evidence`: locators against copies of their texts that other boilerplate has shifted."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from typing import Final

from deportation_goal.evidence.find import Search, Stream
from deportation_goal.evidence.locator import Locator, locate_in_stream
from deportation_goal.evidence.locator_check import Statement, Status, verify
from deportation_goal.evidence.matching import Source, match_texts
from deportation_goal.evidence.stream import evidence_stream, stream_sha256
from deportation_goal.evidence.texts import SourceText

BEGIN: Final = "<!-- verification: begin; written by `python -m benchmarks verification` -->"
END: Final = "<!-- verification: end -->"
_WORDS: Final = 1_100
_EXCERPT: Final = 18
_VOCABULARY: Final = tuple(f"w{number:x}rd" for number in range(4_000))


class VerificationError(Exception):
    """A locator that should be found was not, so there is nothing to report."""


def _article(generator: random.Random) -> list[str]:
    return generator.choices(_VOCABULARY, k=_WORDS)


def _case(texts: int, each: int, seed: int) -> tuple[list[SourceText], list[Source], list[Statement]]:
    """Invented articles, their sources and statements, and copies with words before and in the middle of them."""
    generator = random.Random(seed)  # noqa: S311 - invented texts
    copies, sources, statements = [], [], []
    for number in range(texts):
        words, source_id = _article(generator), f"paper-{number:05}"
        stream = evidence_stream(" ".join(words))
        sources.append(Source(source_id, stream_sha256(stream)))
        for row in range(each):
            start = generator.randrange(_WORDS - _EXCERPT)
            located = locate_in_stream(stream, " ".join(words[start : start + _EXCERPT]))
            assert located.locator is not None
            statements.append(Statement("figures", f"fig-{number:05}-{row}", source_id, located.locator))
        boilerplate = generator.choices(_VOCABULARY, k=generator.randrange(1, 120))
        copies.append(SourceText(f"{source_id}.txt", evidence_stream(" ".join(boilerplate + words))))
    return copies, sources, statements


def _timed(run: Callable[[], object], repeats: int) -> list[float]:
    seconds = []
    for _ in range(repeats):
        begin = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - begin)
    return sorted(seconds)


def verification(texts: int, each: int, repeats: int, seed: int = 1) -> str:
    """Measure both and return the Markdown table.

    Args:
        texts: Number of shifted texts.
        each: Locators of each text.
        repeats: How often each is run.
        seed: Equal seeds give equal texts.

    Raises:
        VerificationError: If a locator was not found.
    """
    copies, sources, statements = _case(texts, each, seed)
    results = verify(statements, match_texts(copies, sources, statements))
    if any(result.status is not Status.MOVED for result in results):
        raise VerificationError("a locator was not found in its shifted text")
    slides = sum(result.search is Search.SLIDE for result in results)
    whole = _timed(lambda: verify(statements, match_texts(copies, sources, statements)), repeats)
    stream, absent = Stream(copies[0].stream), Locator(0, 90, "0" * 64)
    slide = _timed(lambda: stream.find(absent, ()), max(repeats, 20))
    lines = [
        "| what | best | median | to reach |",
        "|---|---|---|---|",
        f"| {len(statements):,} locators over {texts:,} shifted texts, {slides:,} of them found by sliding | "
        f"{whole[0]:.2f} s | {statistics.median(whole):.2f} s | under 10 s for 10,000 over 1,000 |",
        f"| one full slide: an excerpt that is not there, in a text of {len(stream.text):,} characters | "
        f"{slide[0] * 1000:.1f} ms | {statistics.median(slide) * 1000:.1f} ms | |",
    ]
    return "\n".join(lines)
