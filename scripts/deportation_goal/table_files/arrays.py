"""Arrays of pyarrow as arrays of numpy, and the other way round, by their buffers.

pyarrow's own functions for it load pandas, which takes longer than to check a hundred thousand rows.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

import numpy as np
import pyarrow as pa

Bytes = np.ndarray[Any, np.dtype[Any]]
"""An array with an item for each row, or each byte."""


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
    return (np.frombuffer(data, np.uint8) if data else np.zeros(0, np.uint8))[: bounds[-1]], bounds


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


NO_TEXT: Final = texts_of(("",))[0]
"""The empty text, as pyarrow joins texts with."""
