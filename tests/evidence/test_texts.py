"""Source texts as people hold them: plain text, and pages saved from a browser."""

from __future__ import annotations

import os
from email.message import EmailMessage
from pathlib import Path

import pytest

from deportation_goal.errors import UserError
from deportation_goal.evidence import texts
from deportation_goal.evidence.texts import read_text, text_files


def test_texts_are_found_by_their_endings_and_other_files_passed_over(tmp_path: Path) -> None:
    for name in ("b.txt", "A.TXT", "page.html", "old.HTM", "archive.mhtml", "notes.md"):
        (tmp_path / name).touch()
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "frame.html").touch()
    assert [path.name for path in text_files(tmp_path)] == ["A.TXT", "archive.mhtml", "b.txt", "old.HTM", "page.html"]


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfSecond")
    assert read_text(path) == "Second"


def test_a_text_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes("Déjà".encode("latin-1"))
    with pytest.raises(UserError, match=r"old\.txt: the file is not UTF-8 \(byte 1\)"):
        read_text(path)


def test_a_text_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"gone\.txt cannot be read: No such file"):
        read_text(tmp_path / "gone.txt")


def test_a_text_larger_than_any_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "LARGEST", 3)
    (tmp_path / "a.txt").write_text("Long", encoding="utf-8")
    with pytest.raises(UserError, match="has 4 bytes, more than any text"):
        read_text(tmp_path / "a.txt")


def test_a_saved_page_is_read_as_its_reader_sees_it(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<meta charset=utf-8><p>The harbour counted 1,<b>250</b> boats.</p>", encoding="utf-8")
    assert read_text(path) == "The harbour counted 1,250 boats."


def test_the_single_file_of_a_browser_is_read(tmp_path: Path) -> None:
    message = EmailMessage()
    message.set_content("<html><body><p>Déjà <i>vu</i></p></body></html>", subtype="html", charset="utf-8")
    message.make_mixed()
    message.add_attachment(b"body { color: red }", maintype="text", subtype="css")
    path = tmp_path / "page.mhtml"
    path.write_bytes(message.as_bytes())
    assert read_text(path) == "Déjà vu"


@pytest.mark.parametrize("content", [b"", b"nothing of the kind", b"\0\xff\xfe"])
def test_an_archive_without_a_page_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "page.mht"
    path.write_bytes(content)
    with pytest.raises(UserError, match="holds no page"):
        read_text(path)


def test_a_letter_under_a_tower_of_accents_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("a" + "\u0301\u0316" * 500_000, encoding="utf-8")
    with pytest.raises(UserError, match="more than 100 accents"):
        read_text(path)


def test_other_scripts_are_no_towers(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("สวัสดี" * 1000, encoding="utf-8")
    assert read_text(path) == "สวัสดี" * 1000


def test_a_text_longer_than_any_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "_LONGEST", 3)
    (tmp_path / "a.html").write_text("<p>Long", encoding="utf-8")
    with pytest.raises(UserError, match="has 4 characters, more than any text"):
        read_text(tmp_path / "a.html")


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(UserError, match="is not a file"):
        read_text(tmp_path / "a.txt")


def test_xhtml_is_read_as_xml(tmp_path: Path) -> None:
    (tmp_path / "a.xhtml").write_text("<title/><p>Seen</p>", encoding="utf-8")
    assert read_text(tmp_path / "a.xhtml") == "Seen"
