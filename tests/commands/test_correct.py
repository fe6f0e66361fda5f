"""`deportation-goal correct`: the options, an issue made from the form, what is told and written."""

from __future__ import annotations

from pathlib import Path

import pytest

from contributors import invoke, revisions_of, tables_of
from deportation_goal.rules.example_package import ROWS
from issues import FOLDER, form, issue_body
from support import Run

FIGURE_ID = ROWS["figures"][1]["figure_id"]
REASON = "Read again."


def corrected(folder: Path, *arguments: str, row_id: str = FIGURE_ID, reason: str = REASON) -> Run:
    return invoke(folder, "correct", row_id, *arguments, "--reason", reason)


def test_the_row_and_its_revision_are_written_and_told(example_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    before = tables_of(example_copy)
    run = corrected(example_copy, "--set", "value=2000", "--set", "value_text=2,000 deportations")
    assert (run.code, run.err) == (0, "")
    assert f'figures {FIGURE_ID}: corrected: value: "1000" becomes "2000" (rev-' in run.out
    changed = {name for name, content in tables_of(example_copy).items() if content != before[name]}
    assert changed == {"data/figures.csv", "data/revisions.csv"}
    new = [row for row in revisions_of(example_copy) if row["row_id"] == FIGURE_ID]
    assert {(row["old_value"], row["new_value"], row["date"]) for row in new} == {
        ("1000", "2000", "1970-01-02"),
        ("1,000 deportations", "2,000 deportations", "1970-01-02"),
    }
    assert invoke(example_copy, "check").code == 0
    assert invoke(example_copy, "fix", "--check").code == 0


@pytest.mark.slow
def test_an_empty_value_empties_the_cell(example_copy: Path) -> None:
    run = corrected(example_copy, "--set", "attributed_to=", "--set", "attribution_type=unattributed")
    assert run.code == 0
    assert 'attributed_to: "example-news" becomes empty' in run.out


def test_a_dry_run_writes_nothing(example_copy: Path) -> None:
    before = {path: path.read_bytes() for path in example_copy.rglob("*") if path.is_file()}
    run = corrected(example_copy, "--set", "notes=A note.", "--dry-run")
    assert run.code == 0
    assert 'would be corrected: notes: empty becomes "A note."' in run.out
    assert {path: path.read_bytes() for path in example_copy.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("settings", "reason", "says"),
    [
        (["value=many"], REASON, '--set:1:1: error [type] value: "many"'),
        (["notes=A note.", "qualifier=aboud"], REASON, '--set:1:2: error [enum] qualifier: "aboud"'),
        (["notes=A note."], "=1+1", "--reason:1:1: error [formula] reason"),
        (["notes=A note."], "x" * 281, "--reason:1:1: error [max-length] reason"),
    ],
)
@pytest.mark.slow
def test_a_correction_that_breaks_a_rule_is_refused_with_the_finding(
    settings: list[str], reason: str, says: str, example_copy: Path
) -> None:
    before = tables_of(example_copy)
    run = corrected(example_copy, *(part for item in settings for part in ("--set", item)), reason=reason)
    assert run.code == 1
    assert says in run.out
    assert "nothing was changed" in run.err
    assert tables_of(example_copy) == before


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--set", "value=1000"], 1, "holds these values already"),
        (["--set", "valu=1"], 1, "did you mean value?"),
        (["--set", "figure_id=fig-000000"], 1, "figure_id never changes"),
        (["--set", "value"], 2, '"value" is not COLUMN=VALUE'),
        ([], 2, "a correction needs --set COLUMN=VALUE too"),
        (["--set", "value=1", "--from", "issue.md"], 2, "leave them out"),
    ],
)
def test_what_cannot_be_done_is_answered_with_a_sentence(
    arguments: list[str], code: int, says: str, example_copy: Path
) -> None:
    before = tables_of(example_copy)
    run = corrected(example_copy, *arguments)
    assert (run.code, run.out) == (code, "")
    assert says in " ".join(run.err.split())
    assert tables_of(example_copy) == before


def test_an_unknown_id_is_answered_with_the_nearest(example_copy: Path) -> None:
    run = corrected(example_copy, "--set", "value=1", row_id=FIGURE_ID[:-1] + "x")
    assert run.code == 1
    assert f"did you mean {FIGURE_ID}?" in run.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [([], "the ID of the row and --set COLUMN=VALUE and --reason TEXT"), ([FIGURE_ID, "--set", "value=1"], "--reason TEXT too")],
)  # fmt: skip
def test_what_is_missing_is_named(arguments: list[str], says: str, example_copy: Path) -> None:
    run = invoke(example_copy, "correct", *arguments)
    assert run.code == 2
    assert says in " ".join(run.err.split())


