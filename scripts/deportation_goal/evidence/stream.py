"""The evidence stream: the reduced form of a text on which locators count positions.

Two copies of an article differ in quotation marks, dashes, white space and line breaks; their streams are
equal. A changed number or word still changes the stream.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final

# Every dash (category Pd) and the minus sign. NFKC has already folded the full-width and small forms.
_DASHES: Final = re.compile(
    "[-\u058a\u05be\u1400\u1806\u2010-\u2015\u2212\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u2e5d\u301c\u3030\u30a0\U00010ead]"
)
# \w is a Unicode letter or number, or _; \d a decimal digit of any script. A sign becomes a space, not nothing, so
# that what is around it does not join up.
_FOREIGN_SIGNS: Final = re.compile(r"[^\x00-\x7f\w£€]+")
# A point or comma that is not between two digits, or a dash that is not before one. Each begins with one of three
# characters, which makes the search several times faster.
_LOOSE: Final = re.compile(r"[.,-](?:(?<=-)(?!\d)|(?<=[.,])(?:(?<!\d[.,])|(?!\d)))")
_OTHER_ASCII: Final = bytes(set(range(128)) - set(b"abcdefghijklmnopqrstuvwxyz0123456789%$.,-"))


def evidence_stream(text: str) -> str:
    """Reduce a text to its evidence stream.

    NFKC, lower case, every dash to ``-``; then only letters, numbers, ``% $ £ €``, a point or comma between
    two digits and a dash directly before a digit are kept. (The stream of a stream is the stream itself, except where
    dropping something joins conjoining Hangul jamo.)

    Args:
        text: Any text, or an excerpt of one.

    Returns:
        The stream. Positions of locators count its code points (W3C Web Annotation, TextPositionSelector).
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    if not folded.isascii():
        folded = _FOREIGN_SIGNS.sub(" ", _DASHES.sub("-", folded))
    return _LOOSE.sub("", folded).encode().translate(None, _OTHER_ASCII).decode()


def stream_sha256(stream: str) -> str:
    """Return the SHA-256 of a stream's UTF-8 bytes, in lower-case hexadecimal."""
    return hashlib.sha256(stream.encode("utf-8")).hexdigest()
