"""Which of several cells that should be equal is the odd one: what rules across rows share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from typing import TypeVar

Row = TypeVar("Row")
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value", bound=Hashable)


def odd_rows(rows: Iterable[tuple[Row, Key, Value]]) -> Iterator[tuple[Row, Value, Row]]:
    """Yield the rows whose value is not the usual one of the rows with their key.

    The usual value is the most frequent one, or the first of several equally frequent ones. Each odd row comes with
    the usual value and the first row that has it.
    """
    rows = list(rows)
    pairs = {(key, value) for _, key, value in rows}
    if len(pairs) == len({key for key, _ in pairs}):
        return
    several = {key for key, times in Counter(key for key, _ in pairs).items() if times > 1}
    groups: dict[Key, list[tuple[Row, Value]]] = {key: [] for key in several}
    for row, key, value in rows:
        if key in several:
            groups[key].append((row, value))
    for group in groups.values():
        usual = Counter(value for _, value in group).most_common(1)[0][0]
        witness = next(row for row, value in group if value == usual)
        for row, value in group:
            if value != usual:
                yield row, usual, witness
