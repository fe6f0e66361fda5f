"""Columns of large tables as property tests make them."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
from hypothesis import strategies as st

from deportation_goal.table_files.block_columns import BlockColumn, TextColumn
from deportation_goal.table_files.text_parts import TextPart

TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\0"), max_size=5),
    st.text("ab =?<0,.", max_size=6),
    st.text("0179,.", max_size=20),
    st.sampled_from(["", "a", "b"]),
)
CHUNKS = st.lists(st.lists(TEXTS, min_size=1, max_size=6), min_size=1, max_size=3)


class _Kept:
    """Texts that can be read again."""

    def __init__(self, texts: pa.Array) -> None:
        self._texts = texts

    def texts(self) -> pa.Array:
        return self._texts

    def at(self, rows: Iterable[int]) -> list[str]:
        return [self._texts[row].as_py() for row in rows]


def let_go(chunks: list[list[str]]) -> TextColumn:
    """Return the same cells as texts that are read again when they are asked for."""
    arrays = [pa.array(chunk, pa.string()) for chunk in chunks]
    parts = [TextPart(texts, _Kept(texts)) for texts in arrays]
    for part in parts:
        part.let_go()
    return TextColumn(parts)


def both_kinds(chunks: list[list[str]]) -> list[BlockColumn]:
    """Return the same cells as texts one after the other, and as codes of distinct values."""
    texts = TextColumn(pa.array(chunk, pa.string()) for chunk in chunks)
    return [texts, texts.coded()]
