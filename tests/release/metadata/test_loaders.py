"""Loaders of others take a release as it is: Hugging Face datasets every table, Datasette what columns mean and the search."""

from __future__ import annotations

import asyncio
import contextlib
import html
import json
import sqlite3
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.slow


def test_datasets_loads_every_table_by_its_name(
    real_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"HF_HOME": str(tmp_path), "HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}.items():
        monkeypatch.setenv(name, value)
    import datasets

    datasets.disable_progress_bars()
    release = real_build / "dist"
    resources = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    for resource in resources:
        table = datasets.load_dataset(str(release), resource["name"], split="train", cache_dir=str(tmp_path))
        schema = json.loads((release / resource["schema"]).read_text(encoding="utf-8"))
        assert table.num_rows == resource["rowCount"]
        assert table.column_names == [field["name"] for field in schema["fields"]]
    default = datasets.load_dataset(str(release), split="train", cache_dir=str(tmp_path))
    assert {"body", "counts_in"} <= set(default.column_names)


def test_datasette_tells_what_columns_mean_and_finds_a_quote(real_build: Path) -> None:
    from datasette.app import Datasette

    release = real_build / "dist"
    metadata = yaml.safe_load((release / "metadata/datasette.yaml").read_text(encoding="utf-8"))
    path = release / "formats/deportation-goal.sqlite"
    schema = json.loads((release / "schemas/figures.schema.json").read_text(encoding="utf-8"))
    meanings = {field["name"]: field["description"] for field in schema["fields"]}

    async def ask(address: str) -> str:
        server = Datasette([], immutables=[str(path)], metadata=metadata)
        await server.invoke_startup()
        response = await server.client.get(address)
        assert response.status_code == 200, response.text
        return str(response.text)

    page = asyncio.run(ask("/deportation-goal/figures"))
    assert all(f'data-column="{name}"' in page for name in meanings)
    assert [text for text in meanings.values() if text not in html.unescape(page)] == []
    with contextlib.closing(sqlite3.connect(path)) as release_file:
        row_id, text = release_file.execute(
            "SELECT row_id, text FROM statement_search WHERE statement_search MATCH 'third AND countries' LIMIT 1"
        ).fetchone()
    found = json.loads(asyncio.run(ask("/deportation-goal/search.json?_shape=array&words=third+countries")))
    assert (row_id, text) in {(hit["row_id"], hit["text"]) for hit in found}
