"""The generated documents: fresh, complete, and checked by their own command."""

from __future__ import annotations

import pytest

from deportation_goal.commands import cli
from deportation_goal.package.descriptor import Package
from deportation_goal.pages.generated_pages import pages
from deportation_goal.rules.catalogue import FILE_RULES, RULES
from deportation_goal.rules.rule import FileRule, Rule
from support import REPOSITORY


@pytest.fixture(scope="module")
def generated() -> dict[str, str]:
    return {path: content.decode("utf-8") for path, content in pages(REPOSITORY, cli).items()}


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
