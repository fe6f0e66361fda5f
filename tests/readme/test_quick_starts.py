"""The quick starts of the README run as they stand and give the rows that the release holds."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from programs import require_program

Block = Callable[[str, str], str]
ReadRows = Callable[[Path], list[dict[str, str]]]

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


@pytest.fixture
def expected(built: Path, rows_of: ReadRows) -> list[tuple[str, str, float, str]]:
    """What each quick start shows: the figures of the goal."""
    rows = rows_of(built / "dist/derived/figures_flat.csv")
    goal = [row for row in rows if row["indicator_id"] == "removals-goal"]
    assert goal
    return [(row["source_id"], row["qualifier"], float(row["value"]), row["value_text"]) for row in goal]


def run_python(block: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(block, names)  # noqa: S102 - the code of our own README
    return names


def test_pandas(
    built: Path, code_block: Block, expected: list[tuple[str, str, float, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(built)
    goal = run_python(code_block("python", "import pandas"))["goal"]
    shown = goal[["source_id", "qualifier", "value", "value_text"]]
    assert list(shown.itertuples(index=False, name=None)) == expected


def test_polars(
    built: Path, code_block: Block, expected: list[tuple[str, str, float, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(built)
    goal = run_python(code_block("python", "import polars"))["goal"]
    assert goal.select("source_id", "qualifier", "value", "value_text").rows() == expected


def test_duckdb(
    built: Path, code_block: Block, expected: list[tuple[str, str, float, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    import duckdb

    monkeypatch.chdir(built)
    assert duckdb.connect().execute(code_block("sql", "SELECT")).fetchall() == expected


def test_r(built: Path, code_block: Block, expected: list[tuple[str, str, float, str]], tmp_path: Path) -> None:
    rscript = require_program("Rscript")
    out = tmp_path / "goal.txt"
    script = tmp_path / "quick_start.R"
    # One value a line: what R read, without the layout of its tables.
    tail = 'values <- t(goal[, c("source_id", "qualifier", "value", "value_text")])\n'
    tail += f'writeLines(enc2utf8(as.vector(values)), file("{out.as_posix()}", encoding = "UTF-8"))\n'
    script.write_text(f"{code_block('r', 'read.csv')}stopifnot(is.numeric(goal$value))\n{tail}", encoding="utf-8")
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    subprocess.run([rscript, "--vanilla", script], cwd=built, env=environment, check=True, capture_output=True)
    lines = out.read_text(encoding="utf-8").splitlines()
    given = [tuple(lines[start : start + 4]) for start in range(0, len(lines), 4)]
    assert [(source, qualifier, float(value), text) for source, qualifier, value, text in given] == expected


def test_python_package(code_block: Block, rows_of: ReadRows, capsys: pytest.CaptureFixture[str]) -> None:
    import deportation_goal as dg

    figures = run_python(code_block("python", "deportation_goal"))["figures"]
    data = Path(__file__).parents[2] / "data/figures.csv"
    assert list(figures["figure_id"]) == [row["figure_id"] for row in rows_of(data)]
    assert list(figures["value"]) == [float(row["value"]) for row in rows_of(data)]
    printed = capsys.readouterr().out
    assert dg.__version__ in printed
    assert "value_text" in printed


def cells_of_sheet(file: Path) -> Iterator[list[tuple[str, str]]]:
    """Yield the rows of the first sheet of an OpenDocument spreadsheet, each cell as type and text."""
    with zipfile.ZipFile(file) as archive:
        root = ElementTree.fromstring(archive.read("content.xml"))  # noqa: S314 - LibreOffice wrote it here
    sheet = next(root.iter(f"{TABLE}table"))
    for row in sheet.iter(f"{TABLE}table-row"):
        cells: list[tuple[str, str]] = []
        for cell in row.iter(f"{TABLE}table-cell"):
            kind = cell.get(f"{OFFICE}value-type", "")
            text = cell.get(f"{OFFICE}value") or "\n".join(
                "".join(paragraph_text(paragraph)) for paragraph in cell.iter(f"{TEXT}p")
            )
            cells.extend([(kind, text)] * int(cell.get(f"{TABLE}number-columns-repeated", "1")))
        yield cells


def paragraph_text(paragraph: ElementTree.Element) -> Iterator[str]:
    """Yield the pieces of a paragraph; runs of blanks are elements of their own."""
    yield paragraph.text or ""
    for child in paragraph:
        if child.tag == f"{TEXT}s":
            yield " " * int(child.get(f"{TEXT}c", "1"))
        else:
            yield from paragraph_text(child)
        yield child.tail or ""


@pytest.mark.slow
def test_spreadsheet(built: Path, code_block: Block, rows_of: ReadRows, tmp_path: Path) -> None:
    soffice = require_program("soffice", "libreoffice")
    program, *arguments = shlex.split(code_block("sh", "soffice"))
    assert program == "soffice"
    arguments[-1] = str(built / arguments[-1])
    # A home of its own: LibreOffice lets only one process use a profile.
    environment = os.environ | {"HOME": str(tmp_path)}
    subprocess.run([soffice, *arguments], cwd=tmp_path, env=environment, check=True, capture_output=True)
    header, *rows = cells_of_sheet(tmp_path / "figures.ods")
    expected = rows_of(built / "dist/data/figures.csv")
    names = [text for _, text in header if text]
    assert names == list(expected[0])
    for given, row in zip(rows, expected, strict=True):
        texts = [text for _, text in given][: len(names)]
        assert texts == list(row.values())
        kinds = dict(zip(names, [kind for kind, _ in given], strict=False))
        assert kinds["value"] == "float"
        if not re.fullmatch(r"\d*", row["period"]):
            assert kinds["period"] == "string", "a month must not become a date"
