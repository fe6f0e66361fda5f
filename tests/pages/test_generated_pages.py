"""The generated documents are complete."""

from __future__ import annotations

from deportation_goal.package.descriptor import Package
from deportation_goal.rules.catalogue import RULES
from deportation_goal.rules.file_rules import FILE_RULES
from deportation_goal.rules.rule import FileRule, Rule
from support import REPOSITORY


def page_of(path: str) -> str:
    """Return a generated page as it is here; that it is fresh is what `make test` asks `docs --check`."""
    return (REPOSITORY / path).read_text(encoding="utf-8")


def test_the_dictionary_names_every_column_and_code(package: Package) -> None:
    page = page_of("docs/dictionary.md")
    for resource in package.resources:
        section = page.split(f"\n## {resource.name}\n")[1].split("\n## ")[0]
        for field in resource.schema.fields:
            assert f"| `{field.name}` | {field.type} |" in section
            for category in field.categories:
                assert f"| `{category.value}` | {category.label} |" in page


def test_the_rules_page_explains_every_rule_once() -> None:
    page = page_of("docs/rules.md")
    rules: list[Rule | FileRule] = [*RULES.values(), *FILE_RULES.values()]
    for rule in rules:
        assert page.count(f"\n### {rule.id}\n") == 1
        assert rule.why in page


def test_links_between_the_pages_lead_somewhere() -> None:
    headings = {line.removeprefix("### ") for line in page_of("docs/rules.md").splitlines() if line.startswith("### ")}
    linked = {part.split(")")[0] for part in page_of("docs/dictionary.md").split("](rules.md#")[1:]}
    assert linked
    assert linked <= headings
