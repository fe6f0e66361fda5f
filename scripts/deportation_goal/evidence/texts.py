"""The texts that a user has: plain text, and pages saved from a browser."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deportation_goal.errors import UserError
from deportation_goal.evidence.html_encoding import decode_html
from deportation_goal.evidence.html_text import html_text
from deportation_goal.evidence.mhtml import mhtml_text
from deportation_goal.evidence.stream import evidence_stream

_PLAIN: Final = frozenset({".txt"})
_HTML: Final = frozenset({".html", ".htm", ".xhtml"})
_ARCHIVES: Final = frozenset({".mhtml", ".mht"})
SUFFIXES: Final = (*sorted(_PLAIN), *sorted(_HTML), *sorted(_ARCHIVES))
"""Endings of the names of files that are read as texts."""
LARGEST: Final = 100_000_000
"""Bytes of the largest file that is read: pictures inside a saved page may need many."""
_LONGEST: Final = 10_000_000
"""Characters of the longest text: an article has a thousandth of that."""
_FOREIGN: Final = re.compile(r"[^\x00-\x7f]{500,}")
_MOST_MARKS: Final = 100
"""Combining marks on one letter; Unicode's own limit for text in a stream is 30 (UAX #15, Stream-Safe Text Format)."""


@dataclass(frozen=True)
class SourceText:
    """A text that the user has.

    Attributes:
        name: Name of its file.
        stream: Its evidence stream.
    """

    name: str
    stream: str


def read_texts(files: Sequence[Path]) -> list[SourceText | UserError]:
    """Return the text of each file, or why it cannot be read: one odd file does not end the run."""
    from deportation_goal.package.in_background import done_by_two

    return done_by_two("reading texts", _read, files, sum(_size(path) for path in files))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _read(files: Iterable[Path]) -> list[SourceText | UserError]:
    read: list[SourceText | UserError] = []
    for path in files:
        try:
            read.append(SourceText(path.name, evidence_stream(read_text(path))))
        except UserError as error:
            read.append(error)
    return read


def read_text(path: Path) -> str:
    """Read one source text; of a page saved from a browser, what a reader sees.

    Raises:
        UserError: If it cannot be read, is too large, holds no page, or is plain text but not UTF-8.
    """
    try:
        size = path.stat().st_size
        is_file = path.is_file()
        content = path.read_bytes() if is_file and size <= LARGEST else b""
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror or error}") from None
    if not is_file:
        raise UserError(f"{path} is not a file: name a text, or a page saved from a browser")
    if size > LARGEST:
        raise UserError(f"{path} has {size:,} bytes, more than any text: at most {LARGEST:,} are read")
    try:
        text = _text(content, path.suffix.lower())
    except UserError as error:
        raise UserError(f"{path}: {error}") from None
    if len(text) > _LONGEST:
        raise UserError(f"{path} has {len(text):,} characters, more than any text: at most {_LONGEST:,} are read")
    if _has_towers(text):
        raise UserError(f"{path} has a letter with more than {_MOST_MARKS} accents, which is not text: remove it")
    return text


def _text(content: bytes, suffix: str) -> str:
    if suffix in _HTML:
        return html_text(decode_html(content), is_xml=suffix == ".xhtml")
    if suffix in _ARCHIVES:
        text = mhtml_text(content)
        if text is None:
            raise UserError("the file holds no page: save it from the browser as HTML")
        return text
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(f"the file is not UTF-8 (byte {error.start}): save it as UTF-8 text") from None


def _has_towers(text: str) -> bool:
    """Whether a letter carries so many accents that the time to put them in order (NFKC) has no limit."""
    for run in _FOREIGN.finditer(text):
        marks = 0
        for character in run[0]:
            marks = marks + 1 if unicodedata.combining(character) else 0
            if marks > _MOST_MARKS:
                return True
    return False


def text_files(folder: Path) -> list[Path]:
    """Return the files of a folder that are read as texts, in the order of their names.

    The folders that a browser saves beside a page hold its scripts and pictures: only the folder itself is looked at.

    """
    return [path for path in sorted(folder.iterdir()) if path.suffix.lower() in SUFFIXES and path.is_file()]
