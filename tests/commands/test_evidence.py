"""`locate` makes a locator, `evidence` verifies it: as processes, over one text."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from deportation_goal.package.descriptor import Package
from deportation_goal.rules.example_package import ROWS
from support import changed, copy_package, example_files, run_command, write_files

PASSAGE = "they aim for at least one million migrants after 1,000 deportations: We have a plan and we will carry it out"
TEXT = "An opening line.\n\nAn official said they aim for “at least one million” migrants after 1,000 deportations: “We have a plan — and we will carry it out.”\n"


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
    cells = {
        f"{table}.{row}.{column}": str(located[column])
        for table, rows in ROWS.items()
        for row in range(len(rows))
        for column in ("evidence_start", "evidence_end", "evidence_sha256")
        if "evidence_start" in rows[row]
    }
    cells |= {f"sources.0.{column}": str(located[column]) for column in ("text_sha256", "text_length")}
    write_files(folder, example_files(package, changed(cells)))
    return folder


def test_a_locator_passes_the_check_and_is_verified(located_package: Path, texts: Path) -> None:
    assert run_command("check", folder=located_package).code == 0
    run = run_command("evidence", "--texts", texts, "--json", folder=located_package)
    document = json.loads(run.out)
    assert run.code == 0
    assert document["counts"]["verified"] == len(document["locators"]) == 6
    assert {name for name, number in document["counts"].items() if number} == {"verified"}


@pytest.mark.slow
def test_words_before_the_passage_only_move_it(located_package: Path, texts: Path) -> None:
    text = next(texts.iterdir())
    text.write_text("Updated today.\n" + TEXT, encoding="utf-8")
    run = run_command("evidence", "--texts", texts, folder=located_package)
    assert run.code == 0
    assert "6 moved" in run.out


@pytest.mark.slow
def test_a_passage_that_is_gone_is_an_error(located_package: Path, texts: Path) -> None:
    next(texts.iterdir()).write_text(TEXT.replace("one million", "two million"), encoding="utf-8")
    run = run_command("evidence", "--texts", texts, folder=located_package)
    assert run.code == 1
    assert "not found: figures fig-7k2m9q" in run.out


@pytest.mark.slow
def test_a_saved_page_with_other_boilerplate_will_do(located_package: Path, texts: Path) -> None:
    next(texts.iterdir()).unlink()
    (texts / "Saved from the browser.html").write_text(
        f"<html><body><nav>Home 24/7</nav><h1>An opening line</h1><p>{TEXT.replace('one', 'o<b>n</b>e')}</p></body></html>",
        encoding="utf-8",
    )
    run = run_command("evidence", "--texts", texts, "--row", "fig-7k2m9q", folder=located_package)
    assert run.code == 0
    assert "1 locator: 0 verified, 1 moved" in run.out


@pytest.mark.slow
def test_a_number_that_its_excerpt_does_not_hold_is_an_error(located_package: Path, texts: Path) -> None:
    table = located_package / "data/figures.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("at least one million", "at least two million"), "utf-8")
    run = run_command("evidence", "--texts", texts, folder=located_package)
    assert run.code == 1
    assert "figures fig-7k2m9q: the number does not occur in its excerpt" in run.out


def test_a_row_that_is_not_there_is_wrong_usage(located_package: Path, texts: Path) -> None:
    run = run_command("evidence", "--texts", texts, "--row", "fig-000000", folder=located_package)
    assert run.code == 2
    assert 'no row with a locator, and no observation with a workbook, has the id "fig-000000"' in run.err


def test_without_the_text_nothing_is_said_of_it(located_package: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other/text.txt").write_text("A text about something else altogether.", encoding="utf-8")
    run = run_command("evidence", "--texts", tmp_path / "other", folder=located_package)
    assert run.code == 0
    assert "6 text_not_available" in run.out


@pytest.mark.slow
def test_without_a_package_the_installed_data_is_used_and_named(texts: Path, tmp_path: Path) -> None:
    run = run_command("evidence", "--texts", texts, folder=tmp_path)
    assert run.code in (0, 1)
    assert "installed data" in run.err


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        (PASSAGE.upper(), 0, "evidence_start"),
        ("“they aim for — at least ONE million” migrants after", 0, "evidence_sha256"),
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
    assert f"deportation-goal: {text}" in run.err


@pytest.mark.slow
def test_one_odd_file_does_not_end_the_run(located_package: Path, texts: Path) -> None:
    (texts / "a.mhtml").write_bytes(b"nothing of the kind")
    (texts / "b.txt").write_bytes(b"\xff")
    run = run_command("evidence", "--texts", texts, "--json", folder=located_package)
    document = json.loads(run.out)
    assert run.code == 1
    assert document["counts"]["verified"] == 6
    assert [reason.split(": ")[0].rpartition("/")[2] for reason in document["refused"]] == ["a.mhtml", "b.txt"]
    assert run.err.count("error: ") == 2


def _workbook(folder: Path, value: float) -> str:
    """Write a workbook with one number in B2, and return the hash of the file."""
    import xlsxwriter

    path = folder / "any name.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Counts").write_number("B2", value)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _observed(tmp_path: Path, package: Package, digest: str, value: str) -> Path:
    """The example package, whose one observation rests on the workbook."""
    folder = copy_package(tmp_path / value, with_data=False)
    cells = {"value": value, "status": "reported", "sheet": "Counts", "cell": "B2", "file_sha256": digest}
    changes = {f"observations.0.{column}": cell for column, cell in cells.items()}
    write_files(folder, example_files(package, changed(changes)))
    return folder


def test_a_number_of_a_workbook_is_verified_in_its_cell(tmp_path: Path, package: Package, texts: Path) -> None:
    digest = _workbook(texts, 118164)
    folder = _observed(tmp_path, package, digest, "118164")
    run = run_command("evidence", "--texts", texts, "--json", folder=folder)
    document = json.loads(run.out)
    assert {name for name, number in document["cell_counts"].items() if number} == {"verified"}
    assert document["observations"][0]["found"] == "118164"

    run = run_command("evidence", "--texts", texts, folder=_observed(tmp_path, package, digest, "185884"))
    assert run.code == 1
    assert 'Counts!B2 of any name.xlsx holds "118164", not 185884: correct the value, or the cell' in run.out
    assert "1 observation: 0 verified" in run.out


def test_a_workbook_alone_is_enough_and_an_empty_folder_is_not(tmp_path: Path, package: Package) -> None:
    held = tmp_path / "held"
    held.mkdir()
    folder = _observed(tmp_path, package, _workbook(held, 5), "5")
    assert run_command("evidence", "--texts", held, folder=folder).code == 0
    (held / "any name.xlsx").unlink()
    run = run_command("evidence", "--texts", held, folder=folder)
    assert run.code == 2
    assert "holds no text and no workbook of an observation" in run.err
