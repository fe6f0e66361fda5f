"""What the bytes of texts tell: questions about an array of texts (of pyarrow), answered for all of them at once.

The bytes of the texts stand one after the other. A question is asked about these, and the place of a byte then says in
which text it is; so nothing is done text by text. Each answer is a numpy array with an item for each text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from deportation_goal.table_files.arrays import Bytes, bytes_of, numbers_of
from deportation_goal.table_files.distinct_values import MAXIMUM_CELL

_MOST_DIGITS: Final = 18
"""A whole number of 64 bits holds so many digits."""

_ZERO: Final = np.uint8(0x30)
_SPACE: Final = np.uint8(0x20)
_UNUSUAL_FIRST: Final = np.isin(np.arange(0x100), np.frombuffer(b"=+-@ ", np.uint8))
_PRINTABLE: Final = np.uint8(0x7E - 0x20)
_POWERS: Final = 10 ** np.arange(_MOST_DIGITS, dtype=np.int64)
_PIECE: Final = re.compile(r"(\[[^\[\]\\^]+\]|[a-z0-9-])(?:\{([0-9]+)\})?")
_PIECES: Final = re.compile(rf"\^((?:{_PIECE.pattern})+)\$")
"""A pattern for texts of one length, such as a hash or an id: for each character a class, or the character itself."""


def filled(texts: Any) -> Bytes:
    """Return which texts are not empty."""
    there: Bytes = np.diff(bytes_of(texts)[1]) > 0
    return there


def longer(texts: Any, length: int) -> Bytes:
    """Return which texts have more bytes than a length: all that have more code points, and perhaps some others."""
    long: Bytes = np.diff(bytes_of(texts)[1]) > length
    return long


def holding(texts: Any, characters: bytes) -> Bytes:
    """Return which texts hold one of some ASCII characters."""
    data, bounds = bytes_of(texts)
    is_one = np.zeros(len(data), bool)
    for character in characters:
        is_one |= data == character
    found = np.zeros(len(texts), bool)
    if is_one.any():
        # An empty text would be given the first byte of the next one.
        filled = np.flatnonzero(np.diff(bounds))
        found[filled] = np.logical_or.reduceat(is_one, bounds[filled])
    return found


def matching(texts: Any, pattern: str) -> Bytes:
    """Return which texts match a pattern (RE2) as a whole."""
    pieces = _pieces(pattern)
    if pieces is None:
        return numbers_of(pc.match_substring_regex(texts, f"^(?:{pattern})$"))
    data, bounds = bytes_of(texts)
    sizes, length = np.diff(bounds), pieces[-1][1]
    found: Bytes = sizes == length
    rows = np.flatnonzero(found)
    own = data if len(rows) == len(texts) else data[np.repeat(found, sizes)]
    characters = own.reshape(len(rows), length)
    for start, end, ranges in pieces:
        own = characters[:, start:end]
        allowed = np.zeros(own.shape, bool)
        for low, high in ranges:
            # What is below the lowest byte comes out as a number above the others.
            allowed |= own - low <= high - low
        found[rows[np.flatnonzero(~allowed) // (end - start)]] = False
    return found


@lru_cache
def _pieces(pattern: str) -> list[tuple[int, int, list[tuple[np.uint8, np.uint8]]]] | None:
    """Return the pieces of a pattern for texts of one length: start, end and the ranges of bytes that may stand there."""
    if not (whole := _PIECES.fullmatch(pattern)):
        return None
    pieces, end = [], 0
    for one, times in _PIECE.findall(whole[1]):
        start, end = end, end + int(times or 1)
        allowed = np.array([re.fullmatch(one, chr(byte)) is not None for byte in range(0x80)])
        # Where the answer changes, a range begins or has ended.
        changes = np.flatnonzero(np.diff(allowed, prepend=False, append=False)).astype(np.uint8)
        pieces.append((start, end, [*zip(changes[0::2], changes[1::2] - np.uint8(1), strict=True)]))
    return pieces


def unlike(texts: Any, pattern: str, longest: int) -> Bytes:
    """Return which texts do not match a pattern (RE2) as a whole, or have more bytes than a length."""
    return ~matching(texts, pattern) | longer(texts, longest)


def short_words(texts: Any, longest: int) -> Bytes:
    """Return which texts have no space and not more code points than a length, and perhaps some others."""
    # A code point has four bytes at most.
    return ~(holding(texts, b" ") | longer(texts, 4 * longest))


def steps(texts: Any) -> tuple[Bytes, Bytes]:
    """Return for each text but the first whether it is less than the one above by code points, and whether it is equal."""
    above, below = texts[:-1], texts[1:]
    return numbers_of(pc.less(below, above)), numbers_of(pc.equal(below, above))


def zeroed(texts: Any) -> Any:
    """Return the texts with a zero in place of each digit."""
    data, bounds = bytes_of(texts)
    changed = np.where(_is_digit(data), _ZERO, data)
    return pa.Array.from_buffers(pa.string(), len(texts), [None, pa.py_buffer(bounds), pa.py_buffer(changed)])


def joined_digits(texts: Any) -> Bytes:
    """Return the digits of each text as one whole number; 0 where there is none, -1 where there are more than 18."""
    data, bounds = bytes_of(texts)
    places = np.flatnonzero(_is_digit(data))
    before = np.searchsorted(places, bounds)
    sizes = np.diff(before)
    after = np.repeat(before[1:], sizes) - np.arange(1, len(places) + 1)
    terms = (data[places] - _ZERO) * _POWERS.take(after, mode="clip")
    joined = np.zeros(len(texts), np.int64)
    filled = np.flatnonzero(sizes)
    joined[filled] = np.add.reduceat(terms, before[filled]) if len(filled) else 0
    joined[sizes > _MOST_DIGITS] = -1
    return joined


def _is_digit(data: Bytes) -> Bytes:
    # The bytes before the zero come out as numbers above 9.
    found: Bytes = data - _ZERO < 10
    return found


def unusual(texts: Any) -> Bytes:
    """Return which texts are unusual (`DistinctValues.unusual`), and perhaps some others."""
    data, bounds = bytes_of(texts)
    sizes = np.diff(bounds)
    found: Bytes = sizes > MAXIMUM_CELL
    if not len(data):
        return found
    found[_texts_of_bytes(bounds, np.flatnonzero(data - _SPACE > _PRINTABLE))] = True
    spaces = data == _SPACE
    # If one space ends a text and the other begins the next, both texts are unusual anyway.
    found[_texts_of_bytes(bounds, np.flatnonzero(spaces[1:] & spaces[:-1]))] = True
    filled = np.flatnonzero(sizes)
    first, last = data[bounds[:-1][filled]], data[bounds[1:][filled] - 1]
    found[filled[_UNUSUAL_FIRST[first] | (last == _SPACE)]] = True
    return found


def _texts_of_bytes(bounds: Bytes, places: Bytes) -> Bytes:
    """Return in which text each of some bytes is."""
    return np.searchsorted(bounds, places, side="right") - 1
