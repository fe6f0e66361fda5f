"""The generated documents of a package, by path."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import click

import deportation_goal
from deportation_goal.diff.interface import INTERFACE
from deportation_goal.package.derived_schema import derived_schema
from deportation_goal.package.descriptor import DERIVED_FOLDER, load_package
from deportation_goal.package.facts import dataset_facts
from deportation_goal.pages.commands_page import render_commands
from deportation_goal.pages.contents_page import render_contents
from deportation_goal.pages.dictionary_page import render_dictionary
from deportation_goal.pages.interface_file import render_interface
from deportation_goal.pages.issue_forms import render_issue_forms
from deportation_goal.pages.method_examples import PAGE as METHOD
from deportation_goal.pages.method_examples import refreshed_method
from deportation_goal.pages.quality_tables import PAGE as QUALITY
from deportation_goal.pages.quality_tables import refreshed_quality
from deportation_goal.pages.questions_page import render_questions
from deportation_goal.pages.readme_blocks import PAGE as README
from deportation_goal.pages.readme_blocks import refreshed_readme
from deportation_goal.pages.report_schemas import report_schemas
from deportation_goal.pages.rules_page import render_rules
from deportation_goal.release.content import derived_tables
from deportation_goal.release.metadata.citation import citation_file
from deportation_goal.release.metadata.metadata_files import CITATION
from deportation_goal.release.pictures import DOCUMENTS, FOLDER, svg_files
from deportation_goal.table_files import Rows
from deportation_goal.table_files.read_rows import read_rows


def stale_pages(root: Path, files: Mapping[str, bytes]) -> list[str]:
    """Return the paths of the generated documents that are missing from a package or out of date."""
    return [name for name, content in files.items() if not _equals(root / name, content)]


def _equals(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _drawn(version: str, rows: Rows) -> dict[str, bytes]:
    """The pictures that the documents show; as SVG, which does not depend on the fonts of a machine."""
    return {path.replace(FOLDER, DOCUMENTS, 1): content for path, content in svg_files(rows, version).items()}


def _schemas_of_reports() -> dict[str, bytes]:
    return {
        path: (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode()
        for path, schema in report_schemas().items()
    }


def pages(root: Path, cli: click.Group) -> dict[str, bytes]:
    """Return every generated document of a package by its path.

    Args:
        root: The package folder.
        cli: The commands, whose help and output the documents show.
    """
    package = load_package(root)
    rows = read_rows(package)
    tables = [(resource.schema, resource.path, rows[resource.name]) for resource in package.resources]
    computed = derived_tables(package)
    derived = [
        (derived_schema(package, name), f"{DERIVED_FOLDER}/{name}.csv", table) for name, table in computed.items()
    ]

    def now(page: str) -> str:
        return (root / page).read_text(encoding="utf-8")

    return {
        "docs/dictionary.md": render_dictionary(tables, derived).encode(),
        "docs/contents.md": render_contents(package, rows).encode(),
        "docs/questions.md": render_questions(computed).encode(),
        "docs/rules.md": render_rules().encode(),
        **_drawn(package.version, rows),
        **({QUALITY: refreshed_quality(now(QUALITY), root).encode()} if (root / QUALITY).is_file() else {}),
        METHOD: refreshed_method(now(METHOD), package, cli).encode(),
        "docs/commands.md": render_commands(cli).encode(),
        INTERFACE: render_interface(cli, deportation_goal).encode(),
        **_schemas_of_reports(),
        **render_issue_forms(package),
        CITATION: citation_file(dataset_facts(package.descriptor)),
        README: refreshed_readme(now(README), package, cli).encode(),
    }
