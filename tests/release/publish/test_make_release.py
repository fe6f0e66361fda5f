"""Making a release: commit and tag when all goes well, and nothing at all when anything does not."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deportation_goal.commands import cli
from deportation_goal.errors import EXIT_ERRORS, UserError
from deportation_goal.package.descriptor import load_package
from deportation_goal.package.git import git
from deportation_goal.pages.generated_pages import pages, stale_pages
from deportation_goal.release.publish import two_builds
from deportation_goal.release.publish.make_release import publish
from deportation_goal.release.publish.plan import Plan, plan_release
from deportation_goal.release.publish.two_builds import (
    FIRST,
    SECOND,
    Surroundings,
    build_twice,
    refuse_different,
    run_tool,
)
from repositories import change_rows, previous_of, released, state
from support import COMMAND, write_files
from versions import correct_cell, git_environment, run_git

CREATED = datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC)

pytestmark = pytest.mark.slow


def silent(_step: str) -> None:
    return


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a release and a row changed after it."""
    folder = released(tmp_path_factory.mktemp("base") / "package")
    change_rows(folder, lambda rows: correct_cell(rows, "figures", "notes", "Read again."))
    return folder


@pytest.fixture
def root(base: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(base, tmp_path / "package"))


def plan(root: Path) -> Plan:
    return plan_release(
        load_package(root),
        "auto",
        CREATED,
        lambda folder: stale_pages(folder, pages(folder, cli)),
        silent,
        previous=previous_of(root),
    )


def looked_at(root: Path, commit: str, _progress: Callable[[str], None]) -> int:
    """Stand in for the two builds: the branch must not have moved yet."""
    assert git(root, "rev-parse", "HEAD") != commit
    return 3


def test_commit_and_tag_carry_version_date_and_fresh_documents(root: Path, tmp_path: Path) -> None:
    made = publish(plan(root), silent, looked_at)
    assert made.files == 3
    assert run_git(root, "rev-parse", "HEAD", "v0.1.1^{commit}").split() == [made.commit] * 2
    assert run_git(root, "log", "--format=%s", "-1") == "Release 0.1.1"
    assert run_git(root, "tag", "--list", "--format=%(contents:subject)", "v0.1.1") == "deportation-goal 0.1.1"
    assert "### Corrections" in run_git(root, "tag", "--list", "--format=%(contents)", "v0.1.1")
    document = json.loads((root / "datapackage.json").read_bytes())
    assert (document["version"], document["created"]) == ("0.1.1", "2026-12-01T00:00:00Z")
    assert stale_pages(root, pages(root, cli)) == []
    assert state(root)[3] == ""
    # The release is its own last one now: nothing is left to release. A run that was killed after it left a checkout.
    left = tmp_path / "deportation-goal-release-x1" / "commit"
    run_git(root, "worktree", "add", "--quiet", "--detach", str(left))
    with pytest.raises(UserError, match=r"nothing changed since 0\.1\.1 "):
        plan(root)
    assert not left.exists()
    assert run_git(root, "worktree", "list").count("\n") == 0


def broken(_root: Path, _commit: str, _progress: Callable[[str], None]) -> int:
    raise UserError("two builds of one commit differ", EXIT_ERRORS)


def interrupted(_root: Path, _commit: str, _progress: Callable[[str], None]) -> int:
    raise KeyboardInterrupt


def out_of_space(_root: Path, _commit: str, _progress: Callable[[str], None]) -> int:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("builder", [broken, interrupted, out_of_space], ids=lambda builder: builder.__name__)
def test_a_build_that_fails_leaves_everything_as_it_was(root: Path, builder: Callable[..., int]) -> None:
    wanted, before = plan(root), state(root)
    with pytest.raises((UserError, KeyboardInterrupt, OSError)):
        publish(wanted, silent, builder)
    assert state(root) == before
    assert publish(wanted, silent, looked_at).commit == run_git(root, "rev-parse", "HEAD")


