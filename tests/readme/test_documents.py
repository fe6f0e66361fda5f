"""What the documents at the root say is so: generated blocks, links, make commands, citation, changelog, limits."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from deportation_goal.commands import cli
from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import load_package
from deportation_goal.pages.readme_blocks import refreshed_readme
from support import copy_package

ROOT = Path(__file__).parents[2]
ReadRows = Callable[[Path], list[dict[str, str]]]
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/releasing.md")


@pytest.fixture(scope="module")
def descriptor() -> Any:
    return json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))


def block(text: str, name: str) -> str:
    found = re.search(rf"<!-- {name}: generated.*?-->(.*?)<!-- end of {name} -->", text, flags=re.DOTALL)
    assert found
    return found[1]


class TestGeneratedBlocks:
    def test_who_says_how_many_is_told_in_ten_lines_with_links(self, readme: str) -> None:
        head, _, *lines = block(readme, "first year").strip().splitlines()
        assert head.startswith("| who said it | how many |")
        assert 0 < len(lines) <= 10
        assert all("](http" in line for line in lines)

    def test_the_page_of_contents_shows_a_row_that_stands_in_each_table(
        self, descriptor: Any, rows_of: ReadRows
    ) -> None:
        page = (ROOT / "docs/contents.md").read_text(encoding="utf-8")
        sections = re.split(r"^### .*\n", page, flags=re.MULTILINE)[1:]
        paths = [section.split("`")[1] for section in sections]
        assert paths == [resource["path"] for resource in descriptor["resources"]]
        for path, section in zip(paths, sections, strict=True):
            rows = rows_of(ROOT / path)
            shown = re.search(r"```text\n(.*?)```", section, flags=re.DOTALL)
            if shown is None:
                assert "No row yet." in section
                assert rows == []
                continue
            cells = dict(line.split(maxsplit=1) for line in shown[1].splitlines())
            (row,) = [row for row in rows if cells.items() <= row.items()]
            left_out = {column for column in row.keys() - cells.keys() if row[column]}
            assert left_out <= {"evidence_start", "evidence_end", "evidence_sha256"}

    def test_the_figure_of_the_readme_is_that_of_the_page(self, readme: str) -> None:
        figure = block(readme, "figure").strip()
        assert "In words: " in figure
        assert figure in (ROOT / "docs/contents.md").read_text(encoding="utf-8")

    @pytest.mark.slow
    def test_need_their_markers(self, readme: str) -> None:
        with pytest.raises(UserError, match="end of figure"):
            refreshed_readme(readme.replace("<!-- end of figure -->", ""), load_package(ROOT), cli)

    @pytest.mark.slow
    def test_the_finding_is_what_the_command_says(self, readme: str, tmp_path: Path) -> None:
        for name in ("data", "schemas"):
            shutil.copytree(ROOT / name, tmp_path / name)
        shutil.copy(ROOT / "datapackage.json", tmp_path)
        shown = re.search(
            r'^(data/.*?):(\d+):(\d+): error \[enum\] qualifier: "(.*?)".* Did you mean (\w+)\?$', readme, re.MULTILINE
        )
        assert shown
        file = tmp_path / shown[1]
        lines = file.read_text(encoding="utf-8").split("\n")
        number, start = int(shown[2]) - 1, int(shown[3]) - 1
        assert lines[number][start:].startswith(shown[5])
        lines[number] = lines[number][:start] + shown[4] + lines[number][start + len(shown[5]) :]
        file.write_text("\n".join(lines), encoding="utf-8")
        command = [sys.executable, "-m", "deportation_goal", "check", "figures", "--package", str(tmp_path)]
        run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        assert run.returncode == 1
        assert shown[0] in [line.strip() for line in run.stdout.splitlines()]


@pytest.mark.parametrize("document", DOCUMENTS)
class TestEveryDocument:
    def test_links_lead_somewhere(self, document: str) -> None:
        text = (ROOT / document).read_text(encoding="utf-8")
        targets = [target for target in re.findall(r"\]\(([^)#]+)", text) if "://" not in target]
        assert [target for target in targets if not ((ROOT / document).parent / target).exists()] == []

    def test_make_commands_exist(self, document: str) -> None:
        text = (ROOT / document).read_text(encoding="utf-8")
        named = set(re.findall(r"(?:`|^)make ([a-z-]+)", text, flags=re.MULTILINE))
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        assert named <= set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))

    def test_commands_exist(self, document: str) -> None:
        from deportation_goal.commands import SUMMARIES

        text = (ROOT / document).read_text(encoding="utf-8")
        named = set(re.findall(r"(?:`|^ *)deportation-goal ([a-z]+)", text, flags=re.MULTILINE))
        assert named <= SUMMARIES.keys()


class TestCitation:
    @pytest.mark.slow
    def test_is_valid(self) -> None:
        command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.citation-file-format"]
        run = subprocess.run([*command, str(ROOT / "CITATION.cff")], capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stdout

    def test_the_changelog_has_this_version_behind_what_is_not_released_yet(self, descriptor: Any) -> None:
        changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
        headings = re.findall(r"^## (.*)$", changelog, flags=re.MULTILINE)
        assert headings[0] == "Unreleased"
        assert headings[1:2] in ([], [f"{descriptor['version']} ({descriptor['created'][:10]})"])


class TestLimits:
    """The sentence on the texts is generated; it must hold for any number of them."""

    @pytest.mark.slow
    def test_a_further_text_changes_the_sentence_and_nothing_else_is_in_the_way(self, tmp_path: Path) -> None:
        folder = copy_package(tmp_path / "package")
        sources = folder / "data/sources.csv"
        lines = sources.read_text(encoding="utf-8").splitlines()
        held = next(line for line in lines if line.startswith("rbc-ukraine-2025-04-12,"))
        sources.write_text(
            "\n".join([*lines, held.replace("rbc-ukraine-2025-04-12", "zzz-2025", 1)]) + "\n", encoding="utf-8"
        )
        before = (ROOT / "README.md").read_text(encoding="utf-8")
        after = refreshed_readme(before, load_package(folder), cli)
        count = int(re.search(r"The rows come from (\d+) texts", before)[1])  # type: ignore[index]
        assert f"The rows come from {count + 1} texts. " in after


def test_the_workflow_of_the_checks_can_only_read() -> None:
    text = (ROOT / ".github/workflows/check.yml").read_text(encoding="utf-8")
    assert yaml.safe_load(text)["permissions"] == {"contents": "read"}
    uses = re.findall(r"uses: (\S+)", text)
    assert uses
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", use) for use in uses)
