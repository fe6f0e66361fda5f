"""The texts that a user holds: plain text, and pages saved from a browser."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deportation_goal.errors import UserError
from deportation_goal.evidence.html_text import decode_html, html_text, mhtml_page

_PLAIN: Final = frozenset({".txt"})
_HTML: Final = frozenset({".html", ".htm", ".xhtml"})
_ARCHIVES: Final = frozenset({".mhtml", ".mht"})
SUFFIXES: Final = (*sorted(_PLAIN), *sorted(_HTML), *sorted(_ARCHIVES))
"""Endings of the names of files that are read as texts."""
LARGEST: Final = 100_000_000
"""Bytes of the largest file that is read: an article has a thousandth of that."""


@dataclass(frozen=True)
class SourceText:
    """A text that the user holds.

    Attributes:
        name: Name of its file.
        stream: Its evidence stream.
    """

    name: str
    stream: str


def read_text(path: Path) -> str:
    """Read one source text; of a page saved from a browser, what a reader sees.

    Raises:
        UserError: If it cannot be read, is too large, holds no page, or is plain text but not UTF-8.
    """
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror or error}") from None
    if size > LARGEST:
        raise UserError(f"{path} has {size:,} bytes, more than any text: only {LARGEST:,} are read")
    suffix = path.suffix.lower()
    if suffix in _HTML:
        return html_text(decode_html(content))
    if suffix in _ARCHIVES:
        page = mhtml_page(content)
        if not page:
            raise UserError(f"{path} holds no page: save it from the browser as HTML")
        return html_text(page)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not UTF-8 (byte {error.start}): save it as UTF-8 text") from None


def text_files(folder: Path) -> list[Path]:
    """Return the files of a folder that are read as texts, in the order of their names.

    The folders that a browser saves beside a page hold its scripts and pictures: only the folder itself is looked at.

    Raises:
        UserError: If there is none.
    """
    files = [path for path in sorted(folder.iterdir()) if path.suffix.lower() in SUFFIXES and path.is_file()]
    if not files:
        raise UserError(f"{folder} holds no text: put the source texts there, one a file ({', '.join(SUFFIXES)})")
    return files