def test_a_hook_that_refuses_leaves_everything_as_it_was(root: Path) -> None:
    hook = root / ".git/hooks/commit-msg"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'the message needs a number' >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    wanted, before = plan(root), state(root)
    with pytest.raises(UserError, match="the message needs a number"):
        publish(wanted, silent, looked_at)
    assert state(root) == before


def test_two_builds_are_made_compared_and_one_is_verified(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The real ones are made by the command, in tests/commands/test_release.py.
    ran: list[tuple[str, str, Surroundings]] = []

    @contextlib.contextmanager
    def quick_tool(checkout: Path, *arguments: str, surroundings: Surroundings = FIRST) -> Iterator[Callable[[], None]]:
        ran.append((arguments[0], arguments[-1], surroundings))
        if arguments[0] == "build":
            write_files(Path(arguments[-1]), {"data/figures.csv": (checkout / "data/figures.csv").read_bytes()})
        yield lambda: None

    monkeypatch.setattr(two_builds, "started_tool", quick_tool)
    steps: list[str] = []
    assert build_twice(root, run_git(root, "rev-parse", "HEAD"), steps.append) == 1
    assert [(command, surroundings) for command, _, surroundings in ran] == [
        ("build", FIRST),
        ("build", SECOND),
        ("verify", FIRST),
    ]
    assert ran[1][1] == ran[2][1] != ran[0][1]
    assert steps == [
        "building twice from clean checkouts",
        "comparing the two builds",
        "verifying the release",
    ]
    assert run_git(root, "worktree", "list").count("\n") == 0


def test_builds_that_differ_are_refused_by_file(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        (folder / "data").mkdir(parents=True)
        (folder / "data/figures.csv").write_bytes(b"a\n")
    refuse_different(first, second)
    (second / "data/figures.csv").write_bytes(b"b\n")
    (second / "more").touch()
    with pytest.raises(UserError, match=r"^two builds of one commit differ in data/figures\.csv, more: "):
        refuse_different(first, second)


def test_a_command_that_fails_shows_what_it_said(root: Path) -> None:
    with pytest.raises(UserError, match=r"(?s)^`deportation-goal explain` failed in a clean checkout:\n.*nosuch"):
        run_tool(root, "explain", "nosuch", surroundings=SECOND)


def test_the_code_of_the_checkout_is_what_runs(root: Path) -> None:
    (root / "scripts/deportation_goal").mkdir(parents=True)
    (root / "scripts/deportation_goal/__init__.py").touch()
    (root / "scripts/deportation_goal/__main__.py").write_text(
        "raise SystemExit('of the checkout')\n", encoding="utf-8"
    )
    with pytest.raises(UserError, match="of the checkout"):
        run_tool(root, "build")


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_killed_release_leaves_a_tree_in_which_the_next_one_succeeds(root: Path, tmp_path: Path, number: int) -> None:
    committed = tmp_path / "committed"
    hook = root / ".git/hooks/post-commit"
    hook.parent.mkdir(exist_ok=True)
    # The moment is always the same: the commit is made, the builds are not, and git waits to be killed.
    hook.write_text(f"#!/bin/sh\ntouch '{committed}'\nexec sleep 600\n", encoding="utf-8")
    hook.chmod(0o755)
    before = state(root)
    command = [str(COMMAND), "release", "--previous", str(previous_of(root))]
    with subprocess.Popen(
        command, cwd=root, env=git_environment(), stderr=subprocess.PIPE, start_new_session=True
    ) as run:
        while not committed.exists() and run.poll() is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                run.wait(0.05)
        if run.poll() is None:
            os.killpg(run.pid, number)
        said = run.communicate()[1].decode()
    assert committed.exists(), said
    assert run.returncode != 0
    assert state(root)[:4] == before[:4]
    if number != signal.SIGKILL:
        assert said == "deportation-goal: interrupted: no release was made, and nothing was changed\n"
        assert state(root) == before
    hook.unlink()
    made = publish(plan(root), silent, looked_at)
    assert state(root)[:4] == (made.commit, "main", "v0.1.1", "")
    assert run_git(root, "worktree", "list").count("\n") == 0
