from __future__ import annotations

import re

import pytest
from benchmarks.contributions import BEGIN, END, ContributionError

from benchmarks import contributions
from support import REPOSITORY


@pytest.mark.slow
def test_both_are_measured_on_rows_that_were_really_added() -> None:
    table = contributions.contributions(50, 1).splitlines()
    assert [line.split(" | ")[0] for line in table[2:]] == [
        "| one row added to the real data",
        "| a workbook of 50 figures read, checked and added",
    ]
    assert all(re.search(r"\| \d+\.\d\d s \| \d+\.\d\d s \| \d+ MB \| under \d+ s \|$", line) for line in table[2:])


@pytest.mark.slow
def test_a_row_that_is_not_added_is_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contributions, "_ONE_ROW", ("value=many",))
    with pytest.raises(ContributionError, match="add ended with 1"):
        contributions.contributions(50, 1)


def test_the_page_holds_a_result_of_both() -> None:
    page = (REPOSITORY / "docs" / "performance.md").read_text(encoding="utf-8")
    block = page.partition(BEGIN)[2].partition(END)[0]
    assert "one row added to the real data" in block
    assert "a workbook of 10,000 figures" in block
