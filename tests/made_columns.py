"""Columns of large tables as property tests make them."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import strategies as st

from deportation_goal.table_files.block_columns import BlockColumn, TextColumn

TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\0"), max_size=5),
    st.text("ab =?<0,.", max_size=6),
    st.text("0179,.", max_size=20),
    st.sampled_from(["", "a", "b"]),
)
CHUNKS = st.lists(st.lists(TEXTS, min_size=1, max_size=6), min_size=1, max_size=3)


def both_kinds(chunks: list[list[str]]) -> list[BlockColumn]:
    """Return the same cells as texts one after the other, and as codes of distinct values."""
    texts = TextColumn(pa.array(chunk, pa.string()) for chunk in chunks)
    return [texts, texts.coded()]
