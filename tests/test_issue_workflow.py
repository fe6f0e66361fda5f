# Runs the scripts of the issue workflow, with git as it is and a stand-in for GitHub's command line.

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from deportation_goal.package.descriptor import Package
from deportation_goal.table_files.read_rows import read_rows
from issues import FIGURE, FOLDER, form, issue_body, script
from programs import missing, require_program
from support import COMMAND, copy_package, run_command

pytestmark = pytest.mark.slow

ROBOT = "41898282+github-actions[bot]@users.noreply.github.com"

GH = """\
#!{python}
import json, pathlib, sys
arguments = sys.argv[1:]
log = pathlib.Path({log!r})
bodies = [pathlib.Path(arguments[at + 1]).read_text() for at, name in enumerate(arguments) if name == "--body-file"]
with log.open("a") as file:
    file.write(json.dumps([arguments, bodies]) + "\\n")
if arguments[:2] == ["pr", "create"]:
    print("https://forge.example/pull/8")
if arguments[:2] == ["pr", "list"] and pathlib.Path({log!r} + ".open").exists():
    print("https://forge.example/pull/8")
"""


@dataclass(frozen=True)
class Forge:
    """A repository with its origin and the stand-in for `gh`, in one folder."""

    folder: Path
    environment: Mapping[str, str]

    @property
    def workspace(self) -> Path:
        return self.folder / "workspace"

    @property
    def origin(self) -> Path:
        return self.folder / "origin.git"

    def run(self, job: str, step: str, where: Path, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a script of the issue workflow as GitHub does."""
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script("issue-form.yml", job, step)],
            cwd=where,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def calls(self) -> list[tuple[list[str], list[str]]]:
        """Return the arguments of every call of `gh`, with the texts of its body files."""
        log = self.folder / "gh.log"
        return [tuple(json.loads(line)) for line in log.read_text().splitlines()] if log.exists() else []

    def git(self, *arguments: str, where: Path | None = None) -> str:
        finished = subprocess.run(
            ["git", *arguments], cwd=where or self.workspace, env=self.environment, capture_output=True, text=True
        )
        assert finished.returncode == 0, finished.stderr
        return finished.stdout.strip()

    def read(self, body: str) -> str:
        """Run the first job on an issue and return its outcome."""
        event = {"issue": {"number": 7, "body": body}}
        (self.folder / "event.json").write_text(json.dumps(event), encoding="utf-8")
        finished = self.run("read", "Read and check the form", self.workspace)
        assert finished.returncode == 0, finished.stderr
        assert finished.stdout == ""
        (name, outcome), *_ = [
            line.split("=") for line in reversed((self.folder / "output.txt").read_text().splitlines())
        ]
        assert name == "outcome"
        # The artifact that the other jobs get, in both places where they look for it.
        result = self.folder / "temporary" / "form" / "result"
        shutil.copytree(result, self.folder / "job" / "form", dirs_exist_ok=True)
        for file in result.iterdir():
            shutil.copy(file, self.folder / "temporary" / "form")
        self.git("checkout", "--quiet", "--force", "main")
        return outcome


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    for program in ("git", "jq", "bash", "iconv"):
        require_program(program)
    for folder in ("temporary", "programs", "job", "home"):
        (tmp_path / folder).mkdir()
    gh = tmp_path / "programs" / "gh"
    gh.write_text(GH.format(python=sys.executable, log=str(tmp_path / "gh.log")))
    gh.chmod(0o755)
    environment = {
        "PATH": os.pathsep.join((str(gh.parent), str(COMMAND.parent), os.environ["PATH"])),
        "HOME": str(tmp_path / "home"),
        "LANG": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1",
        "RUNNER_TEMP": str(tmp_path / "temporary"),
        "GITHUB_WORKSPACE": str(tmp_path / "workspace"),
        "GITHUB_EVENT_PATH": str(tmp_path / "event.json"),
        "GITHUB_OUTPUT": str(tmp_path / "output.txt"),
        "GITHUB_SERVER_URL": "https://forge.example",
        "GITHUB_REPOSITORY": "some/where",
        "GH_REPO": "some/where",
        "GH_TOKEN": "none",
        "ISSUE": "7",
        "BASE": "main",
    }
    made = Forge(tmp_path, environment)
    copy_package(made.workspace)
    (made.workspace / ".gitignore").write_text("/.deportation-goal.lock\n")
    made.git("init", "--quiet", "--initial-branch", "main")
    made.git("add", "--all")
    made.git("-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "--quiet", "--message", "start")
    made.git("init", "--quiet", "--bare", str(made.origin), where=tmp_path)
    made.git("remote", "add", "origin", str(made.origin))
    made.git("push", "--quiet", "origin", "main")
    return made


@pytest.fixture
def needs_add() -> None:
    if run_command("add", "--help").code != 0 or run_command("correct", "--help").code != 0:
        missing("the commands add and correct are not there yet")


@pytest.fixture
def good_figure(package: Package) -> str:
    """An issue with a figure that the data takes: of a source and indicator that are there."""
    source = next(row for row in read_rows(package)["sources"] if row["access"] == "full")
    return issue_body(form(FOLDER / "1-figure.yml"), FIGURE | {"source_id": source["source_id"]})


@pytest.mark.usefixtures("needs_add")
def test_a_good_form_becomes_a_pull_request(forge: Forge, good_figure: str) -> None:
    assert forge.read(good_figure.replace("\n", "\r\n")) == "rows", (forge.folder / "job/form/said.txt").read_text()
    assert forge.run("pull-request", "Apply the rows", forge.workspace).returncode == 0
    finished = forge.run("pull-request", "Push the branch and open the pull request", forge.workspace)
    assert finished.returncode == 0, finished.stderr
    changed = forge.git("diff", "--name-only", "main", "issue-form/7", where=forge.origin)
    assert changed == "data/figures.csv"
    assert forge.git("log", "-1", "--format=%ce", "issue-form/7", where=forge.origin) == ROBOT
    by_name = {tuple(arguments[:2]): (arguments, bodies) for arguments, bodies in forge.calls()}
    arguments, (body,) = by_name["pr", "create"]
    assert arguments[2:8] == ["--head", "issue-form/7", "--base", "main", "--title", "Rows from issue #7"]
    assert "Closes #7." in body
    assert "https://forge.example/pull/8" in by_name["issue", "comment"][0][-1]
    # The row is sound: the whole package is still without an error.
    forge.git("checkout", "--quiet", "--detach", "HEAD")
    assert run_command("check", folder=forge.workspace).code == 0
    assert run_command("fix", "--check", folder=forge.workspace).code == 0


@pytest.mark.usefixtures("needs_add")
def test_a_bad_form_is_answered_with_the_findings_as_plain_text(forge: Forge, good_figure: str) -> None:
    evil = "@maintainers <img src=x> $(touch owned) `touch owned` ```"
    assert forge.read(good_figure.replace("removals-goal", evil)) == "findings"
    assert (forge.folder / "temporary/form/rows.patch").read_bytes() == b""
    finished = forge.run("answer", "Comment", forge.folder / "job", OUTCOME="findings")
    assert finished.returncode == 0, finished.stderr
    ((arguments, (body,)),) = forge.calls()
    assert arguments[:3] == ["issue", "comment", "7"]
    said = body.split("\n\n", 2)[2].splitlines()
    page = "https://forge.example/some/where/blob/HEAD/docs/rules.md"
    assert f"[formula]({page}#formula) [words-in-text]({page}#words-in-text)\n" in body
    assert not list(forge.folder.rglob("owned"))
    assert "@maintainers" in body
    assert "issue.md:" in body
    assert all(line.startswith("    ") for line in said)


def test_an_answer_is_a_code_block_whatever_was_said(forge: Forge) -> None:
    said = "```\n</pre>\n@somebody \x1b[31m\r# Heading\n" + "é" * 70_000
    (forge.folder / "job" / "form").mkdir()
    (forge.folder / "job" / "form" / "said.txt").write_text(said, encoding="utf-8", newline="")
    finished = forge.run("answer", "Comment", forge.folder / "job", OUTCOME="trouble")
    assert finished.returncode == 0, finished.stderr
    ((_, (body,)),) = forge.calls()
    intro, block = body.split("\n\n", 1)
    assert intro.startswith("Thank you.")
    assert all(line.startswith("    ") for line in block.split("\n"))
    assert not set(map(chr, range(32))) & set(block) - {"\n", "\t"}
    assert len(body.encode()) < 65_536


@pytest.mark.usefixtures("needs_add")
def test_a_correction_becomes_a_pull_request_with_its_revision(forge: Forge, package: Package) -> None:
    row = read_rows(package)["figures"][0]
    answers = {"row_id": row["figure_id"], "column": "notes", "new_value": "Read again.", "reason": "The note was old."}
    assert forge.read(issue_body(form(FOLDER / "7-correction.yml"), answers)) == "rows"
    assert forge.run("pull-request", "Apply the rows", forge.workspace).returncode == 0
    staged = forge.git("diff", "--cached", "--name-only").split("\n")
    assert staged == ["data/figures.csv", "data/revisions.csv"]


@pytest.mark.usefixtures("needs_add")
def test_a_retraction_becomes_a_pull_request_with_its_revision(forge: Forge, package: Package) -> None:
    row = read_rows(package)["obstacles"][0]
    answers = {"row_id": row["obstacle_id"], "reason": "The sentence is about something else."}
    assert forge.read(issue_body(form(FOLDER / "8-retraction.yml"), answers)) == "rows"
    assert forge.run("pull-request", "Apply the rows", forge.workspace).returncode == 0
    staged = forge.git("diff", "--cached", "--name-only").split("\n")
    assert staged == ["data/obstacles.csv", "data/revisions.csv"]


def patch_of(forge: Forge, *paths: str) -> None:
    """Make the artifact's patch from what was changed in the workspace, and undo the change there."""
    forge.git("add", "--all", "--", *paths)
    patch = forge.git("diff", "--cached", "--no-color")
    (forge.folder / "temporary" / "form").mkdir(exist_ok=True)
    (forge.folder / "temporary" / "form" / "rows.patch").write_text(patch + "\n", encoding="utf-8")
    forge.git("reset", "--quiet", "--hard")


def test_a_patch_of_cells_is_applied(forge: Forge) -> None:
    table = forge.workspace / "data" / "sources.csv"
    table.write_bytes(table.read_bytes() + b"x\n")
    patch_of(forge, "data/sources.csv")
    finished = forge.run("pull-request", "Apply the rows", forge.workspace)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert table.read_bytes().endswith(b"x\n")


@pytest.mark.parametrize(
    ("path", "new"),
    [
        ("schemas/figures.schema.json", False),
        (".github/workflows/evil.yml", True),
        ("data/evil.csv", True),
        ("data/reference/../../evil.csv", True),
        ("data/evil.sh", True),
        ("data/link.csv", True),
    ],
)
def test_a_patch_of_anything_else_is_refused(forge: Forge, path: str, new: bool) -> None:
    file = forge.workspace / path
    file.parent.mkdir(parents=True, exist_ok=True)
    if path == "data/link.csv":
        file.symlink_to("/etc/passwd")
    else:
        file.write_bytes((b"" if new else file.read_bytes()) + b"evil\n")
    patch_of(forge, path)
    finished = forge.run("pull-request", "Apply the rows", forge.workspace)
    assert finished.returncode == 1
    assert "::error::" in finished.stdout
    assert forge.git("status", "--porcelain") == ""


def test_a_table_that_becomes_a_program_is_refused(forge: Forge) -> None:
    (forge.workspace / "data" / "sources.csv").chmod(0o755)
    patch_of(forge, "data/sources.csv")
    assert forge.run("pull-request", "Apply the rows", forge.workspace).returncode == 1


def push(forge: Forge, text: bytes) -> subprocess.CompletedProcess[str]:
    """Stage a change and run the step that pushes it."""
    (forge.folder / "temporary" / "form").mkdir(exist_ok=True)
    (forge.folder / "temporary" / "form" / "said.txt").write_text("figures: added\n")
    forge.git("checkout", "--quiet", "--force", "--detach", "main")
    table = forge.workspace / "data" / "sources.csv"
    table.write_bytes(table.read_bytes() + text)
    forge.git("add", "data/sources.csv")
    return forge.run("pull-request", "Push the branch and open the pull request", forge.workspace)


def test_an_edit_of_the_issue_renews_the_pull_request(forge: Forge) -> None:
    assert push(forge, b"first\n").returncode == 0
    (forge.folder / "gh.log.open").touch()
    finished = push(forge, b"second\n")
    assert finished.returncode == 0, finished.stderr
    assert forge.git("show", "issue-form/7:data/sources.csv", where=forge.origin).endswith("second")
    assert [arguments[:2] for arguments, _ in forge.calls()].count(["pr", "create"]) == 1
    assert ["pr", "edit"] in [arguments[:2] for arguments, _ in forge.calls()]


def test_a_branch_that_a_maintainer_has_changed_is_left_alone(forge: Forge) -> None:
    assert push(forge, b"first\n").returncode == 0
    forge.git("-c", "user.name=m", "-c", "user.email=m@b.example", "commit", "--quiet", "--allow-empty", "-m", "mine")
    forge.git("push", "--quiet", "origin", "HEAD:refs/heads/issue-form/7")
    before = forge.git("rev-parse", "issue-form/7", where=forge.origin)
    assert push(forge, b"second\n").returncode == 0
    assert forge.git("rev-parse", "issue-form/7", where=forge.origin) == before
    assert "changed by hand" in forge.calls()[-1][0][-1]
