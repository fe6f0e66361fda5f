"""The releases that a history holds, whatever its tags say."""

from __future__ import annotations

from pathlib import Path

import pytest

from deportation_goal.errors import UserError
from deportation_goal.package.release_commits import release_commit, release_commits
from deportation_goal.release.changelog import released_versions
from support import REPOSITORY
from versions import commit_all, make_repository, run_git


def write(folder: Path, version: str, created: str, title: str = "A title") -> str:
    """Commit a descriptor and return the commit."""
    text = f'{{\n  "title": "{title}",\n  "version": "{version}",\n  "created": "{created}"\n}}\n'
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    commit_all(folder, f"{version} of {created}")
    return run_git(folder, "rev-parse", "HEAD")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with a descriptor of 0.1.0 that was never released."""
    folder = tmp_path / "package"
    folder.mkdir()
    make_repository_with(folder)
    return folder


def make_repository_with(folder: Path) -> None:
    (folder / "datapackage.json").write_text(
        '{\n  "title": "A title",\n  "version": "0.1.0",\n  "created": "a"\n}\n', encoding="utf-8"
    )
    make_repository(folder)


def versions(folder: Path) -> dict[str, str]:
    return {release.version: release.commit for release in release_commits(folder)}


def test_a_version_that_was_there_from_the_beginning_is_no_release(root: Path) -> None:
    write(root, "0.1.0", "a", "Another title")
    run_git(root, "tag", "v0.1.0")
    assert versions(root) == {}


def test_the_first_release_is_the_commit_that_dated_its_version(root: Path) -> None:
    first = write(root, "0.1.0", "b")
    write(root, "0.1.0", "b", "Another title")
    assert versions(root) == {"0.1.0": first}


def test_a_release_is_the_commit_that_raised_the_version(root: Path) -> None:
    first = write(root, "0.1.0", "b")
    second = write(root, "0.9.0", "c")
    third = write(root, "0.10.0", "d")
    write(root, "0.10.0", "corrected by hand")
    assert list(versions(root).items()) == [("0.10.0", third), ("0.9.0", second), ("0.1.0", first)]


def test_a_version_that_was_taken_back_is_no_release_of_the_lower_one(root: Path) -> None:
    first, second = write(root, "0.1.0", "b"), write(root, "0.2.0", "c")
    write(root, "0.1.0", "b")
    assert versions(root) == {"0.2.0": second, "0.1.0": first}


def test_a_release_on_a_branch_that_was_merged_is_found_and_one_elsewhere_is_not(root: Path) -> None:
    run_git(root, "checkout", "--quiet", "-b", "merged")
    merged = write(root, "0.2.0", "b")
    run_git(root, "checkout", "--quiet", "-b", "elsewhere")
    write(root, "7.0.0", "c")
    run_git(root, "checkout", "--quiet", "main")
    (root / "a file").touch()
    commit_all(root, "Go on")
    run_git(root, "merge", "--quiet", "--no-edit", "merged")
    assert versions(root) == {"0.2.0": merged}


def test_a_descriptor_that_cannot_be_read_is_passed_over(root: Path) -> None:
    first = write(root, "0.1.0", "b")
    (root / "datapackage.json").write_text('{\n  "version": "0.2.0",\n', encoding="utf-8")
    commit_all(root, "Break it")
    write(root, "one", "c")
    assert versions(root) == {"0.1.0": first}


def test_a_repository_without_a_commit_has_no_release_and_no_repository_is_an_error(tmp_path: Path) -> None:
    run_git(tmp_path, "init", "--quiet")
    assert release_commits(tmp_path) == []
    with pytest.raises(UserError, match="lies in no git repository"):
        release_commits(Path("/"))


@pytest.mark.parametrize("name", ["0.1.0", "v0.1.0"])
def test_a_version_is_looked_up_with_and_without_its_letter(root: Path, name: str) -> None:
    assert release_commit(name, root) == ""
    assert release_commit(name, root) == "" != write(root, "0.1.0", "b") == release_commit(name, root)
    assert release_commit("0.2.0", root) == release_commit("main", root) == ""


def test_a_package_in_a_folder_of_its_repository_has_its_own_releases(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    make_repository_with(inner)
    (inner / ".git").rename(tmp_path / ".git")
    commit_all(tmp_path, "Into a folder")
    found = write(inner, "0.2.0", "b")
    assert versions(inner) == {"0.2.0": found}


def test_the_real_history_holds_the_releases_of_its_changelog() -> None:
    found = versions(REPOSITORY) if (REPOSITORY / ".git").exists() else {}
    if not found:
        pytest.skip("this copy has no history")
    blocks = released_versions((REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert list(found) == blocks
