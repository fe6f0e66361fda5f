"""The repository of a release: what speaks against one, the last one, checkouts, and commit and tag together."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from deportation_goal.diff.version import Version
from deportation_goal.errors import UserError
from deportation_goal.package.git import GitError
from deportation_goal.release.publish.repository import (
    LastRelease,
    changed_paths,
    clean_checkout,
    clear_up,
    commit_files,
    land,
    last_release,
    sound_repository,
    tag_exists,
)
from repositories import state
from versions import commit_all, make_repository, run_git


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base") / "repository"
    folder.mkdir()
    (folder / "a file").write_text("1\n", encoding="utf-8")
    return make_repository(folder)


@pytest.fixture
def root(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit, and no settings of the machine."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    for name in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"):
        monkeypatch.delenv(name, raising=False)
    return Path(shutil.copytree(base, tmp_path / "a repository"))


def commit(root: Path, text: str, branch: str = "") -> str:
    """Commit another content of the file and return the commit."""
    if branch:
        run_git(root, "checkout", "--quiet", "-B", branch)
    (root / "a file").write_text(text, encoding="utf-8")
    commit_all(root, text)
    return run_git(root, "rev-parse", "HEAD")


def test_a_clean_branch_will_do(root: Path) -> None:
    found = sound_repository(root)
    assert (found.branch, found.head) == ("main", run_git(root, "rev-parse", "HEAD"))


def detach(root: Path) -> None:
    run_git(root, "checkout", "--quiet", "--detach")


def forget_name(root: Path) -> None:
    run_git(root, "config", "--unset", "user.name")


def forget_address(root: Path) -> None:
    run_git(root, "config", "--unset", "user.email")


def change(root: Path) -> None:
    (root / "a file").write_text("2\n", encoding="utf-8")


def stage(root: Path) -> None:
    change(root)
    run_git(root, "add", "a file")


def add_many(root: Path) -> None:
    for number in range(12):
        (root / f"new {number:02}").touch()


def begin_merge(root: Path) -> None:
    commit(root, "2\n", "other")
    run_git(root, "checkout", "--quiet", "main")
    run_git(root, "merge", "--no-commit", "--no-ff", "other")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (detach, "HEAD is detached at "),
        (forget_name, "git does not know who you are: `git config user.name …`"),
        (forget_address, "git does not know who you are: `git config user.email …`"),
        (change, "there are changes that are not committed: commit them, or take them back:\n  a file"),
        (stage, "there are changes that are not committed: commit them, or take them back:\n  a file"),
        (add_many, "\n  new 09\n  and 2 more"),
        (begin_merge, "a merge is not finished: finish it, or `git merge --abort`"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_speaks_against_a_release_is_said(root: Path, spoil: Callable[[Path], None], sentence: str) -> None:
    spoil(root)
    with pytest.raises(UserError) as caught:
        sound_repository(root)
    assert sentence in str(caught.value)


def test_a_name_from_the_environment_will_do(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forget_name(root)
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Somebody")
    monkeypatch.setenv("GIT_COMMITTER_NAME", "Somebody")
    assert sound_repository(root).branch == "main"


def test_the_lock_of_the_package_is_no_change(root: Path) -> None:
    (root / ".gitignore").unlink()
    commit_all(root, "Ignore nothing")
    (root / ".deportation-goal.lock").touch()
    assert sound_repository(root).branch == "main"


def test_a_folder_inside_a_repository_is_no_repository_of_its_own(root: Path) -> None:
    (root / "inner").mkdir()
    with pytest.raises(UserError, match="is a folder inside the repository"):
        sound_repository(root / "inner")


def test_without_a_commit_there_is_nothing_to_release(tmp_path: Path) -> None:
    run_git(tmp_path, "init", "--quiet")
    with pytest.raises(UserError, match="there is no commit yet"):
        sound_repository(tmp_path)


def test_a_shallow_clone_cannot_see_the_last_release(root: Path, tmp_path: Path) -> None:
    commit(root, "2\n")
    run_git(tmp_path, "clone", "--quiet", "--depth=1", root.as_uri(), "shallow")
    with pytest.raises(UserError, match=r"the clone is shallow, .* `git fetch --unshallow`"):
        sound_repository(tmp_path / "shallow")


def test_without_git_or_repository_it_says_so(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    with pytest.raises(UserError, match="elsewhere lies in no git repository"):
        sound_repository(tmp_path / "elsewhere")
    monkeypatch.setenv("PATH", str(tmp_path / "elsewhere"))
    with pytest.raises(UserError, match="git is not installed"):
        sound_repository(root)


def test_the_last_release_is_the_highest_version_that_a_commit_here_gave(root: Path) -> None:
    assert last_release(root) is None
    write_descriptor(root, "0.9.0")
    first = write_descriptor(root, "0.10.0")
    commit(root, "2\n")
    run_git(root, "tag", "v3.0.0")
    assert last_release(root) == LastRelease(Version(0, 10, 0), first)
    assert tag_exists(root, "v3.0.0")
    assert not tag_exists(root, "v0.11.0")


def write_descriptor(root: Path, version: str) -> str:
    """Commit a descriptor of a version and return the commit."""
    (root / "datapackage.json").write_text(f'{{\n  "version": "{version}"\n}}\n', encoding="utf-8")
    commit_all(root, version)
    return run_git(root, "rev-parse", "HEAD")


def test_changed_files_are_named(root: Path) -> None:
    head = run_git(root, "rev-parse", "HEAD")
    assert not any(changed_paths(root, head))
    commit(root, "2\n")
    assert changed_paths(root, head) == ["a file"]


def test_a_checkout_is_clean_and_leaves_nothing(root: Path) -> None:
    before = state(root)
    change(root)
    with clean_checkout(root, "HEAD", "a folder") as folder:
        assert (folder / "a file").read_text(encoding="utf-8") == "1\n"
        assert folder.name == "a folder"
    assert not folder.exists()
    run_git(root, "checkout", "a file")
    assert state(root) == before


def test_a_checkout_runs_no_hook(root: Path) -> None:
    hook(root, "post-checkout", "exit 1")
    with clean_checkout(root, "HEAD", "folder") as folder:
        assert folder.is_dir()


def test_what_a_killed_run_left_is_cleared_up(root: Path, tmp_path: Path) -> None:
    before = state(root)
    left = tmp_path / "deportation-goal-release-x1" / "first"
    run_git(root, "worktree", "add", "--quiet", "--detach", str(left))
    of_somebody = tmp_path / "of somebody"
    run_git(root, "worktree", "add", "--quiet", "--detach", str(of_somebody))
    clear_up(root)
    assert not left.parent.exists()
    assert of_somebody.is_dir()
    run_git(root, "worktree", "remove", str(of_somebody))
    assert state(root) == before


def hook(root: Path, name: str, script: str) -> None:
    """Write a hook of the repository."""
    path = root / ".git/hooks" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def test_a_commit_goes_through_the_hooks_and_their_refusal_is_shown(root: Path) -> None:
    hook(root, "pre-commit", "echo 'no release on a Sunday' >&2; exit 1")
    before = state(root)
    with clean_checkout(root, "HEAD", "folder") as folder:
        (folder / "a file").write_text("2\n", encoding="utf-8")
        with pytest.raises(UserError, match=r"git refused the commit \(a hook\?\): no release on a Sunday"):
            commit_files(folder, ["a file"], "Release")
    assert state(root) == before


def test_a_hook_that_leaves_files_behind_is_refused(root: Path) -> None:
    hook(root, "pre-commit", "echo x > left-over")
    with clean_checkout(root, "HEAD", "folder") as folder:
        (folder / "a file").write_text("2\n", encoding="utf-8")
        with pytest.raises(UserError, match="left-over"):
            commit_files(folder, ["a file"], "Release")


def released(root: Path) -> str:
    """Return a commit after HEAD that no branch has yet."""
    with clean_checkout(root, "HEAD", "folder") as folder:
        (folder / "a file").write_text("2\n", encoding="utf-8")
        return commit_files(folder, ["a file"], "Release 0.2.0")


MESSAGE = "deportation-goal 0.2.0\n\n## 0.2.0\n\n# not a comment\n"


def test_commit_and_tag_land_together(root: Path) -> None:
    repository, made = sound_repository(root), released(root)
    land(repository, made, "v0.2.0", MESSAGE)
    assert run_git(root, "rev-parse", "HEAD") == run_git(root, "rev-parse", "v0.2.0^{commit}") == made
    assert run_git(root, "cat-file", "-t", "v0.2.0") == "tag"
    assert run_git(root, "tag", "--list", "--format=%(contents)", "v0.2.0") == MESSAGE.strip()
    assert (root / "a file").read_text(encoding="utf-8") == "2\n"
    assert state(root)[3] == ""


def test_without_the_tag_the_commit_goes_back(root: Path) -> None:
    repository, made = sound_repository(root), released(root)
    run_git(root, "tag", "v0.2.0")
    before = state(root)
    with pytest.raises(GitError, match=r"tag 'v0\.2\.0' already exists"):
        land(repository, made, "v0.2.0", MESSAGE)
    assert state(root) == before
    assert (root / "a file").read_text(encoding="utf-8") == "1\n"


@pytest.mark.parametrize(
    ("meanwhile", "sentence"),
    [
        (lambda root: commit(root, "3\n"), "another commit was checked out while the release was made"),
        (lambda root: run_git(root, "checkout", "-b", "other"), "another commit was checked out"),
        (change, "there are changes that are not committed"),
    ],
)
@pytest.mark.slow
def test_what_changed_meanwhile_is_not_overwritten(
    root: Path, meanwhile: Callable[[Path], object], sentence: str
) -> None:
    repository, made = sound_repository(root), released(root)
    meanwhile(root)
    before = state(root)
    with pytest.raises(UserError, match=sentence):
        land(repository, made, "v0.2.0", MESSAGE)
    assert state(root) == before


def test_ctrl_c_between_commit_and_tag_is_ignored(root: Path) -> None:
    repository, made = sound_repository(root), released(root)
    # Git runs this between the two; its parent is git, whose parent is this process.
    hook(root, "post-merge", 'kill -INT "$(ps -o ppid= -p $PPID | tr -d " ")"; kill -INT $PPID')
    before = signal.getsignal(signal.SIGINT)
    land(repository, made, "v0.2.0", MESSAGE)
    assert run_git(root, "rev-parse", "HEAD") == run_git(root, "rev-parse", "v0.2.0^{commit}")
    assert signal.getsignal(signal.SIGINT) is before