def issue(folder: Path, **answers: str) -> Path:
    document = form(next(FOLDER.glob("*correction.yml")))
    given = {"row_id": FIGURE_ID, "column": "value", "new_value": "2000", "reason": REASON, **answers}
    path = folder / "issue.md"
    path.write_text(issue_body(document, given), encoding="utf-8")
    return path


def test_an_issue_made_from_the_form_brings_all(example_copy: Path, tmp_path: Path) -> None:
    path = issue(tmp_path, further_changes="value_text: 2,000 deportations")
    run = invoke(example_copy, "correct", "--from", path)
    assert run.code == 0, run.err
    told = {
        (row["field"], row["new_value"], row["reason"])
        for row in revisions_of(example_copy)
        if row["row_id"] == FIGURE_ID
    }
    assert told == {("value", "2000", REASON), ("value_text", "2,000 deportations", REASON)}


@pytest.mark.slow
def test_a_wrong_answer_in_an_issue_is_told_at_its_line(example_copy: Path, tmp_path: Path) -> None:
    before = tables_of(example_copy)
    path = issue(tmp_path, new_value="many")
    line = path.read_text(encoding="utf-8").splitlines().index("many") + 1
    run = invoke(example_copy, "correct", "--from", path)
    assert run.code == 1
    assert f"{path}:{line}:" in run.out
    assert 'error [type] value: "many"' in run.out
    run = invoke(example_copy, "correct", "--from", issue(tmp_path, further_changes="valu: 1"))
    assert run.code == 1
    assert "valu" in run.err
    assert str(path) in run.err
    assert tables_of(example_copy) == before


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (None, 2, "issue.md cannot be read: No such file"),
        (b"\xff\xfe", 2, "is not UTF-8"),
        (b"Dear all", 1, "headings"),
    ],
)
def test_what_is_no_such_issue_is_answered_with_a_sentence(
    content: bytes | None, code: int, says: str, example_copy: Path, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / "issue.md").write_bytes(content)
    run = invoke(example_copy, "correct", "--from", tmp_path / "issue.md")
    assert run.code == code
    assert says in " ".join(run.err.split())


def _file(folder: Path, text: str) -> Path:
    path = folder / "many.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_many_cells_of_several_tables_come_from_a_file(example_copy: Path, tmp_path: Path) -> None:
    quote, agent = ROWS["quotes"][0]["quote_id"], ROWS["agents"][0]["agent_id"]
    text = f"id,column,value\n{FIGURE_ID},notes,One.\n{quote},notes,Two.\n{agent},role,clerk\n"
    run = invoke(example_copy, "correct", "--from", _file(tmp_path, text), "--reason", REASON)
    assert run.code == 0, run.err
    told = {(row["table_name"], row["row_id"], row["new_value"]) for row in revisions_of(example_copy)}
    assert {("figures", FIGURE_ID, "One."), ("quotes", quote, "Two."), ("agents", agent, "clerk")} <= told
    assert invoke(example_copy, "check").code == 0


def test_of_many_cells_one_that_is_wrong_writes_nothing(example_copy: Path, tmp_path: Path) -> None:
    before = tables_of(example_copy)
    path = _file(tmp_path, f"id,column,value,reason\n{FIGURE_ID},notes,One.,Read.\n{FIGURE_ID},value,many,Read.\n")
    run = invoke(example_copy, "correct", "--from", path)
    assert run.code == 1
    assert f'{path}:3:18: error [type] value: "many"' in run.out
    assert tables_of(example_copy) == before


@pytest.mark.parametrize(("options", "action"), [((), "corrected"), (("--wording",), "wording")])
def test_words_are_replaced_in_a_column(options: tuple[str, ...], action: str, example_copy: Path) -> None:
    assert corrected(example_copy, "--set", "notes=Old words.").code == 0
    asked = ("--column", "figures.notes", "--replace", "Old", "--with", "New", "--reason", REASON)
    run = invoke(example_copy, "correct", *asked, *options)
    assert (run.code, run.err) == (0, "")
    assert f'figures *: {action}: notes: "Old" becomes "New" in 1 row (rev-' in run.out
    assert invoke(example_copy, "check").code == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--column", "notes", "--replace", "a", "--reason", "b"], '"notes" is not TABLE.FIELD'),
        (["--column", "figures.notes", "--reason", "b"], "--column needs --replace OLD and --reason TEXT too"),
        (["--column", "figures.notes", FIGURE_ID, "--replace", "a"], "leave out the ID"),
        (["--replace", "a"], "need --column TABLE.FIELD too"),
    ],
)
def test_a_change_of_a_column_needs_its_options(arguments: list[str], says: str, example_copy: Path) -> None:
    run = invoke(example_copy, "correct", *arguments)
    assert run.code == 2
    assert says in " ".join(run.err.split())
