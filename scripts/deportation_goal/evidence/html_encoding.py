"""The characters of a page from its bytes, whatever encoding the page declares, or declares wrongly."""

from __future__ import annotations

import codecs
import re
from typing import Final

from deportation_goal.evidence.html_tokens import Tag, Tokens

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED_IN: Final = 100_000
_CHARSET: Final = re.compile(r"""charset\s*=\s*["']?\s*([^\s"';]+)""", re.IGNORECASE)
_XML_ENCODING: Final = re.compile(rb"""\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([\w.:-]{1,40})["']""")
_READ_AS: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
"""Encodings that browsers read as a larger one (WHATWG Encoding Standard), by the names of Python."""
_READ: Final = re.compile(
    r"utf-8|euc_jp|iso2022_jp|koi8-[ru]|mac-(?:roman|cyrillic)|iso8859-(?:[2-8]|1[03456])|"
    r"cp(?:125[0-8]|866|874|932|949)|gb18030|big5hkscs"
)
"""Codecs for pages; Python has others, which pages do not use or no browser reads."""
_UTF_8: Final = "utf-8"
_REPLACEMENT: Final = "\ufffd".encode()
_SURE: Final = 10
"""A page that declares another encoding is UTF-8 if each bad byte comes with this many good characters: chance gives fewer."""
_LONGEST_LABEL: Final = 40


def decode_html(content: bytes, transport: str = "") -> str:
    """Return a page as text.

    Its byte order mark decides, then UTF-8 if the bytes are UTF-8, then the charset given in transport, then the one
    that the page declares. Bytes that the encoding does not have become U+FFFD.

    Args:
        content: The page.
        transport: The charset of its Content-Type, if that is known.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    if content[:2] in (b"<\0", b"\0<"):
        return content.decode("utf-16-le" if content[0] else "utf-16-be", errors="replace")
    declared = _encoding(transport) or _encoding(_declared(content)) or _UTF_8
    text = content.decode(_UTF_8, errors="replace")
    bad = text.count("\ufffd") - content.count(_REPLACEMENT)
    good = len(text) - len(text.encode("ascii", errors="ignore")) - bad
    if good >= bad * (1 if declared == _UTF_8 else _SURE) and good:
        return text
    return content.decode("cp1252" if declared == _UTF_8 else declared, errors="replace")


def _encoding(label: str) -> str:
    """Return the codec of a charset name; "" for a name that means none, or one that is not for pages."""
    label = label.strip().lower()[:_LONGEST_LABEL]
    if label.startswith("utf-16"):
        # The declaration could be read, so the page is not UTF-16.
        return _UTF_8
    for name in (label, label.removeprefix("x-")):
        try:
            codec = codecs.lookup(name).name
        except (LookupError, ValueError):
            continue
        codec = _READ_AS.get(codec, codec)
        return codec if _READ.fullmatch(codec) else ""
    return ""


def _declared(content: bytes) -> str:
    """Return the charset in a meta tag of the page, or in its XML declaration; "" if there is none."""
    if xml := _XML_ENCODING.match(content):
        return xml[1].decode("ascii")
    tokens = Tokens(content[:_DECLARED_IN].decode("latin-1"))
    for token in tokens:
        if isinstance(token, Tag) and not token.is_end:
            if token.name in ("script", "style", "noscript", "title"):
                tokens.raw_text(token.name)
            elif token.name == "meta":
                values = token.values()
                if "charset" in values:
                    return values["charset"]
                told = _CHARSET.search(values.get("content", ""))
                if told and values.get("http-equiv", "").lower() == "content-type":
                    return told[1]
    return ""
