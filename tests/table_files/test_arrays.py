"""Arrays of pyarrow and of numpy are turned into each other as they are, and without pandas."""

from __future__ import annotations

import itertools
import subprocess
import sys

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.table_files.arrays import bytes_of, hashes_of, numbers_of, places, rows_among, texts_of

TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=6)


@given(TEXTS, st.integers(0, 3))
def test_texts_are_the_same_in_an_array(values: list[str], start: int) -> None:
    array = texts_of(values)
    array.validate(full=True)
    assert array.to_pylist() == values
    data, bounds = bytes_of(array[start:])
    assert [bytes(data[a:b]).decode() for a, b in itertools.pairwise(bounds)] == values[start:]


@pytest.mark.parametrize("kind", [pa.int32(), pa.int64(), pa.uint8(), pa.bool_()])
def test_numbers_are_the_same_in_an_array(kind: pa.DataType) -> None:
    assert numbers_of(pa.array([1, 0, 1, 0]).cast(kind)[1:]).tolist() == [0, 1, 0]
    assert numbers_of(pa.array([], kind)).tolist() == []


@pytest.mark.parametrize("kind", [np.uint8, np.int64])
def test_rows_are_taken_by_numbers_of_any_size(kind: type[np.integer]) -> None:
    assert texts_of(["a", "b", "c"]).take(places(np.array([2, 0, 9], kind)[:2])).to_pylist() == ["c", "a"]


@given(
    st.lists(st.one_of(st.text("a\0é", max_size=20), st.sampled_from(["a" * 8, "a" * 16, "b" * 64]))), st.integers(0, 3)
)
def test_texts_are_equal_if_and_only_if_their_hashes_are(values: list[str], start: int) -> None:
    hashes = hashes_of(texts_of(values)[start:]).tolist()
    assert hashes == [int(hashes_of(texts_of([value]))[0]) for value in values[start:]]
    assert len(set(hashes)) == len(set(values[start:]))


@pytest.mark.parametrize("shift", [0, 60])
@given(hashes=st.lists(st.integers(0, 9)), wanted=st.lists(st.integers(0, 9)))
def test_the_rows_of_some_hashes_are_found(hashes: list[int], wanted: list[int], shift: int) -> None:
    # Shifted, the numbers differ in their first bits alone.
    all_of, some = (np.array(numbers, np.uint64) << np.uint64(shift) for numbers in (hashes, wanted))
    found = np.flatnonzero(np.isin(all_of, some))
    assert rows_among(all_of, some).tolist() == found.tolist()


@pytest.mark.slow
def test_a_check_in_blocks_loads_no_pandas() -> None:
    code = (
        "import sys\n"
        "from deportation_goal.package.descriptor import load_package\n"
        "from deportation_goal.package.root import enclosing_package\n"
        "from deportation_goal.rules import engine\n"
        "from pathlib import Path\n"
        "engine.LARGE = 100_000\n"
        "inputs = engine.package_inputs(load_package(enclosing_package(Path.cwd())))\n"
        "assert len([one for one in inputs if one.stored]) > 4\n"
        "engine.check_tables(inputs)\n"
        "assert 'pyarrow' in sys.modules\n"
        "assert 'pandas' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
