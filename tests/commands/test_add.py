"""`deportation-goal add`: what a contributor sees, what is written, and what is not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from contributors import (
    AGENT,
    AREA,
    ARTICLE,
    FIGURE,
    SENTENCE,
    SOURCE,
    TWICE,
    csv_of,
    invoke,
    tables_of,
)
from deportation_goal.evidence.locator import locate
from deportation_goal.evidence.stream import evidence_stream
from deportation_goal.table_files.atomic import LOCK_FILE
from support import Run
from workbooks import book_of, saved

SEMICOLONS = b"value;area\n1;USA\n"


def settings(values: Mapping[str, str]) -> list[str]:
    return [part for column, value in values.items() for part in ("--set", f"{column}={value}")]


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def added_id(run: Run) -> str:
    assert run.code == 0, run.err + run.out
    return run.out.split("\n", 1)[0].rpartition(" ")[2]


def test_a_row_by_set_is_added_under_an_id_and_check_and_fix_are_content(example_copy: Path) -> None:
    before = tables_of(example_copy)
    run = invoke(example_copy, "add", "figures", *settings(FIGURE))
    row_id = added_id(run)
    assert (run.out, run.err) == (f"figures: added: {row_id}\n", "")
    changed = {name for name, content in tables_of(example_copy).items() if content != before[name]}
    assert changed == {"data/figures.csv"}
    assert f"\n{row_id}," in (example_copy / "data/figures.csv").read_text(encoding="utf-8")
    assert invoke(example_copy, "check").code == 0
    assert invoke(example_copy, "fix", "--check").code == 0


def test_a_dry_run_says_the_same_and_writes_nothing(example_copy: Path) -> None:
    before = {path: path.read_bytes() for path in example_copy.rglob("*") if path.is_file()}
    dry = invoke(example_copy, "add", "figures", *settings(FIGURE), "--dry-run")
    assert {path: path.read_bytes() for path in example_copy.rglob("*") if path.is_file()} == before
    wet = invoke(example_copy, "add", "figures", *settings(FIGURE))
    assert dry.out == wet.out.replace(": added:", ": would be added:")


def workbook() -> bytes:
    figure = {**FIGURE, "source_id": SOURCE["source_id"], "words": SENTENCE}
    tables = {"figures": figure, "sources": SOURCE, "agents": AGENT}
    return saved(book_of({name: [list(row), list(row.values())] for name, row in tables.items()}))


def rows_json() -> bytes:
    figure = {**FIGURE, "source_id": SOURCE["source_id"], "words": SENTENCE}
    return json.dumps({"figures": [figure], "sources": [SOURCE], "agents": [AGENT]}).encode()


@pytest.mark.parametrize(
    "name", ["rows.xlsx", *(pytest.param(name, marks=pytest.mark.slow) for name in ("rows.json", "-"))]
)
def test_a_new_source_with_its_publisher_and_a_figure_in_one_go(
    name: str, example_copy: Path, article: Path, tmp_path: Path
) -> None:
    content = rows_json() if name == "rows.json" else workbook()
    file = tmp_path / name if name != "-" else "-"
    if isinstance(file, Path):
        file.write_bytes(content)
    run = invoke(example_copy, "add", "--from", file, "--text", article, data=content)
    assert run.code == 0, run.out
    assert [line.split(":")[0] for line in run.out.splitlines()] == ["figures", "sources", "agents"]
    assert invoke(example_copy, "check", "--strict").code == 0
    locator = locate(ARTICLE, SENTENCE).locator
    assert locator is not None
    figures = (example_copy / "data/figures.csv").read_text(encoding="utf-8")
    assert f",{locator.start},{locator.end},{locator.sha256}," in figures


def test_the_text_stays_with_the_contributor(example_copy: Path, article: Path) -> None:
    invoke(example_copy, "add", "figures", *settings({**FIGURE, "words": SENTENCE}), "--text", article)
    written = b"".join(path.read_bytes() for path in example_copy.rglob("*") if path.is_file()).decode()
    assert evidence_stream(SENTENCE) not in evidence_stream(written)
    assert "spokesman" not in written


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ("about 4,000 people", 1, "too short (16 characters"),
        ("The made-up office removed nobody at all", 1, "article.txt does not contain these words"),
        (TWICE, 0, "article.txt contains the words 2 times"),
    ],
)
@pytest.mark.slow
def test_words_that_need_attention(words: str, code: int, says: str, example_copy: Path, article: Path) -> None:
    run = invoke(example_copy, "add", "figures", *settings({**FIGURE, "words": words}), "--text", article)
    assert run.code == code
    assert says in run.out
    assert "--set:1:" in run.out


@pytest.mark.slow
def test_a_text_nobody_needs_and_two_texts_for_one_source_are_told(example_copy: Path, article: Path) -> None:
    run = invoke(example_copy, "add", "figures", *settings(FIGURE), "--text", f"nosuch={article}")
    assert 'no row is from the source "nosuch"' in run.err
    run = invoke(example_copy, "add", "figures", *settings(FIGURE), "--text", article, "--text", article)
    assert run.code == 2
    assert "SOURCE=FILE" in run.err


BAD_FILES = {
    "utf-16.csv": csv_of([FIGURE]).decode().encode("utf-16"),
    "latin-1.csv": csv_of([{**FIGURE, "notes": "Perú"}]).decode().encode("latin-1"),
    "semicolons.csv": SEMICOLONS,
    "header-only.csv": csv_of([FIGURE]).split(b"\n")[0],
    "empty.csv": b"",
    "broken.json": b'[{"value": ',
    "odd.json": b'{"table": {"a": 1}, "x": 1}',
    "half.json": b'[{"notes": "\\ud83d"}]',
    "rows.ods": b"no workbook",
    "rows.xlsx": b"no workbook either",
    "rows.txt.zip": b"PK\x03\x04 and no more",
}


QUICK = ("utf-16.csv", "semicolons.csv", "odd.json", "rows.xlsx")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name in QUICK else pytest.mark.slow) for name in BAD_FILES]
)
def test_a_file_that_cannot_be_read_is_a_finding_and_nothing_is_written(
    name: str, example_copy: Path, tmp_path: Path
) -> None:
    file = tmp_path / name
    file.write_bytes(BAD_FILES[name])
    before = tables_of(example_copy)
    run = invoke(example_copy, "add", "figures", "--from", file)
    assert run.code == 1
    assert name in run.out
    assert "error [" in run.out
    assert run.err == "nothing was added: fix the errors above, then run the command again\n"
    assert tables_of(example_copy) == before


def test_one_bad_row_of_many_writes_none_and_names_file_row_and_cell(example_copy: Path, tmp_path: Path) -> None:
    rows = [{**FIGURE, "value": str(number), "value_text": f"about {number}"} for number in range(1, 8)]
    rows[4]["qualifier"] = "abuot"
    before = tables_of(example_copy)
    sheet = tmp_path / "rows.xlsx"
    sheet.write_bytes(saved(book_of({"figures": [list(FIGURE), *(list(row.values()) for row in rows)]})))
    run = invoke(example_copy, "add", "--from", sheet)
    assert run.code == 1
    assert f'{sheet}: figures!F6: error [enum] qualifier: "abuot"' in run.out
    assert "Did you mean about?" in run.out
    text = tmp_path / "figures.csv"
    text.write_bytes(csv_of(rows))
    run = invoke(example_copy, "add", "--from", text)
    column = csv_of(rows).decode().splitlines()[5].index("abuot") + 1
    assert f'{text}:6:{column}: error [enum] qualifier: "abuot"' in run.out
    assert tables_of(example_copy) == before


def test_what_was_set_right_is_told_and_the_row_is_added(example_copy: Path, tmp_path: Path) -> None:
    file = tmp_path / "figures.csv"
    file.write_bytes(b"\xef\xbb\xbf" + csv_of([{**FIGURE, "value": "4,000.00"}], end="\r\n"))
    run = invoke(example_copy, "add", "--from", file)
    assert run.code == 0
    assert 'note [spreadsheet-value] value: "4,000.00" is read as 4000' in run.out


@pytest.mark.slow
def test_rows_that_may_be_there_already_are_shown_and_not_refused(example_copy: Path) -> None:
    again = {**FIGURE, "value": "1000", "value_text": "1,000 deportations", "qualifier": "exact"}
    run = invoke(example_copy, "add", "figures", *settings(again))
    assert run.code == 0
    assert "is this already there? figures fig-8h3n1p has the same source, indicator and number" in run.err


@pytest.mark.slow
def test_many_rows_that_may_be_there_already_are_counted(example_copy: Path, tmp_path: Path) -> None:
    again = {**FIGURE, "value": "1000", "value_text": "1,000 deportations", "qualifier": "exact"}
    file = tmp_path / "figures.csv"
    file.write_bytes(csv_of([{**again, "place": f"Room {number}"} for number in range(25)]))
    run = invoke(example_copy, "add", "--from", file)
    assert run.code == 0
    assert run.err.count("is this already there?") == 20
    assert "and 5 rows more that may already be there" in run.err


@pytest.mark.parametrize(
    "report",
    ["json", *(pytest.param(name, marks=pytest.mark.slow) for name in ("sarif", "junit", "html", "github"))],
)
def test_a_report_for_machines_stands_alone_on_standard_output(report: str, example_copy: Path) -> None:
    good = invoke(example_copy, "add", "figures", *settings(FIGURE), "--report", report)
    assert good.code == 0
    assert "figures: added: " in good.err
    assert ": added:" not in good.out
    bad = invoke(example_copy, "add", "figures", *settings({**FIGURE, "value": "x"}), "--report", report)
    assert bad.code == 1
    assert "type" in bad.out
    if report in ("json", "sarif"):
        assert json.loads(good.out)
        assert json.loads(bad.out)


@pytest.mark.slow
def test_several_reports_of_one_run(example_copy: Path, tmp_path: Path) -> None:
    reports = [f"--report={name}={tmp_path / name}" for name in ("json", "sarif", "html")]
    run = invoke(example_copy, "add", "figures", *settings({**FIGURE, "value": "x"}), *reports, "--report", "text")
    assert "error [type] value" in run.out
    document = json.loads((tmp_path / "json").read_text(encoding="utf-8"))
    (finding,) = document["findings"]
    assert (finding["path"], finding["field"], finding["rule"]) == ("--set", "value", "type")
    assert "error" in (tmp_path / "html").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["figures"], "questions are asked only on a terminal"),
        ([], "questions are asked only on a terminal"),
        (["figure", "--set", "value=1"], '"figure" is not a table; there are figures, quotes'),
        (
            ["revisions", "--set", "reason=x"],
            "only `deportation-goal correct` and `deportation-goal retract` may write it",
        ),
        (["--set", "value=1"], "--set needs the TABLE"),
        (["figures", "--set", "value"], '"value" is not COLUMN=VALUE'),
        (["figures", "--set", "value=1", "--from", "x.csv"], "two ways to give rows"),
        (["figures", "--from", "nosuch.csv"], "nosuch.csv cannot be read: No such file"),
        (["figures", "--from", "."], ". cannot be read"),
        (["figures", "--set", "value=1", "--text", "nosuch.txt"], "nosuch.txt cannot be read"),
        (["figures", "--set", "value=1", "--report", "yaml"], '"yaml" is not a report format'),
    ],
)
def test_a_wrong_call_is_answered_with_a_sentence(arguments: list[str], says: str, example_copy: Path) -> None:
    before = tables_of(example_copy)
    run = invoke(example_copy, "add", *arguments)
    assert (run.code, run.out) == (2, "")
    assert says in " ".join(run.err.split())
    assert tables_of(example_copy) == before


def test_a_broken_table_is_not_written_to(example_copy: Path) -> None:
    path = example_copy / "data/figures.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = tables_of(example_copy)
    run = invoke(example_copy, "add", "figures", *settings(FIGURE))
    assert run.code == 1
    assert "data/figures.csv is not in canonical form" in run.err
    assert tables_of(example_copy) == before


@pytest.mark.slow
def test_nothing_but_the_lock_is_left_beside_the_tables(example_copy: Path) -> None:
    before = {path for path in example_copy.rglob("*") if path.is_file()}
    assert invoke(example_copy, "add", "figures", *settings(FIGURE)).code == 0
    assert invoke(example_copy, "add", "areas", *settings(AREA)).code == 0
    assert {path for path in example_copy.rglob("*") if path.is_file()} - before == {example_copy / LOCK_FILE}
