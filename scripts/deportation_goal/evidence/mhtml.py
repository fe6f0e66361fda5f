"""The page in a web archive, the single file that a browser saves (RFC 2557).

The archive is cut by its boundaries and only the page is decoded: pictures may make it large. (The email parser of
Python takes each line of them through every level of nesting.)
"""

from __future__ import annotations

import binascii
import email.message
import email.parser
import email.policy
import quopri
import re
from collections.abc import Iterator
from typing import Final

from deportation_goal.evidence.html_encoding import decode_html
from deportation_goal.evidence.html_text import html_text

_DEEPEST: Final = 8
"""Most multiparts inside each other; browsers write one or two."""
_HEADERS_END: Final = re.compile(rb"\r?\n\r?\n|\A\r?\n")
_LARGEST_HEADERS: Final = 100_000
_PAGES: Final = ("text/html", "application/xhtml+xml")
_NOT_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/]+")


def mhtml_text(content: bytes) -> str | None:
    """Return what a reader sees of the first page of an archive; None if it holds no page."""
    for headers, body in _parts(content, 0):
        if headers.get_content_type() in _PAGES:
            markup = decode_html(_decoded(headers, body), _parameter(headers, "charset"))
            return html_text(markup, is_xml=headers.get_content_type() == _PAGES[1])
    return None


def _parts(content: bytes, depth: int) -> Iterator[tuple[email.message.Message, bytes]]:
    """Yield the parts of a message that are not multiparts, in their order; deeper ones are left out."""
    end = _HEADERS_END.search(content, 0, _LARGEST_HEADERS)
    if not end:
        return
    headers = email.parser.BytesHeaderParser(policy=email.policy.compat32).parsebytes(content[: end.end()])
    body = content[end.end() :]
    boundary = _parameter(headers, "boundary").encode("utf-8", errors="surrogateescape")
    if headers.get_content_maintype() != "multipart" or not boundary:
        yield headers, body
    elif depth < _DEEPEST:
        delimiter = re.compile(rb"(?:\A|\r?\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?:\r?\n|\Z)")
        starts = list(delimiter.finditer(body))
        for place, start in enumerate(starts):
            if start[1]:
                break
            following = starts[place + 1].start() if place + 1 < len(starts) else len(body)
            yield from _parts(body[start.end() : following], depth + 1)


def _parameter(headers: email.message.Message, name: str) -> str:
    """Return a parameter of the Content-Type, in any of its forms (RFC 2231); "" if there is none."""
    try:
        value = headers.get_param(name)
    except (LookupError, ValueError):
        return ""
    return str(value[2] if isinstance(value, tuple) else value or "").strip()


def _decoded(headers: email.message.Message, body: bytes) -> bytes:
    encoding = str(headers.get("Content-Transfer-Encoding", "")).strip().lower()
    if encoding == "quoted-printable":
        return quopri.decodestring(body)
    if encoding == "base64":
        letters = _NOT_BASE64.sub(b"", body)
        return binascii.a2b_base64(letters[: len(letters) // 4 * 4] + _last_letters(letters))
    return body


def _last_letters(letters: bytes) -> bytes:
    """Return the last group of base64 letters, filled up; one letter alone holds no byte."""
    rest = letters[len(letters) // 4 * 4 :]
    return rest.ljust(4, b"=") if len(rest) > 1 else b""
