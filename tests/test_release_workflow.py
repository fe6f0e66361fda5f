"""The workflow that publishes a release: what it refuses, what it attests, what it puts up, in which order."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from issues import script, workflow
from programs import require_program
from repositories import releasable
from support import COMMAND
from versions import commit_all, git_environment, run_git

CHANGELOG = "# Changelog\n\n## Unreleased\n\n## 0.1.0 (2026-12-01)\n\nThe *first* one.\n"


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of a repository with the release 0.1.0."""
    folder = tmp_path_factory.mktemp("release workflow")
    (folder / "origin").mkdir()
    origin = releasable(folder / "origin" / "package")
    (origin / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    commit_all(origin, "Release 0.1.0")
    run_git(folder, "clone", "--quiet", str(origin), "clone")
    return folder / "clone"


def see(clone: Path, temporary: Path, tag: str, commit: str = "HEAD") -> subprocess.CompletedProcess[str]:
    """Run the step that looks at tag and version."""
    return subprocess.run(
        [
            require_program("bash"), "--noprofile", "--norc", "-eo", "pipefail", "-c",
            script("release.yml", "build", "See that the tag is that of the version"),
        ],
        cwd=clone,
        env={
            **git_environment(),
            "GITHUB_REF_NAME": tag,
            "GITHUB_SHA": run_git(clone, "rev-parse", commit),
            "BRANCH": "main",
            "RUNNER_TEMP": str(temporary),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{COMMAND.parent}{os.pathsep}{os.environ['PATH']}",
        },
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip


@pytest.mark.slow
def test_the_notes_of_the_release_are_the_block_of_the_changelog(clone: Path, tmp_path: Path) -> None:
    run = see(clone, tmp_path, "v0.1.0")
    assert (run.returncode, run.stdout) == (0, ""), run.stderr
    assert (tmp_path / "release/notes.md").read_text(encoding="utf-8") == "The *first* one.\n"


@pytest.mark.slow
def test_a_tag_of_another_version_is_refused(clone: Path, tmp_path: Path) -> None:
    run = see(clone, tmp_path, "v0.2.0")
    assert run.returncode == 1
    assert run.stdout == "::error::the tag is not that of the version in datapackage.json, 0.1.0\n"


@pytest.mark.slow
def test_a_tag_that_is_not_on_the_branch_is_refused(clone: Path, tmp_path: Path) -> None:
    run_git(clone, "checkout", "--quiet", "-B", "other")
    (clone / "new").touch()
    run_git(clone, "add", "new")
    run_git(clone, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "--message", "x")
    run = see(clone, tmp_path, "v0.1.0")
    run_git(clone, "checkout", "--quiet", "main")
    assert run.returncode == 1
    assert "::error::the tag does not lie on the default branch" in run.stdout


def test_nothing_is_published_that_was_not_verified_and_attested() -> None:
    jobs = workflow("release.yml")["jobs"]
    assert (jobs["attest"]["needs"], jobs["publish"]["needs"]) == ("build", "attest")
    names = [step.get("name") for step in jobs["build"]["steps"]]
    assert names.index("Build") < names.index("Verify")
    folder = re.findall(r"\$RUNNER_TEMP/release/dist", str(jobs["build"]["steps"]))
    assert len(folder) == 2


def test_the_zip_and_the_checksums_are_attested_and_put_up() -> None:
    jobs = workflow("release.yml")["jobs"]
    attested = jobs["attest"]["steps"][-1]["with"]["subject-path"].split()
    assert attested == ["release/dist/SHA256SUMS", "release/dist/*.zip"]
    put_up = script("release.yml", "publish", "Make the release")
    assert all(path in put_up for path in attested)
    assert "--verify-tag" in put_up


def test_it_runs_for_tags_of_versions_only() -> None:
    document = workflow("release.yml")
    # YAML 1.1 reads the key `on` as a truth value.
    assert document.get("on", document.get(True)) == {"push": {"tags": ["v*"]}}
