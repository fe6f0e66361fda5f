"""The files that a release writes by itself: dated descriptor, filled revisions, changes, changelog."""

from __future__ import annotations

import csv
import datetime
import io
import json
from pathlib import Path

import pytest

from deportation_goal.package.descriptor import PackageError, load_package
from deportation_goal.release.publish_files import dated_descriptor, release_sources
from support import REPOSITORY
from versions import difference, write_version

CREATED = datetime.datetime(2026, 12, 1, 23, 59, 58, tzinfo=datetime.UTC)


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_only_version_and_date_of_the_descriptor_change() -> None:
    text = (REPOSITORY / "datapackage.json").read_text(encoding="utf-8")
    dated = dated_descriptor(text, "7.8.9", CREATED).decode()
    before, after = json.loads(text), json.loads(dated)
    assert after == {**before, "version": "7.8.9", "created": "2026-12-01T23:59:58Z"}
    assert list(after) == list(before)
    lines = zip(text.splitlines(), dated.splitlines(), strict=True)
    assert len([line for line in lines if line[0] != line[1]]) == 2


@pytest.mark.parametrize(
    "text",
    [
        '{"version": "0.1.0", "created": "2026"}',
        '{\n  "version": "0.1.0"\n}',
        '{\n  "version": "0.1.0",\n  "created": "a",\n  "version": "0.1.0"\n}',
        '{"resources": {\n  "version": "0.1.0",\n  "created": "a"\n}, "version": "0.1.0"}',
    ],
)
def test_a_descriptor_in_another_form_is_refused_with_the_form(text: str) -> None:
    with pytest.raises(PackageError, match=r"datapackage\.json: "):
        dated_descriptor(text, "0.2.0", CREATED)


def test_a_later_release_fills_changes_revisions_and_changelog(tmp_path: Path) -> None:
    old = write_version(tmp_path / "old")
    new = write_version(tmp_path / "new", lambda rows: rows["figures"][0].update(value="900000"))
    (new / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n\nWords.\n", encoding="utf-8")
    files, block = release_sources(load_package(new), difference(old, new), "0.1.1", CREATED)
    assert set(files) == {"datapackage.json", "CHANGELOG.md", "data/revisions.csv", "data/changes.csv"}
    assert [row["version"] for row in table(files["data/revisions.csv"])] == ["0.1.1"]
    (change,) = table(files["data/changes.csv"])
    assert (change["change_id"], change["date"]) == ("0.1.1:figures:fig-7k2m9q:value", "2026-12-01")
    assert block.startswith("## 0.1.1 (2026-12-01)\n\nWords.\n\n### Data\n")
    assert files["CHANGELOG.md"].decode() == f"# Changelog\n\n## Unreleased\n\n{block}"


def test_the_first_release_brings_no_changes(tmp_path: Path) -> None:
    new = write_version(tmp_path / "new")
    files, block = release_sources(load_package(new), None, "0.1.0", CREATED)
    assert table(files["data/changes.csv"]) == []
    assert "- Figures: 2 rows" in block


def test_a_package_without_its_logs_is_refused(tmp_path: Path) -> None:
    def drop(document: dict[str, list[dict[str, str]]]) -> None:
        document["resources"] = [member for member in document["resources"] if member["name"] != "changes"]

    new = write_version(tmp_path / "new", descriptor=drop)
    with pytest.raises(PackageError, match="lists no table changes, which a release writes to: list it"):
        release_sources(load_package(new), None, "0.1.0", CREATED)


def test_changes_of_earlier_releases_stay_and_all_are_in_order(tmp_path: Path) -> None:
    earlier = {"change_id": "0.1.1:areas:CRI", "version": "0.1.1", "date": "2026-11-30"}
    old = write_version(tmp_path / "old", lambda rows: rows["changes"].append(earlier))

    def change(rows: dict[str, list[dict[str, str]]]) -> None:
        rows["changes"].append(earlier)
        for row in rows["areas"]:
            row["m49"] = "000"

    new = write_version(tmp_path / "new", change)
    files, _ = release_sources(load_package(new), difference(old, new), "0.1.2", CREATED)
    ids = [row["change_id"] for row in table(files["data/changes.csv"])]
    assert ids == ["0.1.1:areas:CRI", "0.1.2:areas:CRI:m49", "0.1.2:areas:USA:m49"]
