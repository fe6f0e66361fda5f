"""Packages that cannot be compared: one sentence that names side, file, line and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from deportation_goal.errors import UserError
from versions import contents, edit_json, write_version

FIGURES = "data/figures.csv"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (b"about", b"\xe9", "data/figures.csv:2: the file is not UTF-8 (it looks like Windows-1252 or Latin-1)"),
        (b"figure_id,", b"id,", 'data/figures.csv:1: figures has no column "id"'),
        (b"\nfig-7k2m9q,", b"\nfig-7k2m9q,,", "data/figures.csv:2: the row has "),
        (b"\nfig-7k2m9q,", b"\nfig-8h3n1p,", "data/figures.csv:3: figure_id fig-8h3n1p is there twice"),
        (b"\nfig-7k2m9q,", b"\n,", "data/figures.csv:2: the row has no figure_id: `deportation-goal fix` gives it one"),
        (b"\nfig-8h3n1p,", b'\n"fig-8h3n1p,', "data/figures.csv:3: "),
        (b",", b";", "data/figures.csv:1: cells are separated by semicolons"),
    ],
)
def test_a_broken_table_is_named_with_its_line(tmp_path: Path, old: bytes, new: bytes, sentence: str) -> None:
    folder = write_version(tmp_path / "new", lambda rows: rows["figures"][0].update(notes="about"))
    path = folder / FIGURES
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new) if old == b"," else content.replace(old, new, 1))
    with pytest.raises(UserError) as caught:
        contents(folder)
    assert str(caught.value).startswith(f"new (folder): {sentence}")


def test_a_missing_or_empty_table_is_named(tmp_path: Path) -> None:
    folder = write_version(tmp_path / "new")
    (folder / FIGURES).write_bytes(b"")
    with pytest.raises(UserError, match=r"new \(folder\): data/figures\.csv:1: the file is empty"):
        contents(folder)
    (folder / FIGURES).unlink()
    with pytest.raises(UserError, match=r"data/figures\.csv cannot be read \(No such file"):
        contents(folder)


@pytest.mark.parametrize("broken", ["[]", "{", '{"fields": []}', '{"fields": [{"name": "a"}], "primaryKey": "b"}'])
def test_a_broken_schema_of_a_derived_table_is_named(tmp_path: Path, broken: str) -> None:
    folder = write_version(tmp_path / "new")
    (folder / "schemas/derived/lineage.schema.json").write_text(broken, encoding="utf-8")
    with pytest.raises(UserError, match=r"new \(folder\): .*lineage"):
        contents(folder)


@pytest.mark.parametrize("text", ["{", "[]", "3", '{"format": "x"}', '{"format": "deportation-goal-interface"}'])
def test_a_broken_interface_is_named(tmp_path: Path, text: str) -> None:
    folder = write_version(tmp_path / "new")
    (folder / "docs").mkdir()
    (folder / "docs/interface.json").write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=r"interface\.json"):
        contents(folder)


def test_an_interface_of_tomorrow_asks_for_a_newer_tool(tmp_path: Path) -> None:
    document = {"format": "deportation-goal-interface", "format_version": 2, "commands": {}, "functions": {}}
    folder = write_version(tmp_path / "new", interface=document)
    with pytest.raises(UserError, match="compare with a newer version of this tool"):
        contents(folder)


def test_members_of_other_kinds_are_no_traceback(tmp_path: Path) -> None:
    folder = write_version(tmp_path / "new")
    edit_json(folder / "schemas/areas.schema.json", lambda document: document.update(uniqueKeys="area"))
    edit_json(folder / "datapackage.json", lambda document: document.update(licenses="CC0", keywords={"a": 1}))
    from versions import difference

    assert difference(folder, write_version(tmp_path / "other")).changes
    assert difference(tmp_path / "other", folder).changes
