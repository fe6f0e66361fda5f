"""The encoding of a page: what it declares, what it is, and what is neither."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.evidence.html_encoding import decode_html

WORDS = "déjà vu"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"\xef\xbb\xbfd\xc3\xa9j\xc3\xa0", "déjà"),
        ("déjà".encode("utf-16"), "déjà"),
        (b"\xfe\xff" + "déjà".encode("utf-16-be"), "déjà"),
        ("<p>déjà".encode("utf-16-le"), "<p>déjà"),
        ("<p>déjà".encode("utf-16-be"), "<p>déjà"),
        (b'<meta charset="iso-8859-1">d\xe9j\xe0', '<meta charset="iso-8859-1">déjà'),
        (b"<meta charset=nonsense>d\xc3\xa9j\xc3\xa0", "<meta charset=nonsense>déjà"),
        (b"d\xc3\xa9j\xc3\xa0", "déjà"),
        (b"d\xe9j\xe0 \x96", "déjà –"),
        (b"<meta charset=utf-8>d\xe9j\xe0", "<meta charset=utf-8>déjà"),
    ],
)
def test_the_encoding_of_a_page(content: bytes, text: str) -> None:
    assert decode_html(content) == text


@pytest.mark.parametrize("declaration", [b"", b"<meta charset=utf-8>", b"<meta charset=windows-1252>"])
def test_one_bad_byte_leaves_the_rest_of_a_utf8_page_as_it_is(declaration: bytes) -> None:
    text = decode_html(declaration + ("é" * 20).encode() + b"\xff" + "à".encode())
    assert text.endswith("é" * 20 + "\ufffdà")


def test_a_page_in_utf8_may_declare_another_encoding() -> None:
    assert decode_html(b"<meta charset=koi8-r>" + WORDS.encode()).endswith(WORDS)


@pytest.mark.parametrize(
    "declaration",
    [
        "<meta charset=windows-1251>",
        "<meta http-equiv='Content-Type' content='text/html; charset=windows-1251'>",
        "<script charset='utf-8' src=a></script><meta charset='x-cp1251'>",
        "<!-- <meta charset=utf-8> --><meta charset=CP1251>",
        "<script>'<meta charset=koi8-r>'</script><meta charset=windows-1251>",
        "<meta name=description content='charset=koi8-r'><meta charset=windows-1251>",
        "<?xml version='1.0' encoding='windows-1251'?>",
    ],
)
def test_only_a_declaration_declares(declaration: str) -> None:
    assert decode_html(declaration.encode() + "Миллион".encode("cp1251")).endswith("Миллион")


def test_the_charset_of_a_script_is_not_that_of_the_page() -> None:
    assert decode_html(b"<script charset=koi8-r src=a></script>d\xe9j\xe0").endswith("déjà")


@pytest.mark.parametrize(("label", "codec"), [("gb2312", "gb18030"), ("Shift_JIS", "cp932"), ("euc-kr", "cp949")])
def test_encodings_are_read_as_browsers_read_them(label: str, codec: str) -> None:
    assert decode_html(f"<meta charset={label}>".encode() + "中文".encode(codec)).endswith("中文")


def test_the_charset_told_in_transport_comes_before_the_declared_one() -> None:
    assert decode_html(b"<meta charset=koi8-r>" + "Миллион".encode("cp1251"), "windows-1251").endswith("Миллион")


@pytest.mark.parametrize(
    "label",
    [
        "hex",
        "base64",
        "rot13",
        "idna",
        "punycode",
        "undefined",
        "unicode_escape",
        "utf-7",
        "utf-16",
        "a\0b",
        "é",
        "..",
        "x" * 10**6,
    ],
)
def test_no_name_of_a_charset_is_too_odd(label: str) -> None:
    assert decode_html(b"<p>d\xc3\xa9j\xc3\xa0", label) == "<p>déjà"
    assert decode_html(f"<meta charset='{label}'>".encode() + b"<p>plain").endswith("<p>plain")


@given(st.binary(), st.text())
def test_any_bytes_are_decoded(content: bytes, label: str) -> None:
    assert isinstance(decode_html(content, label), str)
