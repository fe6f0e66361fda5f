"""`deportation-goal verify`: what it prints, its reports and exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from deportation_goal.release.archive import file_hash
from releases import mend_sums, zip_of
from support import run_command

pytestmark = pytest.mark.slow
"""Whole builds: what they rest on is tested by itself in seconds."""


@pytest.fixture
def built_once(example_build: Path) -> Path:
    """The release of the example package; not to be changed."""
    return example_build / "dist"


@pytest.fixture
def tampered(built_once: Path, tmp_path: Path) -> Path:
    """A copy of it with a changed file, a missing one and one more."""
    folder = Path(shutil.copytree(built_once, tmp_path / "tampered", ignore=shutil.ignore_patterns("*.zip*")))
    (folder / "README.md").write_bytes(b"changed")
    (folder / "data/quotes.csv").unlink()
    (folder / "new.csv").write_bytes(b"")
    return folder


def test_a_sound_zip_far_from_its_package(built_once: Path, tmp_path: Path) -> None:
    shutil.copy(zip_of(built_once), tmp_path)
    run = run_command("verify", zip_of(tmp_path).name, folder=tmp_path)
    assert (run.code, run.err) == (0, "")
    assert f"its SHA-256 to compare with the published one is {file_hash(zip_of(built_once))}" in run.out
    assert [line.split()[0] for line in run.out.splitlines()[1:8]] == ["ok"] * 7
    assert run.out.splitlines()[-1].startswith("OK: ")
    assert [path.name for path in tmp_path.iterdir()] == [zip_of(built_once).name]


@pytest.mark.slow
def test_a_sound_folder_stays_as_it_is(built_once: Path, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in built_once.rglob("*")}
    run = run_command("verify", built_once, folder=tmp_path)
    assert (run.code, run.err) == (0, "")
    assert "holds the same files" in run.out
    assert {path: path.stat().st_mtime_ns for path in built_once.rglob("*")} == before


def test_what_is_wrong_is_listed_and_summed_up(tampered: Path) -> None:
    run = run_command("verify", tampered)
    assert (run.code, run.err) == (1, "")
    for expected in (
        "  README.md: error [changed-file] ",
        "  data/quotes.csv: error [removed-file] ",
        "  new.csv: error [added-file] ",
        "\nnot as it was released: 1 file changed, 1 file missing, 1 file added\n",
        "not asked, as data/quotes.csv is not as released",
        ", but for data/quotes.csv, not compared",
    ):
        assert expected in run.out


def test_every_report_knows_the_rules(tampered: Path, tmp_path: Path) -> None:
    names = ("json", "sarif", "junit", "github", "html", "text")
    asked = [part for name in names for part in ("--report", f"{name}={tmp_path / name}")]
    run = run_command("verify", tampered, *asked)
    assert (run.code, run.out) == (1, "")
    texts = {name: (tmp_path / name).read_text(encoding="utf-8") for name in names}
    for rule in ("changed-file", "removed-file", "added-file"):
        assert [name for name, text in texts.items() if rule not in text] == []
    told = [finding["path"] for finding in json.loads(texts["json"])["findings"] if finding["level"] != "note"]
    assert told == ["README.md", "data/quotes.csv", "new.csv"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [(None, "is not there"), (b"no zip", "neither a folder nor a zip file"), (b"", "neither a folder nor a zip file")],
)
def test_what_is_no_release_is_refused_in_a_line(content: bytes | None, expected: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "release.zip").write_bytes(content)
    run = run_command("verify", "release.zip", folder=tmp_path)
    assert (run.code, run.out, run.err.count("\n")) == (2, "", 1)
    assert expected in run.err


@pytest.mark.slow
def test_the_package_itself_is_refused(example_copy: Path) -> None:
    run = run_command("verify", ".", folder=example_copy)
    assert (run.code, run.out) == (2, "")
    assert "`deportation-goal build` makes one" in run.err


@pytest.mark.slow
def test_warnings_count_with_strict_only(tampered: Path, built_once: Path) -> None:
    shutil.copytree(built_once, tampered, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.zip*"))
    (tampered / "new.csv").unlink()
    (tampered / "Thumbs.db").write_bytes(b"")
    mend_sums(tampered)
    (tampered / "data/.DS_Store").write_bytes(b"")
    assert run_command("verify", tampered, "--strict").code == 0
