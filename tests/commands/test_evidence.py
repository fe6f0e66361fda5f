"""`locate` makes a locator, `evidence` verifies it: as processes, over one text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from deportation_goal.package.descriptor import Package
from deportation_goal.rules.example_package import ROWS
from deportation_goal.rules.model import Edit
from support import copy_package, example_files, run_command, write_files

TEXT = "An opening line.\n\nAn official — who gave no name — said they aim for “at least one million” removals in year one.\n"
PASSAGE = "they aim for at least one million removals in year one"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder with the one text."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "example-news-2025-04-13.txt").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.fixture
def located(texts: Path) -> dict[str, Any]:
    """The locator of the passage, from `locate`."""
    run = run_command("locate", "--text", next(texts.iterdir()), "--json", PASSAGE)
    assert run.code == 0
    document: dict[str, Any] = json.loads(run.out)
    return document


@pytest.fixture
def located_package(tmp_path: Path, package: Package, located: dict[str, Any]) -> Path:
    """The example package, all of whose statements rest on the passage."""
    folder = copy_package(tmp_path / "package", with_data=False)
    edits = [
        Edit(table, row, column, str(located[column]))
        for table, rows in ROWS.items()
        for row in range(len(rows))
        for column in ("evidence_start", "evidence_end", "evidence_sha256")
        if "evidence_start" in rows[row]
    ]
    digest = [Edit("sources", 0, column, str(located[column])) for column in ("text_sha256", "text_length")]
    write_files(folder, example_files(package, [*edits, *digest]))
    return folder


def test_a_locator_passes_the_check_and_is_verified(located_package: Path, texts: Path) -> None:
    assert run_command("check", folder=located_package).code == 0
    run = run_command("evidence", "--texts", texts, "--json", folder=located_package)
    document = json.loads(run.out)
    assert run.code == 0
    assert document["counts"] == {"verified": len(document["locators"])}
    assert len(document["locators"]) == 6


def test_words_before_the_passage_only_move_it(located_package: Path, texts: Path) -> None:
    text = next(texts.iterdir())
    text.write_text("Updated today.\n" + TEXT, encoding="utf-8")
    run = run_command("evidence", "--texts", texts, folder=located_package)
    assert run.code == 0
    assert "6 moved" in run.out


def test_a_passage_that_is_gone_is_an_error(located_package: Path, texts: Path) -> None:
    next(texts.iterdir()).write_text(TEXT.replace("one million", "two million"), encoding="utf-8")
    run = run_command("evidence", "--texts", texts, folder=located_package)
    assert run.code == 1
    assert "not found: figures fig-7k2m9q" in run.out


def test_without_the_text_nothing_is_said_of_it(located_package: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other/text.txt").write_text("A text about something else altogether.", encoding="utf-8")
    run = run_command("evidence", "--texts", tmp_path / "other", folder=located_package)
    assert run.code == 0
    assert "6 text_not_available" in run.out


def test_without_a_package_the_installed_data_is_used_and_named(texts: Path, tmp_path: Path) -> None:
    run = run_command("evidence", "--texts", texts, folder=tmp_path)
    assert run.code in (0, 1)
    assert "installed data" in run.err


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        (PASSAGE.upper(), 0, "evidence_start"),
        ("“they aim for — at least ONE million” removals in year one", 0, "evidence_sha256"),
        ("one million", 1, "too short"),
        ("words that are not there at all, however long", 1, "not found"),
    ],
)
def test_locate_says_whether_the_passage_will_do(words: str, code: int, expected: str, texts: Path) -> None:
    run = run_command("locate", "--text", next(texts.iterdir()), *words.split())
    assert run.code == code
    assert expected in run.out + run.err


@pytest.mark.parametrize("content", [None, b"\xff\xfea\x00"])
def test_a_text_that_cannot_be_read_is_wrong_usage(content: bytes | None, tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    if content is not None:
        text.write_bytes(content)
    run = run_command("locate", "--text", text, PASSAGE)
    assert run.code == 2
    assert "--text" in run.err
