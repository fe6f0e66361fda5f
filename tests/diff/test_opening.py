"""A side named by a folder, a zip or a git revision; and names that are none, or two of them."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from deportation_goal.diff.compare_packages import compare
from deportation_goal.diff.opening import open_side
from deportation_goal.errors import UserError
from versions import commit_all, edit_json, make_repository, run_git, write_rows, write_version


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the tag v0.1.0, and a row more in the commit after it."""
    folder = make_repository(write_version(tmp_path_factory.mktemp("repository") / "package"))
    run_git(folder, "tag", "v0.1.0")
    write_rows(folder, lambda rows: rows["areas"].append({**rows["areas"][0], "area": "PAN"}))
    commit_all(folder, "Add an area")
    return folder


def test_a_revision_is_what_was_committed_then(repository: Path) -> None:
    old = open_side("v0.1.0", repository).contents
    assert (old.side.kind, old.side.name, old.side.version) == ("git revision", "v0.1.0", "0.1.0")
    assert old.side.commit == run_git(repository, "rev-parse", "v0.1.0")
    new = open_side(str(repository), repository).contents
    added = {table.table: [row.row_id for row in table.added] for table in compare(old, new).tables if table.added}
    assert added == {"areas": ["PAN"]}


@pytest.mark.parametrize("name", ["HEAD", "main", "HEAD~1", "main@{0}", "v0.1.0^{}"])
def test_any_name_that_git_knows_is_a_revision(repository: Path, name: str) -> None:
    assert open_side(name, repository).contents.side.kind == "git revision"


def test_nothing_in_the_repository_is_touched(repository: Path) -> None:
    path = repository / "data/figures.csv"
    before = path.read_bytes()
    try:
        path.write_bytes(before + b"not committed\n")
        open_side("HEAD", repository)
        assert path.read_bytes() == before + b"not committed\n"
        assert run_git(repository, "status", "--porcelain") == "M data/figures.csv"
    finally:
        path.write_bytes(before)
    assert run_git(repository, "worktree", "list").count("\n") == 0


def test_a_package_in_a_folder_of_its_repository_is_found_in_the_revision(tmp_path: Path) -> None:
    package = write_version(tmp_path / "outer" / "inner")
    make_repository(tmp_path / "outer")
    assert open_side("HEAD", package).contents.side.kind == "git revision"
    with pytest.raises(UserError, match=r"^HEAD \(git revision\): .*datapackage\.json is missing$"):
        open_side("HEAD", tmp_path / "outer")


@pytest.mark.parametrize("inside", ["", "deportation-goal-0.1.0/"])
def test_a_zip_is_read_like_its_folder(old: Path, tmp_path: Path, inside: str) -> None:
    path = tmp_path / "old release.zip"
    with zipfile.ZipFile(path, "w") as zipped:
        for file in old.rglob("*"):
            zipped.write(file, f"{inside}{file.relative_to(old)}")
    opened = open_side(str(path), tmp_path).contents
    assert opened.side.kind == "zip"
    assert compare(opened, open_side(str(old), tmp_path).contents).is_equal


def test_a_name_that_is_folder_and_revision_is_the_folder_and_it_is_said(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = tmp_path / "clone"
    shutil.copytree(repository, clone)
    shutil.copytree(repository / "schemas", clone / "v0.1.0" / "schemas")
    for name in ("data", "datapackage.json"):
        run_git(clone, "mv", name, f"v0.1.0/{name}")
    monkeypatch.chdir(clone)
    opened = open_side("v0.1.0", clone)
    assert opened.contents.side.kind == "folder"
    commit = run_git(clone, "rev-parse", "v0.1.0^{commit}")
    assert opened.note == (
        f'"v0.1.0" is a folder and a git revision: the folder is compared; for the revision write {commit[:12]}'
    )


NEITHER = "is not a folder and not a zip, and git knows neither a revision nor a release of that name"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("v0.1.1", f'"v0.1.1" {NEITHER}; did you mean v0.1.0?'),
        ("0.7.3", f'"0.7.3" {NEITHER}; the newest tags are v0.1.0'),
        ("nosuch", f'"nosuch" {NEITHER}; the newest tags are v0.1.0'),
        ("--help", f'"--help" {NEITHER}'),
        ("HEAD:data", f'"HEAD:data" {NEITHER}'),
        ("", f' holds no datapackage.json|"" {NEITHER}'),
    ],
)
def test_a_name_that_is_nothing_says_what_there_is(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError) as caught:
        open_side(name, repository)
    assert any(part in str(caught.value) for part in sentence.split("|"))


def test_without_a_repository_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(
        UserError,
        match=r"is not a folder and not a zip, and it cannot be looked up in git: .* lies in no git repository",
    ):
        open_side("v0.1.0", tmp_path)


def test_without_git_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match="cannot be looked up in git: git is not installed"):
        open_side("v0.1.0", tmp_path)


def test_a_folder_needs_no_git(old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert open_side(str(old), tmp_path).contents.side.kind == "folder"


def test_a_repository_without_release_and_tag_says_so(tmp_path: Path) -> None:
    folder = make_repository(write_version(tmp_path / "package"))
    with pytest.raises(UserError, match=r"; there are no releases and no tags here$"):
        open_side("v0.1.0", folder)


@pytest.mark.parametrize("name", ["0.1.0", "v0.1.0"])
def test_a_version_is_the_commit_that_released_it_and_needs_no_tag(tmp_path: Path, name: str) -> None:
    folder = make_repository(write_version(tmp_path / "package"))
    dated = {"created": "2026-06-01T00:00:00Z"}
    edit_json(folder / "datapackage.json", lambda document: document.update(dated))
    commit_all(folder, "Release 0.1.0")
    commit = run_git(folder, "rev-parse", "HEAD")
    edit_json(folder / "datapackage.json", lambda document: document.update(title="Another title"))
    commit_all(folder, "Write another title")
    assert open_side(name, folder).contents.side.commit == commit
    with pytest.raises(UserError, match=r"; the releases are 0\.1\.0$"):
        open_side("7.7.7", folder)


def test_a_link_in_a_revision_is_not_followed(tmp_path: Path) -> None:
    folder = write_version(tmp_path / "package")
    figures = folder / "data/figures.csv"
    shutil.move(figures, tmp_path / "outside.csv")
    figures.symlink_to(tmp_path / "outside.csv")
    make_repository(folder)
    with pytest.raises(UserError, match=r"^HEAD \(git revision\): data/figures\.csv cannot be read"):
        open_side("HEAD", folder)


def test_a_hook_of_git_that_asks_gets_its_own_repository(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere/index")
    assert open_side("v0.1.0", repository).contents.side.version == "0.1.0"
