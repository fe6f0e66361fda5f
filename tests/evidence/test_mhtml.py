"""The page in the single file of a browser, in any encoding and at any depth."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.evidence.mhtml import mhtml_text

PAGE = "<html><head><meta charset=koi8-r></head><body><p>Миллион <i>1,<b>000</b></i></p></body></html>"


@pytest.mark.parametrize("transfer", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("charset", ["utf-8", "windows-1251", "koi8-r"])
def test_a_page_in_another_charset_than_it_declares_is_decoded_once(transfer: str, charset: str) -> None:
    message = EmailMessage()
    message.set_content(PAGE, subtype="html", charset=charset, cte=transfer)
    message.make_related()
    message.add_attachment(b"body { color: red }", maintype="text", subtype="css")
    assert mhtml_text(message.as_bytes()) == "Миллион 1,000"


def _nested(depth: int) -> bytes:
    content = b"Content-Type: text/html\r\n\r\n<p>Seen"
    for level in range(depth):
        mark = f"b{level}".encode()
        content = b"Content-Type: Multipart/Related; boundary=%s\r\n\r\n--%s\r\n%s\r\n--%s--\r\n" % (
            mark,
            mark,
            content,
            mark,
        )
    return content


@pytest.mark.parametrize(("depth", "text"), [(0, "Seen"), (1, "Seen"), (5, "Seen"), (9, None), (2000, None)])
def test_parts_inside_parts(depth: int, text: str | None) -> None:
    assert mhtml_text(_nested(depth)) == text


@pytest.mark.parametrize(
    "headers",
    [
        b"Content-Type: text/html; charset==?x",
        b"Content-Type: TEXT/HTML; charset*=utf-8'en'%ff",
        b"Content-Type: text/html; charset*0=utf; charset*1=-8",
        b"Content-Type: text/html; charset",
        b"Content-Type: text/html\r\nContent-Transfer-Encoding: nonsense",
        b"content-type:text/html;;;=;\xff",
    ],
)
def test_no_header_is_too_odd(headers: bytes) -> None:
    assert mhtml_text(headers + b"\r\n\r\n<p>Seen") == "Seen"


def test_broken_base64_gives_what_is_whole() -> None:
    assert mhtml_text(b"Content-Type: text/html\nContent-Transfer-Encoding: base64\n\nPHA+U2Vl*bg=\n=") == "Seen"


def test_a_page_of_pictures_only_is_a_page() -> None:
    assert mhtml_text(b"Content-Type: text/html\n\n<img src=a>") == ""


@given(
    st.lists(
        st.sampled_from(
            [b"Content-Type: ", b"multipart/x; boundary=a", b"text/html", b"\n", b"\n\n", b"--a", b"--", b"x"]
        )
    )
)
def test_no_archive_is_too_broken(pieces: list[bytes]) -> None:
    text = mhtml_text(b"".join(pieces))
    assert text is None or isinstance(text, str)
