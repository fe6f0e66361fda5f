"""docs/performance.md: measured on data of about this size."""

from __future__ import annotations

import re

from deportation_goal.package.descriptor import load_package
from deportation_goal.table_files.read_rows import read_rows
from support import REPOSITORY


def test_the_page_was_measured_on_data_of_this_size() -> None:
    page = (REPOSITORY / "docs/performance.md").read_text(encoding="utf-8")
    measured = re.search(r"real data \(([0-9,]+) rows\)", page)
    assert measured
    rows = sum(map(len, read_rows(load_package(REPOSITORY)).values()))
    assert abs(int(measured[1].replace(",", "")) - rows) <= rows / 10, (
        "the data has grown or shrunk: run `python -m benchmarks page` on an idle machine"
    )
