"""Findings made by hand or by chance, for the tests of the reports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from hypothesis import strategies as st

from deportation_goal.findings import CheckResult, Finding, Level

NASTY: Final = (
    "]]>",
    "::error::owned",
    "##[error]owned",
    "100%",
    "a|b",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "&lt;b&gt;",
    "\x00\x08\x1b[31m",
    "\ud800",
    "\ufffe",
    "\u202etxt.exe",
    "\u2028\u2029\x85",
    "line\nbreak\r\nand\rmore",
    "`code` *bold* [link](x) ![i](x)",
    "</style></details>",
    "%0A::warning::x",
    "x,y:z",
)
"""Texts that would break one format or another, were they not escaped."""

TEXTS: Final = st.one_of(
    st.sampled_from(NASTY), st.text(st.characters(exclude_categories=[]), max_size=40), st.text(max_size=400)
)
"""Any text that a cell, a path or a message may hold, lone surrogates included."""


def finding(**members: object) -> Finding:
    """Return an error in a cell of figures, with some members changed."""
    usual: dict[str, object] = {
        "path": "data/figures.csv",
        "line": 2,
        "column": 112,
        "end_column": 121,
        "field": "status",
        "table": "figures",
        "row_id": "fig-7k2m9q",
        "rule": "enum",
        "level": Level.ERROR,
        "message": '"projected" is not one of the codes of this column: reported, estimated, forecast, provisional',
        "value": "projected",
        "suggestion": "forecast",
        "fixable": False,
        "cell": "",
    }
    return Finding(**{**usual, **members})  # type: ignore[arg-type]


def result_of(findings: Iterable[Finding] = ()) -> CheckResult:
    """Return the outcome of a check of figures that found these."""
    return CheckResult(tuple(findings), {"figures": 3}, {"figures": "data/figures.csv"})


@st.composite
def any_findings(draw: st.DrawFn) -> Finding:
    """Findings with any text in every member that may hold a contributor's."""
    column = draw(st.integers(1, 500))
    return finding(
        path=draw(st.one_of(st.just("data/figures.csv"), TEXTS.filter(bool))),
        line=draw(st.integers(1, 10**6)),
        column=column,
        end_column=draw(st.integers(1, 600)),
        field=draw(TEXTS),
        table=draw(st.sampled_from(["figures", "quotes", ""])),
        row_id=draw(TEXTS),
        rule=draw(st.sampled_from(["enum", "quoting", "spreadsheet-value", "hedge-in-text"])),
        level=draw(st.sampled_from(list(Level))),
        message=draw(TEXTS),
        value=draw(TEXTS),
        suggestion=draw(TEXTS),
        fixable=draw(st.booleans()),
        cell=draw(st.one_of(st.just(""), st.just("figures!H7"), TEXTS)),
    )


ANY_RESULTS: Final = st.lists(any_findings(), max_size=5).map(result_of)
"""Outcomes with any such findings."""
