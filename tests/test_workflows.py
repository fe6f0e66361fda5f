from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from deportation_goal.intake.issue_fields import LICENCE_LABEL, RETRACTED_ID_LABEL, ROW_ID_LABEL
from deportation_goal.package.descriptor import Package
from issues import FOLDER, WORKFLOWS, elements, form, script, workflow
from programs import require_path, require_program
from support import COMMAND, REPOSITORY, copy_package, run_command

FILES = sorted(path.name for path in WORKFLOWS.glob("*.yml"))
UNTRUSTED = ("github.event", "github.head_ref", "inputs.", "needs.", "steps.")
"""Expressions that somebody outside can fill: they reach a script through its environment only."""

PIN = re.compile(r"(?P<action>[\w.-]+/[\w./-]+)@(?P<commit>[0-9a-f]{40})")
PUBLIC_COMMIT = re.compile(r"uses: \S+@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+$")


def triggers(document: Mapping[Any, Any]) -> Any:
    # YAML 1.1 reads the key `on` as a truth value.
    return document.get("on", document.get(True))


def steps(document: Mapping[Any, Any]) -> Iterator[dict[str, Any]]:
    for job in document["jobs"].values():
        yield from job["steps"]


@pytest.mark.slow
@pytest.mark.parametrize("schema", ["vendor.github-workflows", "custom.github-workflows-require-timeout"])
def test_workflows_are_valid_by_githubs_schema_and_have_a_limit_of_time(schema: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema]
    files = [WORKFLOWS / name for name in FILES]
    finished = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stdout


def test_the_auditor_finds_nothing_in_the_workflows() -> None:
    zizmor = require_path(Path(sys.executable).with_name("zizmor"), "install requirements/dev.txt")
    finished = subprocess.run(
        [zizmor, "--offline", "--no-progress", "--format", "json", str(WORKFLOWS)],
        capture_output=True,
        text=True,
        check=False,
    )
    found = [(item["ident"], item["desc"]) for item in json.loads(finished.stdout)]
    assert (finished.returncode, found) == (0, [])


@pytest.mark.parametrize("name", FILES)
def test_every_action_is_pinned_by_commit_with_its_version(name: str) -> None:
    lines = [line.strip() for line in (WORKFLOWS / name).read_text(encoding="utf-8").splitlines()]
    used = [line.removeprefix("- ") for line in lines if line.removeprefix("- ").startswith("uses:")]
    assert used
    for line in used:
        assert PUBLIC_COMMIT.fullmatch(line), line


def test_an_action_is_pinned_by_one_commit_a_version() -> None:
    pinned: dict[tuple[str, str], set[str]] = {}
    for name in FILES:
        for line in (WORKFLOWS / name).read_text(encoding="utf-8").splitlines():
            match = PIN.search(line)
            if match is not None:
                pinned.setdefault((match["action"], line.rsplit("#", 1)[1].strip()), set()).add(match["commit"])
    assert pinned
    assert all(len(commits) == 1 for commits in pinned.values())


@pytest.mark.parametrize("name", FILES)
def test_permissions_are_the_least(name: str) -> None:
    document = workflow(name)
    assert document["permissions"] in ({}, {"contents": "read"})
    for job, definition in document["jobs"].items():
        writes = {scope for scope, level in definition.get("permissions", {}).items() if level == "write"}
        runs = " ".join(step.get("run", "") for step in definition["steps"])
        if writes:
            assert (name, job) in WRITING, f"{job} may write"
            assert "pip" not in runs and "deportation-goal" not in runs.replace("deportation-goal add", "")
            assert writes == WRITING[name, job]


WRITING = {
    ("tables.yml", "code-scanning"): {"security-events"},
    ("issue-form.yml", "answer"): {"issues"},
    ("issue-form.yml", "pull-request"): {"contents", "pull-requests", "issues"},
    ("release.yml", "attest"): {"id-token", "attestations"},
    ("release.yml", "publish"): {"contents"},
    ("release.yml", "pypi"): {"id-token"},
    ("release.yml", "pages"): {"pages", "id-token"},
}
"""The jobs whose token writes, and what it may write."""


@pytest.mark.parametrize("name", FILES)
def test_nothing_from_outside_is_put_into_a_script(name: str) -> None:
    for step in steps(workflow(name)):
        assert "${{" not in step.get("run", "")


@pytest.mark.parametrize("name", FILES)
def test_no_code_of_a_stranger_meets_a_token_that_writes(name: str) -> None:
    document = workflow(name)
    assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(triggers(document))
    for step in steps(document):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False
            assert step["with"].get("ref", "${{ github.sha }}") == "${{ github.sha }}"
    text = (WORKFLOWS / name).read_text(encoding="utf-8")
    assert text.count("secrets.") == text.count("ZENODO_TOKEN: ${{ secrets.ZENODO_TOKEN }}") == (name == "release.yml")


