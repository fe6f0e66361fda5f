"""The generated documents: fresh, complete, and checked by their own command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from deportation_goal.documents.__main__ import main
from deportation_goal.documents.pages import pages
from deportation_goal.package.descriptor import Package
from deportation_goal.rules.catalogue import RULES
from deportation_goal.rules.file_rules import FILE_RULES
from deportation_goal.rules.model import FileRule, Rule
from support import REPOSITORY


@pytest.fixture(scope="module")
def generated() -> dict[str, str]:
    return {path: content.decode("utf-8") for path, content in pages(REPOSITORY).items()}


def test_every_page_is_fresh(generated: dict[str, str]) -> None:
    stale = [path for path, text in generated.items() if (REPOSITORY / path).read_text(encoding="utf-8") != text]
    assert not stale, "run `make docs`"


def test_the_dictionary_names_every_column_and_code(generated: dict[str, str], package: Package) -> None:
    page = generated["docs/dictionary.md"]
    for resource in package.resources:
        section = page.split(f"\n## {resource.name}\n")[1].split("\n## ")[0]
        for field in resource.schema.fields:
            assert f"| `{field.name}` | {field.type} |" in section
            for category in field.categories:
                assert f"| `{category.value}` | {category.label} |" in section


def test_the_rules_page_explains_every_rule_once(generated: dict[str, str]) -> None:
    page = generated["docs/rules.md"]
    rules: list[Rule | FileRule] = [*RULES.values(), *FILE_RULES.values()]
    for rule in rules:
        assert page.count(f"\n### {rule.id}\n") == 1
        assert rule.why in page


def test_links_between_the_pages_lead_somewhere(generated: dict[str, str]) -> None:
    headings = {
        line.removeprefix("### ") for line in generated["docs/rules.md"].splitlines() if line.startswith("### ")
    }
    linked = {part.split(")")[0] for part in generated["docs/dictionary.md"].split("](rules.md#")[1:]}
    assert linked
    assert linked <= headings


@pytest.mark.slow
def test_stale_pages_are_named_and_then_written(package_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (package_copy / "docs" / "quality").mkdir(parents=True)
    for name in ("README.md", "docs/method.md", "docs/quality.md", "docs/quality/double_coding.csv"):
        (package_copy / name).write_bytes((REPOSITORY / name).read_bytes())
    monkeypatch.chdir(package_copy)
    assert main(["--check"]) == 1
    assert main([]) == 0
    assert main(["--check"]) == 0
    page = package_copy / "docs/rules.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nby hand\n", encoding="utf-8")
    assert main(["--check"]) == 1


def test_outside_a_package_it_says_how_to_call_it(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "deportation_goal.documents"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert run.returncode == 2
    assert "inside the package folder" in run.stderr
