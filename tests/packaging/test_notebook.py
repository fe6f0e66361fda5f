"""docs/notebook.ipynb runs against the wheel, where nothing but pandas and altair is installed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from support import REPOSITORY

NOTEBOOK: Final = REPOSITORY / "docs/notebook.ipynb"

RUN: Final = """
import ast, json, sys
names, shown = {}, {}
for cell in json.load(open(sys.argv[1], encoding="utf-8"))["cells"]:
    if cell["cell_type"] != "code":
        continue
    # As a notebook does: the value of the last expression is shown.
    *before, last = ast.parse("".join(cell["source"])).body
    exec(compile(ast.Module(before, []), cell["id"], "exec"), names)
    value = eval(compile(ast.Expression(last.value), cell["id"], "eval"), names)
    if hasattr(value, "_repr_html_"):
        assert "<table" in value._repr_html_()
    kind = type(value).__name__
    size = len(value.to_dict()["data"]["values"]) if kind == "LayerChart" else len(value)
    shown[cell["id"]] = [kind, size]
import deportation_goal
print(json.dumps({"shown": shown, "file": deportation_goal.__file__}))
"""
"""A kernel would do the same with thirty more packages: no cell has anything but plain Python in it."""


def cells() -> list[dict[str, Any]]:
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    return list(notebook["cells"])


def test_the_notebook_has_what_its_format_requires_and_no_output() -> None:
    names = [cell["id"] for cell in cells()]
    assert len(set(names)) == len(names)
    for cell in cells():
        kept = {"cell_type", "id", "metadata", "source"}
        assert cell.keys() == (kept | {"execution_count", "outputs"} if cell["cell_type"] == "code" else kept)
        # Outputs would go stale with the data.
        assert not cell.get("outputs") and cell.get("execution_count") is None
        assert not any(line.startswith(("%", "!")) for line in cell["source"])


@pytest.mark.slow
def test_every_cell_runs_and_shows_something(drawing_environment: Any, tmp_path: Path) -> None:
    finished = drawing_environment.run("python", "-c", RUN, NOTEBOOK, cwd=tmp_path)
    assert finished.returncode == 0, finished.stderr
    found = json.loads(finished.stdout)
    assert found["file"].startswith(str(drawing_environment.folder))
    assert list(found["shown"]) == [cell["id"] for cell in cells() if cell["cell_type"] == "code"]
    assert {cell: kind for cell, (kind, _) in found["shown"].items()} == {
        "import": "str",
        "headline": "DataFrame",
        "plot": "LayerChart",
        "comparison": "DataFrame",
        "hedges": "DataFrame",
        "row": "DataFrame",
    }
    assert all(size > 0 for _, size in found["shown"].values())
