"""docs/scale.md: its code checks shards on Dask's local cluster, from CSV and from Parquet."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from benchmarks.shards import sharded_package

from deportation_goal.release.artefacts import parquet
from deportation_goal.shards.merge import check_in_shards
from programs import missing
from support import REPOSITORY

ROWS, SHARDS = 300, 2


@pytest.mark.slow
def test_copies_are_clean(tmp_path: Path) -> None:
    package, shards = sharded_package(tmp_path / "package", ROWS, SHARDS)
    result = check_in_shards(package, shards)
    assert result.findings == ()
    assert result.rows["figures"] == ROWS * SHARDS


@pytest.mark.slow
def test_the_code_of_the_page_runs_on_dask(tmp_path: Path) -> None:
    if find_spec("distributed") is None:
        missing("distributed is not installed")
    package, shards = sharded_package(tmp_path / "package", ROWS, SHARDS)
    (tmp_path / "shards").mkdir()
    for number, shard in enumerate(shards):
        for file in shard.files.values():
            target = tmp_path / f"shards/{number}" / file.name
            target.parent.mkdir(exist_ok=True)
            file.rename(target)
    # The first id of the second shard is one of the first shard too.
    first, second = (tmp_path / f"shards/{number}/figures.csv" for number in range(SHARDS))
    names = [file.read_bytes().split(b"\n", 2)[1].partition(b",")[0] for file in (first, second)]
    second.write_bytes(second.read_bytes().replace(names[1], names[0], 1))
    resource = package.resource("figures")
    package.file(resource.path).write_bytes(first.read_bytes())
    parquet.write(package)
    first.unlink()
    package.file(parquet.FORMAT.path("figures")).rename(first.with_suffix(".parquet"))
    (code,) = re.findall(
        r"^```python\n(.*?)^```$", (REPOSITORY / "docs/scale.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    (tmp_path / "check.py").write_text(code, encoding="utf-8")
    run = subprocess.run([sys.executable, "check.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    (line,) = run.stdout.splitlines()
    assert line.startswith(f'shards/1/figures.csv:2: unique: "{names[0].decode()}" is already the key of another row')
