"""Running git: what it says comes back, what goes wrong is one sentence, the settings of a hook do not lead astray."""

from __future__ import annotations

from pathlib import Path

import pytest

from deportation_goal.errors import UserError
from deportation_goal.package.git import GitError, git, git_bytes
from versions import make_repository


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("git") / "a repository"
    folder.mkdir()
    (folder / "ein Maß.txt").write_text("é\n", encoding="utf-8")
    return make_repository(folder)


def test_what_git_says_comes_back_names_as_they_are(root: Path) -> None:
    assert git(root, "ls-files").splitlines() == [".gitignore", "ein Maß.txt"]
    assert git_bytes(root, "show", "HEAD:ein Maß.txt") == "é\n".encode()


def test_git_reads_the_text_that_it_is_given(root: Path) -> None:
    assert git(root, "hash-object", "--stdin", text="é\n") == git(root, "rev-parse", "HEAD:ein Maß.txt")


def test_a_failure_is_one_error_with_what_git_said(root: Path) -> None:
    with pytest.raises(GitError, match=r"^git checkout failed: error: pathspec 'nosuch' did not match") as caught:
        git(root, "checkout", "nosuch")
    assert caught.value.said.startswith("error: pathspec")
    with pytest.raises(GitError, match=r"^git diff failed: exit code 1$"):
        git(root, "diff", "--quiet", "4b825dc642cb6eb9a060e54bf8d69288fbee4904", "HEAD")


def test_no_repository_and_no_git_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match=r"lies in no git repository$"):
        git(tmp_path, "status")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match="git is not installed"):
        git(tmp_path, "status")


@pytest.mark.parametrize("language", ["de_DE.UTF-8", "ja_JP.UTF-8"])
def test_messages_are_english_whatever_the_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("LANG", language)
    monkeypatch.setenv("LANGUAGE", language)
    with pytest.raises(UserError):
        git(tmp_path, "status")


def test_the_variables_of_a_hook_do_not_lead_to_its_repository(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.setenv(name, "/nowhere")
    assert git(root, "status", "--porcelain") == ""
