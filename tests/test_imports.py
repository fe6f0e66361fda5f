"""The layout of the code: which room may import which, and what may stand at the root."""

from __future__ import annotations

import ast
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Final

from once_a_run import parsed_code
from support import REPOSITORY

CODE: Final = REPOSITORY / "scripts" / "deportation_goal"

# From the ground up: a room imports only rooms before it.
ORDER: Final = (
    *("errors", "wording", "findings", "templating"),
    *("package", "values", "table_files", "evidence", "statements", "derived", "rules"),
    *("data", "__init__", "fix", "diff", "template", "intake", "release", "shards", "report", "site", "pages"),
    *("commands", "__main__"),
)

ROOT: Final = {
    "data": "what `import deportation_goal` offers; it needs pandas alone",
    "errors": "the one error that a user can do something about, and the exit codes",
    "findings": "problems and findings, which rules make and every report renders",
    "fix": "the canonical form of whole tables: reading, rules and writing come together in it",
    "templating": "one environment for the templates of pages, reports and the release",
    "wording": "pieces of sentences, for every room that speaks",
}
"""Modules at the root, each with the reason why no room is its place."""

NEVER: Final = {
    "diff": {"report", "release", "intake"},
    "release": {"report", "intake"},
    "intake": {"report", "release", "diff"},
    "rules": {"report", "release", "diff", "intake", "template"},
    "package": {"site", "pages", "commands"},
    "derived": {"site", "pages", "commands"},
}
"""Said once more by name, as ORDER may change with the layout."""


def _modules() -> list[Path]:
    return sorted(CODE.rglob("*.py"))


@cache
def _statements(module: Path) -> tuple[ast.Import | ast.ImportFrom, ...]:
    """What a module imports anywhere, inside functions too."""
    return tuple(node for node in ast.walk(parsed_code()[module]) if isinstance(node, ast.Import | ast.ImportFrom))


def _imports(module: Path) -> set[str]:
    """The rooms that a module imports anywhere, inside functions too."""
    rooms = set()
    for node in _statements(module):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "deportation_goal":
            path = node.module.split(".")[1:]
            rooms.update(path[:1] or [alias.name for alias in node.names])
        elif isinstance(node, ast.Import):
            paths = [alias.name.split(".") for alias in node.names]
            rooms.update("".join(path[1:2]) or "__init__" for path in paths if path[0] == CODE.name)
    return rooms


def test_no_room_imports_one_above_it() -> None:
    rooms = {module: module.relative_to(CODE).with_suffix("").parts[0] for module in _modules()}
    upward = [
        f"{module.relative_to(CODE)} imports {room}"
        for module, own in rooms.items()
        for room in _imports(module) - {own, "__version__"}
        if ORDER.index(room) > ORDER.index(own) or room in NEVER.get(own, ())
    ]
    assert upward == []


def test_pydantic_is_needed_by_the_generated_documents_alone() -> None:
    importing = {
        module.relative_to(CODE).parts[0]
        for module in _modules()
        for node in _statements(module)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
        if name.split(".")[0] in {"pydantic", "pydantic_core"}
    }
    assert importing == {"pages"}


def test_arrays_are_known_to_the_store_of_large_tables_and_to_parquet_alone() -> None:
    importing = {
        module.relative_to(CODE).as_posix()
        for module in _modules()
        for node in _statements(module)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
        if name.split(".")[0] in {"numpy", "pyarrow"}
    }
    assert importing == {
        "table_files/arrays.py",
        "table_files/blocks.py",
        "table_files/block_columns.py",
        "table_files/block_rows.py",
        "table_files/text_bytes.py",
        "table_files/text_parts.py",
        "release/artefacts/parquet.py",
    }


def test_no_module_name_stands_twice() -> None:
    names = Counter(
        module.stem if module.stem != "__init__" else module.parent.name
        for module in _modules()
        if module.parent.name != "commands" or module.stem == "__init__"
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_the_root_holds_few_modules_and_each_has_a_reason() -> None:
    at_root = {module.stem for module in CODE.glob("*.py")} - {"__init__", "__main__"}
    assert at_root == set(ROOT)
    assert len(ROOT) <= 6
