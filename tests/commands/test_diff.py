"""`diff` as people call it: exit codes, two sides or one, reports, notes, plain refusals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support import run_command
from versions import commit_all, make_repository, run_git, write_rows, write_version


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the tag v0.1.0, and a corrected value after it."""
    folder = make_repository(write_version(tmp_path_factory.mktemp("diff") / "package"))
    run_git(folder, "tag", "v0.1.0")
    write_rows(folder, lambda rows: rows["figures"][0].update(value="900000"))
    commit_all(folder, "Correct a figure")
    return folder


@pytest.mark.slow
def test_the_package_around_is_the_new_side(repository: Path) -> None:
    run = run_command("diff", "v0.1.0", folder=repository / "data")
    assert (run.code, run.err) == (1, "")
    assert run.out.splitlines()[1] == "new: .. (folder, version 0.1.0)"
    assert "~ fig-7k2m9q  value: 1000000 -> 900000" in run.out
    assert "After 0.1.0 this requires at least 0.1.1: a patch change." in run.out


@pytest.mark.slow
def test_equal_sides_exit_0(repository: Path) -> None:
    run = run_command("diff", "HEAD", "main", folder=repository)
    assert (run.code, run.err) == (0, "")
    assert "No difference." in run.out


@pytest.mark.slow
def test_the_package_option_names_the_new_side(repository: Path, tmp_path: Path) -> None:
    run = run_command("diff", "v0.1.0", "--package", repository, folder=tmp_path)
    assert run.code == 1
    assert "fig-7k2m9q" in run.out


@pytest.mark.slow
def test_two_sides_need_no_package_around(repository: Path, tmp_path: Path) -> None:
    other = write_version(tmp_path / "other")
    run = run_command("diff", repository, other, folder=tmp_path)
    assert (run.code, run.err) == (1, "")
    assert "value: 900000 -> 1000000" in run.out


@pytest.mark.slow
def test_several_reports_from_one_run(repository: Path, tmp_path: Path) -> None:
    files = {name: tmp_path / f"diff.{name}" for name in ("text", "json", "html")}
    reports = [f"--report={name}={path}" for name, path in files.items()]
    run = run_command("diff", "v0.1.0", "--report", "json", *reports, folder=repository)
    assert run.code == 1
    assert json.loads(run.out)["step"] == "patch"
    assert files["json"].read_text(encoding="utf-8") == run.out
    assert "fig-7k2m9q" in files["html"].read_text(encoding="utf-8")
    assert run_command("diff", "v0.1.0", folder=repository).out == files["text"].read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nosuch"], '"nosuch" is not a folder and not a zip, and git knows neither'),
        (["v0.1.0", "nosuch.zip"], '"nosuch.zip" is not a folder and not a zip, and git'),
        (["v0.1.0", "data"], "data holds no datapackage.json"),
        (["v0.1.0", "datapackage.json"], "datapackage.json is neither a folder nor a zip file"),
        (["v0.1.0", "--report", "sarif"], '"sarif" is not a report format; there are text, json, html'),
        ([], "Missing argument 'OLD'"),
    ],
)
def test_refusals_exit_2(repository: Path, arguments: list[str], sentence: str) -> None:
    run = run_command("diff", *arguments, folder=repository)
    assert (run.code, run.out) == (2, "")
    assert sentence in run.err


def test_a_broken_table_exits_2_and_is_named_with_its_line(repository: Path, tmp_path: Path) -> None:
    other = write_version(tmp_path / "other")
    path = other / "data/figures.csv"
    path.write_bytes(path.read_bytes().replace(b"\nfig-7k2m9q,", b"\nfig-7k2m9q,,"))
    run = run_command("diff", "v0.1.0", other, folder=repository)
    assert (run.code, run.out) == (2, "")
    assert f"{other} (folder): data/figures.csv:2: the row has " in run.err


def test_without_a_package_around_the_new_side_must_be_named(tmp_path: Path) -> None:
    run = run_command("diff", "v0.1.0", folder=tmp_path)
    assert (run.code, run.out) == (2, "")
    assert "no package here" in run.err
