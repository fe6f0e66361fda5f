from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.package.zips import DamagedZipError, chunks, open_zip


def zip_of(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return packed.getvalue()


WHOLE = zip_of({"data/figures.csv": b"figure_id\n" * 20_000, "README.md": b"# Data\n"})


def test_a_file_comes_back_piece_by_piece() -> None:
    with open_zip(io.BytesIO(WHOLE)) as zipped:
        pieces = list(chunks(zipped, "data/figures.csv"))
    assert b"".join(pieces) == b"figure_id\n" * 20_000
    assert len(pieces) > 1


def test_a_file_that_is_not_there() -> None:
    with open_zip(io.BytesIO(WHOLE)) as zipped, pytest.raises(KeyError):
        list(chunks(zipped, "data/quotes.csv"))


@given(
    place=st.integers(0, len(WHOLE) - 1),
    byte=st.integers(0, 255),
    end=st.integers(0, len(WHOLE)),
)
def test_whatever_is_damaged_is_one_error(place: int, byte: int, end: int) -> None:
    damaged = bytearray(WHOLE)
    damaged[place] = byte
    try:
        with open_zip(io.BytesIO(bytes(damaged[:end]))) as zipped:
            for entry in zipped.infolist():
                list(chunks(zipped, entry))
    except DamagedZipError as error:
        assert str(error)


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x05\x06" + b"\xff" * 18, WHOLE[:-30]])
def test_what_is_no_zip(content: bytes) -> None:
    with pytest.raises(DamagedZipError):
        open_zip(io.BytesIO(content))
