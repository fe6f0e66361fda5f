"""docs/questions.md: questions that people bring, each with its rows, its sheet, a command and a line of Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from deportation_goal.derived.questions import QUESTIONS
from deportation_goal.table_files import Row
from deportation_goal.templating import render

_MOST: Final = 20
"""Rows that the page shows of an answer; it tells how many there are."""


def render_questions(derived: Mapping[str, Sequence[Row]]) -> str:
    """Render the page.

    Args:
        derived: The rows of the derived tables by name, in their order.
    """
    answers = [(question, question.answer(derived[question.sheet])) for question in QUESTIONS]
    return render("pages/templates/questions.md", answers=answers, most=_MOST)
