"""The tags and the text of a page, cut as browsers cut them (HTML Living Standard, 13.2.5 Tokenization).

The `html.parser` of Python cuts broken pages differently from one patch release to the next, so the same page would give
different streams. These rules do not depend on it, and each of them reads its input once.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_SPACE: Final = r"[\t\n\f\r ]"
_VALUE: Final = r"""(?:"[^"]*+"|'[^']*+'|(?!["'])[^\t\n\f\r >]*+)"""
_NAME: Final = r"[^\t\n\f\r />][^\t\n\f\r />=]*+"
# Early patch releases of Python 3.11 lose their place in a possessive group that holds captures or is one lookahead.
_TAG: Final = re.compile(
    rf"<(?P<end>/?)(?P<name>[A-Za-z][^\t\n\f\r />]*+)"
    rf"(?P<attributes>(?:[\t\n\f\r /]++|{_NAME}(?:{_SPACE}*+={_SPACE}*+{_VALUE}|(?!{_SPACE}*+=)))*+)>"
)
_ATTRIBUTES: Final = re.compile(rf"({_NAME})(?:{_SPACE}*+={_SPACE}*+({_VALUE})|(?!{_SPACE}*+=))")
_TAG_BEGINS: Final = re.compile(r"</?[A-Za-z]")
_BRACKETS: Final = re.compile(r"<+")
_AFTER_BRACKET: Final = re.compile(r"[A-Za-z/!?]")
"""What makes a bracket the start of markup."""
_COMMENT_ENDS: Final = re.compile(r"--!?>")
_SCRIPT_MARKS: Final = re.compile(r"<!--|-->|</?script(?=[\t\n\f\r />])", re.IGNORECASE)


class Tag(NamedTuple):
    """A start tag or an end tag.

    Attributes:
        name: Name of the element in lower case.
        is_end: Whether it is an end tag.
        attributes: Everything between the name and the closing bracket.
    """

    name: str
    is_end: bool
    attributes: str

    @property
    def closes_itself(self) -> bool:
        """Whether it ends in `/>`, which counts inside svg and math only."""
        return self.attributes.endswith("/")

    def values(self) -> dict[str, str]:
        """Return the attributes by their names in lower case; of two with the same name the first counts."""
        found: dict[str, str] = {}
        for match in _ATTRIBUTES.finditer(self.attributes):
            value = match[2] or ""
            bare = value[1:-1] if value[:1] in ('"', "'") else value
            found.setdefault(match[1].lower(), html.unescape(bare))
        return found


class Tokens:
    """The tags and pieces of text of a page, one after the other."""

    def __init__(self, markup: str) -> None:
        """Begin at the start of the page."""
        self._markup = markup
        self._place = 0
        self.in_foreign_content = False

    def __iter__(self) -> Iterator[Tag | str]:
        """Yield tags, and text with its character references resolved; "" for what is neither, such as a comment."""
        markup = self._markup
        while self._place < len(markup):
            start = markup.find("<", self._place)
            if start < 0:
                start = len(markup)
            if start > self._place:
                text = markup[self._place : start]
                self._place = start
                yield html.unescape(text) if "&" in text else text
            else:
                yield self._markup_token(start)

    def _markup_token(self, start: int) -> Tag | str:
        """Return what begins with `<`, and move past it."""
        markup = self._markup
        if _TAG_BEGINS.match(markup, start):
            match = _TAG.match(markup, start)
            # A tag that is cut off by the end of the page is dropped.
            self._place = match.end() if match else len(markup)
            return Tag(match["name"].lower(), bool(match["end"]), match["attributes"]) if match else ""
        if markup.startswith("<!--", start):
            self._skip_comment(start)
            return ""
        if self.in_foreign_content and markup.startswith("<![CDATA[", start):
            end = markup.find("]]>", start)
            self._place = end + 3 if end >= 0 else len(markup)
            return markup[start + 9 : end if end >= 0 else len(markup)]
        if markup.startswith(("<!", "<?", "</"), start) and start + 2 < len(markup):
            end = markup.find(">", start)
            self._place = end + 1 if end >= 0 else len(markup)
            return ""
        run = _BRACKETS.match(markup, start)
        end = run.end() if run else start + 1
        # The last bracket of a run may begin the next tag.
        self._place = max(end - bool(_AFTER_BRACKET.match(markup, end)), start + 1)
        return markup[start : self._place]

    def _skip_comment(self, start: int) -> None:
        for empty in ("<!-->", "<!--->"):
            if self._markup.startswith(empty, start):
                self._place = start + len(empty)
                return
        end = _COMMENT_ENDS.search(self._markup, start + 4)
        self._place = end.end() if end else len(self._markup)

    def raw_text(self, name: str) -> str:
        """Return the content of an element that holds no tags, and go to its end tag, or to the end of the page."""
        start = self._place
        if name == "script":
            self._place = self._end_of_script()
        elif name == "plaintext":
            self._place = len(self._markup)
        else:
            end = re.compile(rf"</{re.escape(name)}(?=[\t\n\f\r />])", re.IGNORECASE).search(self._markup, start)
            self._place = end.start() if end else len(self._markup)
        return self._markup[start : self._place]

    def _end_of_script(self) -> int:
        """Inside `<!--` a script may hold a whole script of its own, with its end tag."""
        place, in_comment, in_inner = self._place, False, False
        while mark := _SCRIPT_MARKS.search(self._markup, place):
            kind = mark[0].lower()
            if kind == "</script" and not in_inner:
                return mark.start()
            if kind == "<!--":
                # The dashes of `<!-->` open and close.
                in_comment, place = True, mark.start() + 2
                continue
            if kind == "-->":
                in_comment = in_inner = False
            else:
                in_inner = in_comment and kind == "<script"
            place = mark.end()
        return len(self._markup)
