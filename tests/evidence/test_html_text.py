"""The text of a page: what its reader sees, however broken the page is."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.evidence.html_text import decode_html, html_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One<p>Two", "One\nTwo"),
        ("a<br>b<hr/>c", "a\nb\nc"),
        ("<td>2025</td><td>30</td>", "2025\n30"),
        ("1,<span>000</span>,<b>000</b> people", "1,000,000 people"),
        ("caf&eacute; &amp; 5&nbsp;%", "café & 5 %"),
        ("<script>var a = '<p>1,000';</script>Seen", "Seen"),
        ("<style>p { color: red }</style><noscript>Turn it on</noscript>Seen", "Seen"),
        ("<head><title>Name</title></head><body>Seen</body>", "Seen"),
        ("<head><title>Name</title><body>Seen", "Seen"),
        ("<svg><text>drawn</text></svg>Seen<!-- not seen -->", "Seen"),
        ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
        ("<p>un<wbr>broken", "unbroken"),
        ("", ""),
    ],
)
def test_a_page_by_hand(markup: str, text: str) -> None:
    assert html_text(markup) == text


@given(st.text())
def test_words_survive_in_a_page(words: str) -> None:
    seen = html_text(f"<html><head><title>t</title></head><body><p>{html.escape(words)}</p></body></html>")
    # Control characters mean nothing in HTML (they are read as others), and so are left out of the comparison.
    plain = "".join(character for character in words if character.isprintable() or character.isspace())
    if plain == words and "\ufffd" not in words:
        assert seen.split() == words.split()


@given(st.text(alphabet="<>/!-=\"'& abpsd;#x0"))
def test_no_page_is_too_broken(markup: str) -> None:
    assert "\n\n" not in html_text(markup)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"\xef\xbb\xbfd\xc3\xa9j\xc3\xa0", "déjà"),
        ("déjà".encode("utf-16"), "déjà"),
        (b'<meta charset="iso-8859-1">d\xe9j\xe0', '<meta charset="iso-8859-1">déjà'),
        (b"<meta charset=nonsense>d\xc3\xa9j\xc3\xa0", "<meta charset=nonsense>déjà"),
        (b"d\xc3\xa9j\xc3\xa0", "déjà"),
        (b"d\xe9j\xe0 \x96", "déjà –"),
        (b"<meta charset=utf-8>d\xe9j\xe0", "<meta charset=utf-8>déjà"),
    ],
)
def test_the_encoding_of_a_page(content: bytes, text: str) -> None:
    assert decode_html(content) == text
