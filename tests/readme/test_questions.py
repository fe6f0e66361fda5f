"""docs/questions.md: the line of Python, the command and the sheet of each question give the rows that the page shows."""

from __future__ import annotations

import re
import shlex

import pytest

import deportation_goal as dg
from deportation_goal.derived import DERIVED
from deportation_goal.derived.questions import QUESTIONS, Question
from deportation_goal.package.derived_schema import derived_schema
from deportation_goal.pages.questions_page import render_questions
from derived_rows import PACKAGE, real_derived_rows
from support import REPOSITORY, run_command

PAGE = (REPOSITORY / "docs" / "questions.md").read_text(encoding="utf-8")
SECTIONS = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
EACH = pytest.mark.parametrize(("question", "section"), list(zip(QUESTIONS, SECTIONS, strict=True)))


def block(section: str, language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)\n```$", section, flags=re.DOTALL | re.MULTILINE)
    return str(found)


@pytest.mark.slow
@EACH
def test_the_line_of_python_gives_the_rows_of_the_answer(question: Question, section: str) -> None:
    key = derived_schema(PACKAGE, question.sheet).primary_key
    answer = [row[key] for row in question.answer(real_derived_rows(question.sheet))]
    frame = eval(block(section, "python"), {"dg": dg})  # noqa: S307 - the code of our own page
    assert list(frame[key]) == answer != []
    assert re.search(rf"^{len(answer)} rows?[,.]", section, flags=re.MULTILINE)


@pytest.mark.slow
@EACH
def test_the_command_runs_and_prints_statements(question: Question, section: str) -> None:
    prompt, name, *arguments = shlex.split(block(section, "console"))
    assert (prompt, name) == ("$", "deportation-goal")
    run = run_command(*arguments)
    assert run.code == 0
    assert run.out


@EACH
def test_the_sheet_is_a_derived_table_and_its_columns_are_there(question: Question, section: str) -> None:
    assert question.sheet in DERIVED
    named = {*question.columns, *(column for column, _, _ in question.filters)}
    assert named <= set(derived_schema(PACKAGE, question.sheet).columns)
    assert f"Sheet `{question.sheet}`" in section


def test_rows_without_the_cell_that_sorts_come_last_and_each_value_once() -> None:
    question = Question("?", "", "t", ("a",), "show", drops={"a": ("x",)}, sorted_by="day", one_each="a")
    rows = [{"a": a, "day": day} for a, day in (("x", "1"), ("b", ""), ("c", "2"), ("c", "1"), ("b", "3"), ("d", ""))]
    assert question.answer(rows) == [{"a": "c", "day": "1"}, {"a": "b", "day": "3"}, {"a": "d", "day": ""}]


def test_an_answer_without_rows_says_so() -> None:
    page = render_questions({name: [] for name in DERIVED})
    assert page.count("\n0 rows.\n") == len(QUESTIONS)
