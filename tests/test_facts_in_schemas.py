"""General code names no table and no column: what it must know of one is a property in the schema of the table.

Names that a standard has too, such as `title`, are no sign of a table. Docstrings and the examples of rules may name all.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from deportation_goal.package.descriptor import load_package
from deportation_goal.package.schema import TableSchema
from once_a_run import parsed_code
from support import REPOSITORY

CODE: Final = REPOSITORY / "scripts" / "deportation_goal"

PARTICULAR: Final = {
    "statements": "compares and tells what this dataset holds: claims, intervals, utterances, relations",
    "derived": "computes tables of this dataset from its others",
    "evidence": "finds the words of its statements in the texts of its sources",
    "release/pictures": "draws this dataset: the goal and what came of it",
    "commands/compare.py": "puts figures side by side",
    "commands/locate.py": "prints a locator by the names that its columns have in every table of statements",
    "report/comparison_text.py": "prints what `compare` found",
    "report/evidence_report.py": "prints what `evidence` found",
    "report/row_text.py": "prints the way, the wordings and the history of a statement",
    "site": "shows the statements of this dataset, each on a page of its own",
    "pages/contents_page.py": "counts the texts that this dataset comes from",
    "pages/example_rows.py": "chooses rows of this dataset that show what is in it",
    "pages/readme_blocks.py": "shows a figure of this dataset in the README",
    "pages/quality_tables.py": "counts the double codings of this dataset",
    "data.py": "offers the agreement and the lineage of this dataset to Python",
    "rules/example_package.py": "the small dataset in which the examples of all rules stand",
}
"""Rooms and modules that are about single tables, each with the reason."""

RULES: Final = frozenset(
    {"rule", "engine", "checked_tables", "cells", "constraints", "structure", "order", "catalogue", "explanation"}
)
"""The general modules of rules/; every other one is about a subject."""

LOGS: Final = frozenset(
    {
        *("commands/correct.py", "commands/retract.py", "commands/revise.py", "commands/show.py"),
        *("diff/compare_packages.py", "diff/package_diff.py", "diff/row_diff.py"),
        *(
            "intake/correct.py",
            "intake/issue_fields.py",
            "intake/revision_file.py",
            "intake/revision_set.py",
        ),
        *("release/changelog.py", "shards/shard.py", "table_files/ids.py"),
    }
)
"""The modules that keep or read the logs of the tool: the columns of these are the same whatever the other tables are."""

ALLOWED: Final = {
    "commands/correct.py": ({"attributed_to"}, "the help shows a command"),
    "commands/questions.py": ({"unit", "unit_label"}, "says in which unit a number is asked for"),
    "diff/change_words.py": ({"change"}, "a noun that is counted"),
    "intake/passages.py": ({"access"}, "whether anybody holds the text of a source"),
    "release/artefacts/sqlite_schema.py": (
        {"row_id", "source_id", "table_name"},
        "columns of the tables that the SQLite file has besides",
    ),
    "release/changelog.py": ({"added_in"}, "writes the version into the rows that a release brings"),
    "release/changelog_block.py": ({"added_in"}, "says how a reader finds the new rows"),
    "release/publish/zenodo.py": ({"access"}, "a member of a record of the archive"),
    "release/metadata/version_feeds.py": ({"language"}, "a member of a feed"),
    "report/diff_json.py": ({"changes"}, "a member of the report"),
    "shards/shard.py": ({"utterance"}, "ties wordings of several sources, so that they are checked together"),
    "table_files/revision_rows.py": ({"wording"}, "an action of a revision"),
    "values/languages.py": ({"language"}, "a group of the pattern of language tags"),
}
"""What other modules name, with the reason; a name that is gone from the module has to go here too."""

STANDARD: Final = {
    "Data Package and Table Schema": {"date", "name", "sources", "title", "version"},
    "schema.org, CSL, DataCite and Croissant": {"field", "includes", "publisher", "url"},
    "SARIF": {"accepted", "kind", "place", "status", "text"},
    "Vega-Lite, SQLite and categories": {"value"},
    "spreadsheets": {"cell", "sheet"},
    "Data Package: contributors": {"role"},
    "properties of ours": {"form", "reason"},
    "the licence of a contribution": {"licence"},
    "an argument of explain": {"rule"},
}
"""Words that general code has from elsewhere, and tables as well."""


def _schemas() -> list[TableSchema]:
    return [resource.schema for resource in load_package(REPOSITORY).resources]


def _names(schemas: Iterable[TableSchema]) -> set[str]:
    return {name for schema in schemas for name in (schema.name, *schema.columns)}


def _log_names() -> set[str]:
    """Return the names that only logs have."""
    schemas = _schemas()
    return _names(schema for schema in schemas if schema.is_log) - _names(
        schema for schema in schemas if not schema.is_log
    )


def _constants(tree: ast.AST) -> Iterator[str]:
    """Yield the text constants of a module, but for docstrings and the examples of rules."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Name) and child.func.id == "Example":
            continue
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            yield child.value
        yield from _constants(child)


@cache
def _words(tree: ast.AST) -> frozenset[str]:
    texts = set(_constants(tree))
    return frozenset(texts | {word for text in texts for word in re.findall(r"[a-z0-9_]+", text) if "_" in word})


def named(tree: ast.AST, names: set[str]) -> set[str]:
    """Return the tables and columns that the constants of a module name: as a whole, or as a word with an underscore."""
    return set(_words(tree) & names)


def _general() -> dict[str, Path]:
    modules = {path.relative_to(CODE).as_posix(): path for path in CODE.rglob("*.py")}
    return {
        name: path
        for name, path in modules.items()
        if not any(name == room or name.startswith(f"{room}/") for room in PARTICULAR)
        and (not name.startswith("rules/") or path.stem in RULES)
    }


def test_general_code_names_no_table_and_no_column() -> None:
    names = _names(_schemas()) - set().union(*STANDARD.values())
    found = {}
    for name, path in _general().items():
        words = named(parsed_code()[path], names)
        found[name] = words - _log_names() if name in LOGS else words
    assert {name: words for name, words in found.items() if words} == {
        name: words for name, (words, _) in ALLOWED.items()
    }


def test_no_exception_outlives_its_reason() -> None:
    code = {path.relative_to(CODE).as_posix(): parsed_code()[path] for path in CODE.rglob("*.py")}
    names, logs = _names(_schemas()), _log_names()
    about = {
        room
        for room in PARTICULAR
        for name, tree in code.items()
        if f"{name}/".startswith(f"{room}/") and named(tree, names)
    }
    assert set(PARTICULAR) - about == set()
    assert {name for name in LOGS if name not in code or not named(code[name], logs)} == set()
    assert {name for name in RULES if f"rules/{name}.py" not in code} == set()
    words = set().union(*(named(parsed_code()[path], names) for path in _general().values()))
    assert set().union(*STANDARD.values()) - words == set()


def test_a_name_in_code_is_seen_and_one_in_a_docstring_or_an_example_is_not() -> None:
    names = {"figures", "value_text", "period"}
    assert named(ast.parse('TABLES = ("figures",)\nf"the {row} lacks value_text"\nx = "a period"'), names) == {
        "figures",
        "value_text",
    }
    assert named(ast.parse('"""figures"""\nrule(bad=Example("figures", {"figures.0.value_text": ""}))'), names) == set()
