"""Clients of others read and validate the package: frictionless in Python, `datapackage` from npm in JavaScript."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from effort import EVERYTHING
from programs import require_path, require_program

pytestmark = pytest.mark.slow
"""Whole builds: what they rest on is tested by itself in seconds."""

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A copy of the source package, to be changed at will."""
    for name in ("data", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "datapackage.json", tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def release(real_build: Path, example_build: Path) -> Path:
    """A release, derived tables among its resources; not to be changed. That of all data takes the client long."""
    return (real_build if EVERYTHING else example_build) / "dist"


def keys_of(folder: Path) -> dict[str, list[str]]:
    """Return the keys of every table, read with the standard library alone."""
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    tables = {}
    for resource in descriptor["resources"]:
        schema = json.loads((folder / resource["schema"]).read_text(encoding="utf-8"))
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
            tables[resource["name"]] = [row[schema["primaryKey"][0]] for row in csv.DictReader(file)]
    return tables


def break_reference(folder: Path, path: str, column: str) -> None:
    """Put an id that no row has into the first cell of this column that is not empty."""
    file = folder / path
    with file.open(encoding="utf-8", newline="") as opened:
        header, *rows = csv.reader(opened)
    position = header.index(column)
    next(row for row in rows if row[position])[position] = "nobody-at-all"
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened, lineterminator="\n").writerows([header, *rows])


class TestFrictionless:
    @staticmethod
    def validate(folder: Path) -> Any:
        from frictionless import Package

        return Package(str(folder / "datapackage.json")).validate()

    def test_reads_every_row_and_refuses_a_broken_reference(self, source: Path) -> None:
        break_reference(source, "data/quotes.csv", "attributed_to")
        report = self.validate(source)
        assert [(task.name, error.type) for task in report.tasks for error in task.errors] == [
            ("quotes", "foreign-key")
        ]
        assert {task.name: task.stats.get("rows", 0) for task in report.tasks} == {
            name: len(keys) for name, keys in keys_of(source).items()
        }


class TestJavaScript:
    @staticmethod
    def report(folder: Path) -> Any:
        node = require_program("node", "nodejs")
        require_path(HERE / "node_modules" / "datapackage", "`npm ci` in tests/clients installs it")
        run = subprocess.run(
            [node, HERE / "read_package.js", folder], capture_output=True, text=True, encoding="utf-8", check=False
        )
        assert run.returncode == 0, run.stderr
        return json.loads(run.stdout)

    def test_reads_every_row_of_a_release(self, release: Path) -> None:
        keys = keys_of(release)
        assert "figures_flat" in keys
        assert self.report(release) == {"valid": True, "errors": [], "tables": keys}

    def test_reads_every_row_and_refuses_a_broken_reference(self, source: Path) -> None:
        break_reference(source, "data/quotes.csv", "attributed_to")
        # That of a table to itself.
        break_reference(source, "data/sources.csv", "derived_from")
        report, keys = self.report(source), keys_of(source)
        assert report["tables"] == {name: keys[name] for name in keys if name not in ("quotes", "sources")}
        assert {error.split(":")[0] for error in report["errors"]} == {"quotes", "sources"}


def test_the_lock_of_the_javascript_client_names_no_address() -> None:
    lock = (HERE / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in lock
    packages = json.loads(lock)["packages"]
    assert all(entry["integrity"].startswith("sha512-") for name, entry in packages.items() if name)
