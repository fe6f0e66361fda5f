"""Arrays of pyarrow as arrays of numpy, and the other way round, by their buffers.

pyarrow's own functions for it load pandas, which takes longer than to check a hundred thousand rows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar

import numpy as np
import pyarrow as pa

Bytes = np.ndarray[Any, np.dtype[Any]]
"""An array with an item for each row, or each byte."""

_WORKERS: Final = 2
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
"""An odd number whose bits look random (the golden ratio): what hashes are multiplied by to join them."""
_SHIFT: Final = np.uint64(29)
_FEW: Final = 1 << 20
_FIRST_BYTES: Final = np.array([(1 << 8 * number) - 1 for number in range(9)], np.uint64)
"""What keeps the first bytes of a word of eight, by their number (of a machine whose words begin with the lowest byte)."""

_Part = TypeVar("_Part")
_Answer = TypeVar("_Answer")


def in_threads(question: Callable[[_Part], _Answer], parts: Sequence[_Part]) -> list[_Answer]:
    """Return the answers about some parts, in their order: numpy and pyarrow work on several at once."""
    if len(parts) < _WORKERS:
        return [*map(question, parts)]
    # To hand over a part takes time as well, so each thread gets a run of them.
    share = -(-len(parts) // _WORKERS)
    runs = [parts[start : start + share] for start in range(0, len(parts), share)]
    with ThreadPoolExecutor(_WORKERS) as pool:
        return [answer for answers in pool.map(lambda run: list(map(question, run)), runs) for answer in answers]


def joined_hash(before: Bytes, own: Bytes) -> Bytes:
    """Return the hashes of what has two hashes."""
    return _mixed((before ^ own) * _MIX)


def _mixed(hashes: Bytes) -> Bytes:
    """Let the last bits, which a look at a few goes by, depend on all others; the array is changed."""
    hashes ^= hashes >> _SHIFT
    return hashes


def hashes_of(texts: Any) -> Bytes:
    """Return a hash of each text of an array of pyarrow: equal ones have equal hashes, in every process."""
    data, bounds = bytes_of(texts)
    sizes, starts = np.diff(bounds), bounds[:-1]
    # The length tells a text from one that goes on with NULs.
    hashes = sizes.astype(np.uint64)
    longest = int(sizes.max(initial=0))
    are_equal = np.all(sizes == longest)
    padded = data if are_equal and longest % 8 == 0 else np.append(data, np.zeros(8, np.uint8))
    if are_equal:
        # The words are as far from each other as the texts.
        for place in range(0, longest, 8):
            words = np.ndarray(len(texts), np.uint64, padded, place, (longest,))
            hashes *= _MIX
            hashes += words & _FIRST_BYTES[min(longest - place, 8)]
        return _mixed(hashes)
    words = np.ndarray(len(data) + 1, np.uint64, padded, strides=(1,))
    rows = np.flatnonzero(sizes)
    for place in range(0, longest, 8):
        rows = rows[sizes[rows] > place]
        own = words[starts[rows] + place] & _FIRST_BYTES[np.minimum(sizes[rows] - place, 8)]
        hashes[rows] = hashes[rows] * _MIX + own
    return _mixed(hashes)


def rows_among(hashes: Bytes, wanted: Bytes) -> Bytes:
    """Return the rows whose hash is one of some."""
    last = np.uint64(_FEW - 1)
    marked = np.zeros(_FEW, bool)
    marked[wanted & last] = True
    # A look at the last bits leaves out most rows.
    rows = np.flatnonzero(marked[hashes & last])
    ordered = np.sort(wanted)
    ordered = ordered[np.append(np.diff(ordered) != 0, True)] if len(ordered) else ordered
    nearest = np.searchsorted(ordered, hashes[rows])
    return rows[ordered[np.minimum(nearest, len(ordered) - 1)] == hashes[rows]] if len(ordered) else rows


def numbers_of(cells: Any) -> Bytes:
    """Return the numbers, or truth values, of an array of pyarrow in which none is missing."""
    if pa.types.is_boolean(cells.type):
        return numbers_of(cells.cast(pa.uint8())).view(bool)
    _, data = cells.buffers()
    numbers = np.frombuffer(data, cells.type.to_pandas_dtype()) if data else np.zeros(0, cells.type.to_pandas_dtype())
    return numbers[cells.offset : cells.offset + len(cells)]


def bytes_of(texts: Any) -> tuple[Bytes, Bytes]:
    """Return the bytes of an array of texts, one after the other, and where each begins and the last ends."""
    _, offsets, data = texts.buffers()
    bounds = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    own = (np.frombuffer(data, np.uint8) if data else np.zeros(0, np.uint8))[bounds[0] : bounds[-1]]
    return own, bounds - bounds[0] if bounds[0] else bounds


def places(rows: Bytes) -> Any:
    """Return numbers of rows for `take` of pyarrow."""
    return pa.Array.from_buffers(pa.int64(), len(rows), [None, pa.py_buffer(np.ascontiguousarray(rows, np.int64))])


def texts_of(values: Collection[str]) -> Any:
    """Return texts as an array of pyarrow."""
    together = "".join(values)
    sizes = [*map(len, values)] if together.isascii() else [len(value.encode()) for value in values]
    bounds = np.zeros(len(sizes) + 1, np.int32)
    np.cumsum(sizes, out=bounds[1:])
    return pa.Array.from_buffers(pa.string(), len(sizes), [None, pa.py_buffer(bounds), pa.py_buffer(together.encode())])
