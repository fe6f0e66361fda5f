"""The guide for contributors is followed step by step: what a page shows is what the commands print.

A comment in front of a block says what is done with it: `file`, `append` and `change` write a file, `workbook` fills in
a sheet, `form` answers an issue form, `answer` is what the workflow says to it. Blocks of a console are run. A line …
stands for any lines, an … in a line for any words; ids, line numbers and numbers of rows may be others.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest

from issues import FOLDER, elements, form, issue_body, script
from programs import require_program
from support import COMMAND, REPOSITORY, copy_package

GUIDE: Final = REPOSITORY / "CONTRIBUTING.md"
PAGES: Final = tuple(sorted((REPOSITORY / "docs" / "contributing").glob("*.md")))
WAYS: Final = {"editor.md", "form.md", "spreadsheet.md"}
HANGING: Final = 120

STEP: Final = re.compile(
    r"^<!-- (?P<kind>\w+)(?:: (?P<target>.+?))? -->\n\n(?:```\w+\n(?P<block>.*?)^```$|(?P<table>(?:^\|[^\n]*\n)+))"
    r"|^```console\n(?P<console>.*?)^```$",
    flags=re.DOTALL | re.MULTILINE,
)
ID: Final = re.compile(r"\b(?:fig|quo|obs|cty|rev)-[0-9a-z]{6}\b")
VARYING: Final = {
    "id": (ID.pattern, r"(\w{3}-[0-9a-z]{6})"),
    "line": (r"(?<=\.csv:)\d+(?=:\d)", r"\d+"),
    "count": (r"\b[\d,]+(?= (?:tables|rows)\b)", r"[\d,]+"),
    "gap": ("…", r".*"),
}
"""What differs from run to run: how it looks on a page, and what may stand for it."""


def pattern_of(shown: list[str]) -> str:
    """Return the regular expression of the lines that a page shows."""
    varying = re.compile("|".join(f"(?P<{name}>{looks})" for name, (looks, _) in VARYING.items()))
    pattern = ""
    for line in shown:
        if line == "…":
            pattern += r"(?:.*\n)*?"
            continue
        end = 0
        for match in varying.finditer(line):
            assert match.lastgroup
            pattern += re.escape(line[end : match.start()]) + VARYING[match.lastgroup][1]
            end = match.end()
        pattern += re.escape(line[end:]) + r"\n"
    return pattern


def cells_of(table: str) -> list[list[str]]:
    """Return the cells of a table in Markdown, without its header and the line below."""
    rows = [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in table.strip().split("\n")]
    return rows[2:]


@dataclass
class Walk:
    """A contributor who follows a page, in a copy of the package."""

    folder: Path
    ids: dict[str, str] = field(default_factory=dict)
    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)

    def follow(self, page: str) -> None:
        """Do every step of a page."""
        for match in STEP.finditer(page):
            if match["console"] is not None:
                self._console(match["console"])
            else:
                step: Callable[[str, str], None] = getattr(self, f"_{match['kind']}")
                step(match["target"] or "", match["block"] or match["table"])
            self.done.append(match["kind"] or "console")

    def _file(self, target: str, content: str) -> None:
        file = self.folder / target
        file.parent.mkdir(exist_ok=True)
        file.write_text(content, encoding="utf-8")

    def _append(self, target: str, content: str) -> None:
        with (self.folder / target).open("a", encoding="utf-8", newline="") as file:
            file.write(content)

    def _change(self, target: str, content: str) -> None:
        lines = content.splitlines()
        pairs = zip(
            [line[1:] for line in lines if line.startswith("-")],
            [line[1:] for line in lines if line.startswith("+")],
            strict=True,
        )
        file = self.folder / target
        text = file.read_text(encoding="utf-8")
        for old, new in pairs:
            assert text.count(f"{old}\n") == 1
            text = text.replace(f"{old}\n", f"{new}\n")
        file.write_text(text, encoding="utf-8", newline="")

    def _workbook(self, target: str, table: str) -> None:
        name, sheet_name = target.split(", ")
        book = openpyxl.load_workbook(self.folder / name)
        sheet = book[sheet_name]
        positions = {str(cell.value): number for number, cell in enumerate(sheet[1], start=1)}
        for column, *values in cells_of(table):
            for row, value in enumerate(values, start=3):
                if value:
                    typed = int(value) if re.fullmatch(r"\d{7}", value) else value
                    sheet.cell(row, positions[column]).value = typed
        book.save(self.folder / name)

    def _form(self, target: str, table: str) -> None:
        definition = form(FOLDER / target)
        names = {element["attributes"]["label"]: element for element in elements(definition)}
        answers = self.answers.setdefault(target, {})
        for label, answer in cells_of(table):
            element = names[label]
            code = re.fullmatch(r".* \((\w+)\)", answer)
            if element["type"] == "dropdown":
                assert answer in element["attributes"]["options"]
            answers[element["id"]] = code[1] if code and element["type"] == "dropdown" else answer
        (self.folder / "issue.md").write_text(issue_body(definition, answers), encoding="utf-8")

    def _answer(self, _: str, shown: str) -> None:
        printed, code = self._run("deportation-goal add --from issue.md")
        self._compare(shown.splitlines(), printed, code)

    def _console(self, block: str) -> None:
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            typed, *shown = part.splitlines()
            printed, code = self._run(ID.sub(lambda match: self.ids.get(match[0], match[0]), typed))
            self._compare(shown, printed, code)

    def _run(self, command: str) -> tuple[str, int]:
        finished = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=os.environ | {"PATH": os.pathsep.join((str(COMMAND.parent), os.environ["PATH"])), "LC_ALL": "C.UTF-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=HANGING,
            check=False,
        )
        return finished.stdout, finished.returncode

    def _compare(self, shown: list[str], printed: str, code: int) -> None:
        match = re.fullmatch(pattern_of(shown), printed.rstrip("\n") + "\n")
        assert match, "the page shows\n{}\nbut this was printed\n{}".format("\n".join(shown), printed)
        named = [name for line in shown for name in ID.findall(line)]
        self.ids.update(zip(named, match.groups(), strict=True))
        assert (code == 0) == (not re.search("error", printed, re.IGNORECASE))


@pytest.fixture
def walk(tmp_path: Path) -> Walk:
    require_program("bash")
    git = require_program("git")
    folder = copy_package(tmp_path / "package")
    (folder / ".gitignore").write_text("/.deportation-goal.lock\n", encoding="utf-8")
    settings = ("-c", "user.name=a", "-c", "user.email=a@b.example")
    for arguments in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "--message", "start")):
        subprocess.run([git, *settings, *arguments], cwd=folder, check=True, capture_output=True)
    return Walk(folder)


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_shows_what_is_printed(page: Path, walk: Walk) -> None:
    walk.follow(page.read_text(encoding="utf-8"))
    assert len(walk.done) > 4


@pytest.mark.slow
def test_a_page_that_has_drifted_is_told(walk: Walk) -> None:
    drifted = "```console\n$ deportation-goal fix\nevery table is in good order\n```\n"
    with pytest.raises(AssertionError, match="every table is in canonical form"):
        walk.follow(drifted)


def test_each_way_has_a_page() -> None:
    assert {page.name for page in PAGES} == WAYS
    assert set(re.findall(r"\(docs/contributing/(\w+\.md)\)", GUIDE.read_text(encoding="utf-8"))) == WAYS


def example_texts(page: Path) -> Iterator[str]:
    """Yield the made-up articles of a page."""
    for match in STEP.finditer(page.read_text(encoding="utf-8")):
        if match["kind"] == "file" and match["target"].endswith(".txt"):
            yield match["block"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
class TestExamples:
    def test_are_said_to_be_made_up(self, page: Path) -> None:
        assert "are made up" in page.read_text(encoding="utf-8").split("\n## ")[0]

    def test_are_not_in_the_data(self, page: Path) -> None:
        assert "example-courier" in page.read_text(encoding="utf-8")
        for table in (REPOSITORY / "data").rglob("*.csv"):
            assert "example-courier" not in table.read_text(encoding="utf-8")

    def test_links_lead_somewhere(self, page: Path) -> None:
        for target in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                file, _, heading = target.partition("#")
                text = (page.parent / file).read_text(encoding="utf-8")
                titles = re.findall(r"^#+ (.*)$", text, flags=re.MULTILINE)
                assert not heading or heading in [anchor(title) for title in titles]


def anchor(title: str) -> str:
    """Return the anchor that GitHub makes of a heading."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def test_the_ways_read_one_article() -> None:
    texts = {text for page in PAGES for text in example_texts(page)}
    assert len(texts) == 1


def test_the_form_page_quotes_what_the_workflow_answers() -> None:
    page = (REPOSITORY / "docs" / "contributing" / "form.md").read_text(encoding="utf-8")
    said = script("issue-form.yml", "answer", "Comment")
    said += script("issue-form.yml", "pull-request", "Push the branch and open the pull request")
    quoted = [sentence for line in re.findall(r"^> (.+)$", page, re.MULTILINE) for sentence in line.split("[…]")]
    assert len(quoted) == 4
    assert [sentence for sentence in quoted if sentence not in said] == []


def test_the_form_page_names_every_form() -> None:
    page = (REPOSITORY / "docs" / "contributing" / "form.md").read_text(encoding="utf-8")
    names: list[Any] = [form(file)["name"] for file in FOLDER.glob("[0-9]-*.yml")]
    assert names
    assert [name for name in names if f"*{name}*" not in page] == []


def test_hooks_named_in_the_guide_exist() -> None:
    page = (REPOSITORY / "docs" / "contributing" / "editor.md").read_text(encoding="utf-8")
    hooks = (REPOSITORY / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    named = re.findall(r"- id: (\S+)", page)
    assert named
    assert set(named) <= set(re.findall(r"- id: (\S+)", hooks))
