"""One cause, one finding: a column filled down, or the rows of another table, is one mistake and not thousands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Final

from deportation_goal.findings import Problem
from deportation_goal.wording import counted

FEW: Final = 20
"""Up to this many findings of a rule in a column are reported one by one, whatever share of the rows they are."""

_Group = tuple[str, str, str]


def folded(problems: Iterable[Problem], size: Callable[[str], int], width: Callable[[str], int]) -> list[Problem]:
    """Return problems with one for each cause.

    A rule that more than half of the rows of a column break is one problem, at the first of them. If that is so in more
    than half of the columns of a table, its rows are those of another table or have moved by a column: this is one
    problem, and what else is wrong with its rows is left out.

    Args:
        problems: What the rules found.
        size: Gives the number of rows of a table.
        width: Gives the number of columns of a table.
    """
    kept: list[Problem] = []
    groups: dict[_Group, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.row is None:
            kept.append(problem)
        else:
            groups[problem.table, problem.rule, problem.column].append(problem)
    whole: dict[str, list[Problem]] = defaultdict(list)
    single: dict[str, list[Problem]] = defaultdict(list)
    columns: dict[str, set[str]] = defaultdict(set)
    for (table, _, column), group in groups.items():
        if len(group) > FEW and 2 * len(group) > size(table):
            whole[table].append(_one(group, size(table)))
            columns[table].add(column)
        else:
            single[table].extend(group)
    for table in dict.fromkeys((*whole, *single)):
        if 2 * len(columns[table]) > width(table):
            kept.append(_misplaced(min(whole[table], key=_row), len(columns[table])))
        else:
            kept.extend((*whole[table], *single[table]))
    return kept


def _row(problem: Problem) -> int:
    return problem.row or 0


def _one(group: list[Problem], rows: int) -> Problem:
    first = min(group, key=_row)
    message = f"{first.message.rstrip('.')}. {len(group) - 1:,} more of the {counted(rows, 'row')} break this rule too"
    return first._replace(message=message, suggestion="")


def _misplaced(first: Problem, columns: int) -> Problem:
    message = (
        f"{first.message}. {columns} columns break rules in most rows: these look like rows of another table, or "
        "cells that moved to the next column; no other findings are shown for them"
    )
    return first._replace(message=message)