def test_the_issue_workflow_knows_a_form_by_headings_that_the_forms_have() -> None:
    condition = workflow("issue-form.yml")["jobs"]["read"]["if"]
    assert f"'### {LICENCE_LABEL}'" in condition
    for path in FOLDER.glob("[0-9]-*.yml"):
        labels = [element["attributes"]["label"] for element in elements(form(path))]
        assert LICENCE_LABEL in labels
        assert (ROW_ID_LABEL in labels) == (path.name == "7-correction.yml")
        assert (RETRACTED_ID_LABEL in labels) == (path.name == "8-retraction.yml")
    reading = script("issue-form.yml", "read", "Read and check the form")
    assert f"heading '{ROW_ID_LABEL}'" in reading
    assert f"heading '{RETRACTED_ID_LABEL}'" in reading


def test_the_hooks_run_commands_that_are_there_on_every_file_of_the_package(package: Package) -> None:
    hooks = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in hooks] == ["deportation-goal-check", "deportation-goal-fix"]
    for hook in hooks:
        program, command = hook["entry"].split()
        assert run_command(command, "--help").code == 0
        assert (program, hook["language"], hook["pass_filenames"]) == ("deportation-goal", "python", False)
        for resource in package.resources:
            assert re.search(hook["files"], resource.path)
            assert re.search(hook["files"], resource.schema_path)
        assert re.search(hook["files"], "datapackage.json")
        assert not re.search(hook["files"], "docs/dictionary.md")


def test_the_hooks_ask_for_the_extra_that_the_command_needs() -> None:
    import tomllib

    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert any(item.startswith("click") for item in project["optional-dependencies"]["tool"])
    hooks = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["additional_dependencies"] for hook in hooks] == [[".[tool]"], [".[tool]"]]


def test_the_findings_of_a_pull_request_cannot_command_the_workflow(tmp_path: Path) -> None:
    require_program("bash")
    (tmp_path / "findings").mkdir()
    (tmp_path / "findings" / "findings.txt").write_text("::error::made up\n")
    finished = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script("tables.yml", "check", "Show the findings")],
        env={**os.environ, "RUNNER_TEMP": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    first, shown, last = finished.stdout.splitlines()
    token = first.removeprefix("::stop-commands::")
    assert re.fullmatch("[0-9a-f]{32}", token)
    assert (shown, last) == ("::error::made up", f"::{token}::")


@pytest.mark.slow
def test_the_check_of_a_pull_request_writes_what_the_next_steps_take(tmp_path: Path) -> None:
    require_program("bash")
    package = copy_package(tmp_path / "package")
    summary = tmp_path / "summary.md"
    finished = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script("tables.yml", "check", "Check")],
        cwd=package,
        env={
            **os.environ,
            "RUNNER_TEMP": str(tmp_path),
            "GITHUB_STEP_SUMMARY": str(summary),
            "PATH": f"{COMMAND.parent}{os.pathsep}{os.environ['PATH']}",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    written = {path.name for path in (tmp_path / "findings").iterdir()}
    assert written == {"findings.txt", "findings.html", "findings.sarif"}
    assert json.loads((tmp_path / "findings" / "findings.sarif").read_bytes())["version"] == "2.1.0"
    assert summary.read_text(encoding="utf-8").strip()


@pytest.mark.slow
def test_a_pull_request_is_told_what_it_changes(tmp_path: Path) -> None:
    require_program("bash")
    package = copy_package(tmp_path / "package")
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "base"]):
        _git(package, *arguments)
    table = package / "data/figures.csv"
    table.write_text(table.read_text("utf-8").replace(",reported,", ",estimated,", 1), "utf-8")
    _git(package, "commit", "-qam", "`status` # <b>")
    summary = tmp_path / "summary.md"
    (tmp_path / "findings").mkdir()
    environment = {
        **os.environ,
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_STEP_SUMMARY": str(summary),
        "EVENT": "pull_request",
        "PATH": f"{COMMAND.parent}{os.pathsep}{os.environ['PATH']}",
    }
    for name, code in (("Show what the pull request changes", 0), ("Check", 1)):
        finished = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script("tables.yml", "check", name)],
            cwd=package,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert finished.returncode == code, finished.stdout + finished.stderr
    told = summary.read_text(encoding="utf-8")
    heading, *lines = told.partition("## What this changes in the data\n\n")[2].splitlines()
    assert heading.startswith("    ")
    assert any("estimated" in line for line in lines)
    assert "unrevised-cell" in (tmp_path / "findings" / "findings.txt").read_text(encoding="utf-8")


def _git(folder: Path, *arguments: str) -> None:
    person = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"]
    subprocess.run(["git", *person, *arguments], cwd=folder, check=True, capture_output=True)


def test_the_template_of_a_pull_request_names_commands_that_are_there() -> None:
    text = (REPOSITORY / ".github/pull_request_template.md").read_text(encoding="utf-8")
    commands = re.findall(r"`deportation-goal ([a-z]+)[^`]*`", text)
    assert set(commands) == {"check", "correct", "retract"}
    assert all(run_command(command, "--help").code == 0 for command in commands)
