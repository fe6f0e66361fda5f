"""The texts of a column in one block of a large table, and what was asked about them.

A question is a function of an array of texts (of pyarrow), such as those of `text_bytes`. Its answer is kept. So the texts
of a very large table can be let go once all is asked that will be asked; a question that nobody foresaw reads the block
again, which is slow and not wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, Protocol, TypeVar

import numpy as np

from deportation_goal.table_files.arrays import Bytes, places

_MANY: Final = 2_000
"""To read so many lines again takes longer than to read a block."""

_Answer = TypeVar("_Answer")


class InFile(Protocol):
    """The cells of a column in one block, where they are in the file."""

    def texts(self) -> Any:
        """Return all of them, as an array of pyarrow."""

    def at(self, rows: Iterable[int]) -> list[str]:
        """Return those of some rows, counted from 0 in the block."""


class TextPart:
    """The texts of a column in one block."""

    def __init__(self, texts: Any, in_file: InFile | None = None) -> None:
        self._size = len(texts)
        self._texts = texts
        self._in_file = in_file
        self._answers: dict[tuple[object, ...], Any] = {}

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, row: int) -> str:
        text: str = self.at(np.array([row]))[0] if self._texts is None else self._texts[row].as_py()
        return text

    def let_go(self) -> None:
        """Forget the texts, if they can be read again."""
        if self._in_file is not None:
            self._texts = None

    def texts(self) -> Any:
        """Return the texts, as an array of pyarrow."""
        return self._in_file.texts() if self._texts is None and self._in_file is not None else self._texts

    def ask(self, question: Callable[..., _Answer], *about: Any) -> _Answer:
        """Return the answer to a question about the texts, which is kept."""
        key = (question, *about)
        if key not in self._answers:
            self._answers[key] = question(self.texts(), *about)
        answer: _Answer = self._answers[key]
        return answer

    def at(self, rows: Bytes) -> list[str]:
        """Return the texts of some rows."""
        if self._texts is None and self._in_file is not None and len(rows) <= _MANY:
            return self._in_file.at(rows.tolist())
        found: list[str] = self.texts().take(places(rows)).to_pylist()
        return found


def values_where(texts: Any, is_so: Callable[..., Bytes], *about: Any) -> frozenset[str]:
    """Return the distinct texts of which something is so."""
    return frozenset(texts.take(places(is_so(texts, *about).nonzero()[0])).to_pylist())
