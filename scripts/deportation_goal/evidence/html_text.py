"""The text of a page saved from a browser: what a reader sees, without code and markup."""

from __future__ import annotations

import codecs
import email
import email.policy
import re
from html.parser import HTMLParser
from typing import Final

_UNSEEN: Final = frozenset({"script", "style", "noscript", "template", "head", "svg", "math", "object", "iframe"})
"""Elements whose content is not read as text; a title in the head stands in the body again as a heading."""
_INLINE: Final = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
"""Elements inside a line: a number may run through them, so they put no space into it."""
_VOID: Final = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_CHARSET: Final = re.compile(rb"""charset\s*=\s*["']?\s*([a-z0-9_:.-]+)""", re.IGNORECASE)
_DECLARED_IN: Final = 4096
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class _Text(HTMLParser):
    """Collects text, and breaks the line at every element that is not inside one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            # A body that begins ends a head that was never closed.
            self.handle_endtag("head")
        if tag in _UNSEEN and tag not in _VOID:
            self._unseen.append(tag)
        if tag not in _INLINE:
            self.parts.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unseen:
            # Whatever was left open inside it ends with it.
            while self._unseen and self._unseen.pop() != tag:
                pass
        elif tag == "body" or tag == "html":
            self._unseen.clear()
        if tag not in _INLINE:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)


def html_text(markup: str) -> str:
    """Return what a reader sees of a page, a line for each block (HTML Living Standard, elements and their content).

    Args:
        markup: The page, however broken: what is no markup is text.
    """
    parser = _Text()
    parser.feed(markup)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\n"))
    return "\n".join(line for line in lines if line)


def decode_html(content: bytes) -> str:
    """Return a page as text: by its byte order mark, else by the charset that it declares, else UTF-8 or windows-1252."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    declared = _CHARSET.search(content[:_DECLARED_IN])
    encodings = [declared[1].decode("ascii")] if declared else []
    for encoding in (*encodings, "utf-8"):
        try:
            return content.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("windows-1252", errors="replace")


def mhtml_page(content: bytes) -> str:
    """Return the page of a web archive, the single file that a browser saves (RFC 2557); empty if it holds none."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                charset = part.get_content_charset()
                return decode_html(page if not charset else page.decode(charset, errors="replace").encode())
    return ""
