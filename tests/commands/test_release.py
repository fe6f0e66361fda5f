"""`release` as a packager calls it: what it would do, what it did, what it refuses, and that anyone gets the same."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from releases import only_our_own
from repositories import change_rows, previous_of, released, state
from support import Run, run_command
from versions import correct_cell, git_environment, run_git

pytestmark = pytest.mark.slow

EPOCH = "1796083200"  # 2026-12-01T00:00:00Z


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a release and a row changed after it."""
    folder = released(tmp_path_factory.mktemp("base") / "a package")
    change_rows(folder, lambda rows: correct_cell(rows, "figures", "notes", "Read again."))
    return folder


@pytest.fixture
def root(base: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(base, tmp_path / "a package"))


def release(root: Path, *arguments: str, **variables: str) -> Run:
    if not any(argument.startswith("--previous") for argument in arguments):
        arguments = ("--previous", str(previous_of(root)), *arguments)
    return run_command("release", *arguments, folder=root, environment={**git_environment(), **variables})


def test_a_dry_run_tells_everything_and_changes_nothing(root: Path) -> None:
    before = state(root)
    run = release(root, "--dry-run", SOURCE_DATE_EPOCH=EPOCH)
    assert (run.code, run.err) == (0, "")
    assert state(root) == before
    lines = run.out.splitlines(keepends=True)
    # Every table with rows that no release has carried yet is written, too.
    assert lines.pop(3).startswith(
        "would write datapackage.json, CHANGELOG.md, data/revisions.csv, data/changes.csv, data/figures.csv"
    )
    assert "".join(lines) == (
        "would release 0.1.1 (after 0.1.0, a patch change)\n"
        "  patch: figures: 1 row with corrected values\n"
        "\n"
        "would commit on main, build twice, compare, verify, and tag v0.1.1\n"
        "\n"
        "CHANGELOG.md would get:\n"
        "\n"
        "## 0.1.1 (2026-12-01)\n"
        "\n"
        "### Corrections\n"
        "\n"
        "- `fig-7k2m9q` (figures), `notes`: `(empty)` → `Read again.`. Read again.\n"
        "\n"
        "warning: datapackage.json gives no homepage: citations and search engines for data sets have no page to lead to\n"
        "warning: datapackage.json gives no repository: nobody who finds the release finds its code and history, or can "
        "report an error\n"
        "warning: datapackage.json gives no id (a DOI): a citation breaks when an address changes; reserve a DOI before "
        "the release\n"
        "warning: datapackage.json gives no email of a contributor: a person who is named in the data cannot ask anybody\n"
        "Nothing was changed.\n"
    )


def test_a_release_is_made_and_anyone_can_rebuild_it_from_its_tag(root: Path, tmp_path: Path) -> None:
    run = release(root, SOURCE_DATE_EPOCH=EPOCH)
    assert (run.code, run.err) == (0, "")
    commit = run_git(root, "rev-parse", "v0.1.1^{commit}")
    assert run.out.splitlines()[0] == (
        f"released 0.1.1 (after 0.1.0, a patch change): commit {commit[:12]}, tag v0.1.1"
    )
    assert "  git push --atomic origin main v0.1.1\n" in run.out
    assert state(root)[3] == ""
    assert json.loads((root / "datapackage.json").read_bytes())["created"] == "2026-12-01T00:00:00Z"
    run_git(tmp_path, "clone", "--quiet", "--branch", "v0.1.1", str(root), "clone")
    clone = tmp_path / "clone"
    with only_our_own():
        assert run_command("build", folder=clone).code == 0
    assert run_command("diff", "v0.1.1", "dist", folder=clone, environment=git_environment()).code == 0
    assert release(root).err == (
        f"deportation-goal: no release: nothing changed since 0.1.1 (commit {commit[:12]}): there is nothing to release\n"
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--version", "0.1.0"], "no release: 0.1.0 is not above 0.1.0, the last release: 0.1.1 is the lowest"),
        (["--version", "next"], 'no release: "next" is not a version: write it as 1.2.3'),
    ],
)
def test_a_refusal_exits_1_in_one_sentence(root: Path, arguments: list[str], sentence: str) -> None:
    before = state(root)
    run = release(root, *arguments)
    assert (run.code, run.out) == (1, "")
    assert run.err.startswith(f"deportation-goal: {sentence}")
    assert state(root) == before


def test_uncommitted_changes_are_named(root: Path) -> None:
    (root / "data/new.csv").touch()
    run = release(root, "--dry-run")
    assert (run.code, run.out) == (1, "")
    assert run.err.endswith("take them back:\n  data/new.csv\n")


def test_without_a_repository_it_exits_2(example_copy: Path) -> None:
    run = release(example_copy)
    assert (run.code, run.out) == (2, "")
    assert run.err == f"deportation-goal: no release: {example_copy} lies in no git repository\n"


def test_without_git_it_exits_2(example_copy: Path, tmp_path: Path) -> None:
    run = release(example_copy, PATH=str(tmp_path))
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("deportation-goal: no release: git is not installed, or not on the PATH")
