"""The workflow that publishes a release: what it refuses, what it attests, what it puts up, in which order."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from issues import script, workflow
from programs import require_program
from repositories import releasable
from support import COMMAND, REPOSITORY
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


def wait(tmp_path: Path, *states: str) -> subprocess.CompletedProcess[str]:
    """Run the step that waits, with a `gh` that gives one state after the other, the last one for ever."""
    program = tmp_path / "gh"
    lines = "".join(f"[ $n -eq {number} ] && echo {state}\n" for number, state in enumerate(states[:-1], start=1))
    count = f'n=$(cat "{tmp_path}/n" 2>/dev/null || echo 0); n=$((n + 1)); echo $n > "{tmp_path}/n"\n'
    program.write_text(
        f"#!/bin/sh\n{count}{lines}[ $n -ge {len(states)} ] && echo {states[-1]}\nexit 0\n", encoding="utf-8"
    )
    program.chmod(0o755)
    return subprocess.run(
        [require_program("bash"), "--noprofile", "--norc", "-eo", "pipefail", "-c",
         script("release.yml", "checks", "Wait for the checks")],
        env={"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "PAUSE": "0", "GITHUB_SHA": "0" * 40},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_release_waits_for_green_checks(tmp_path: Path) -> None:
    run = wait(tmp_path, "none", "waiting", "success")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert (tmp_path / "n").read_text(encoding="utf-8") == "3\n"


@pytest.mark.parametrize(
    ("state", "says"),
    [("failure", "ended with failure"), ("cancelled", "ended with cancelled"), ("none", "did not end")],
)
@pytest.mark.slow
def test_a_commit_whose_checks_are_not_green_is_not_released(state: str, says: str, tmp_path: Path) -> None:
    run = wait(tmp_path, "waiting", state)
    assert run.returncode == 1
    assert says in run.stdout


def test_notes_are_cut_between_lines() -> None:
    text = script("release.yml", "build", "See that the tag is that of the version")
    program = re.search(r"awk '(.*?)'", text)
    assert program
    lines = "Déportés : un million\n" * 9000
    run = subprocess.run(["awk", program[1]], input=lines, capture_output=True, text=True, encoding="utf-8", check=True)
    assert 100_000 < len(run.stdout) <= 120_000
    assert set(run.stdout.splitlines()) == {"Déportés : un million"}


def test_the_list_of_packages_has_every_pin_with_its_hashes() -> None:
    run = subprocess.run(
        [sys.executable, str(REPOSITORY / "requirements/sbom.py")], capture_output=True, text=True, check=True
    )
    document = json.loads(run.stdout)
    pins = (REPOSITORY / "requirements/build.txt").read_text(encoding="utf-8")
    listed = document["components"]
    assert len(listed) == len(re.findall(r"^[a-z0-9].*==", pins, re.MULTILINE))
    assert sum(len(component["externalReferences"]) for component in listed) == pins.count("--hash=")
    assert len({component["bom-ref"] for component in listed}) == len(listed)
    assert document["metadata"]["component"]["name"] == "deportation-goal"


def test_nothing_is_published_that_was_not_checked_verified_and_attested() -> None:
    jobs = workflow("release.yml")["jobs"]
    needs = {name: job.get("needs") for name, job in jobs.items()}
    order = {"checks": None, "build": "checks", "attest": "build", "publish": "attest"}
    assert needs == {**order, "pypi": "publish", "zenodo": "publish", "pages": "publish"}
    names = [step.get("name") for step in jobs["build"]["steps"]]
    assert names.index("Build") < names.index("Verify")
    folder = re.findall(r"\$RUNNER_TEMP/release/dist", str(jobs["build"]["steps"]))
    assert len(folder) == 3
    assert names.index("Verify") < names.index("Leave the site in its zip")


def test_what_is_attested_is_put_up_with_the_attestation() -> None:
    jobs = workflow("release.yml")["jobs"]
    (attest,) = [step for step in jobs["attest"]["steps"] if step.get("id") == "attest"]
    attested = attest["with"]["subject-path"].split()
    packages = [f"release/packages/{name}" for name in ("*.whl", "*.tar.gz", "sbom.cdx.json")]
    assert attested == ["release/dist/SHA256SUMS", "release/dist/*.zip", *packages]
    put_up = script("release.yml", "publish", "Make the release")
    assert all(path in put_up for path in (*attested, "attestation/attestation.sigstore.json"))
    assert "--verify-tag" in put_up


def test_an_archive_gets_nothing_before_its_address_is_set() -> None:
    jobs = workflow("release.yml")["jobs"]
    conditions = {name: job["if"] for name, job in jobs.items() if "if" in job}
    addresses = ("PYPI", "ZENODO", "PAGES")
    assert conditions == {name.lower(): f"vars.{name}_ADDRESS != ''" for name in addresses}
    environments = {"pypi": "pypi", "zenodo": "zenodo", "pages": "github-pages"}
    assert {name: jobs[name]["environment"] for name in conditions} == environments


def test_the_pages_are_those_of_the_zip_that_was_published(tmp_path: Path) -> None:
    for program in ("bash", "unzip", "sha256sum"):
        require_program(program)
    folder = tmp_path / "release/dist"
    folder.mkdir(parents=True)
    name = "deportation-goal-site-9.8.7"
    with zipfile.ZipFile(folder / f"{name}.zip", "w") as zipped:
        zipped.writestr(f"{name}/index.html", "the front page")
    digest = hashlib.sha256((folder / f"{name}.zip").read_bytes()).hexdigest()

    def unpack(listed: str) -> int:
        (folder / f"{name}.zip.sha256").write_text(f"{listed}  {name}.zip\n", encoding="utf-8")
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"]
        environment = {**os.environ, "RUNNER_TEMP": str(tmp_path)}
        step = script("release.yml", "pages", "Unpack the site")
        return subprocess.run([*command, step], cwd=tmp_path, env=environment, check=False).returncode

    assert unpack("0" * 64) != 0
    assert unpack(digest) == 0
    assert (tmp_path / "site/index.html").read_text(encoding="utf-8") == "the front page"


def test_nothing_is_installed_where_the_token_of_an_archive_is() -> None:
    steps = workflow("release.yml")["jobs"]["zenodo"]["steps"]
    (sends,) = [step for step in steps if "run" in step]
    assert "secrets." in sends["env"]["ZENODO_TOKEN"]
    assert all("ZENODO_TOKEN" not in str(step) for step in steps if step is not sends)
    module = re.search(r"python -m (deportation_goal[\w.]+) publish", sends["run"])
    assert module
    # -S: without the packages that are installed.
    command = [sys.executable, "-S", "-m", module[1]]
    run = subprocess.run(
        command,
        env={"PYTHONPATH": sends["env"]["PYTHONPATH"]},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 2
    assert "zenodo publish FILE..." in run.stderr


def test_it_runs_for_tags_of_versions_only() -> None:
    document = workflow("release.yml")
    # YAML 1.1 reads the key `on` as a truth value.
    assert document.get("on", document.get(True)) == {"push": {"tags": ["v*"]}}
