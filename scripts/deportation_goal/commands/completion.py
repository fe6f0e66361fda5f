"""What a shell offers when somebody presses Tab: tables, ids of rows, rules (click's own completion asks here)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.package.root import enclosing_package, installed_package
from deportation_goal.table_files import Row

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_MOST: Final = 200
_LONGEST_HELP: Final = 60


def tables(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the tables of the package, with their titles."""
    try:
        resources = _package(ctx).resources
    except (UserError, OSError):
        return []
    return [_item(item.name, help=item.schema.title) for item in resources if item.name.startswith(incomplete)]


def tables_and_files(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the tables of the package; where none begins so, the shell offers files."""
    return tables(ctx, parameter, incomplete) or [_item(incomplete, type="file")]


def rules(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the rules, with what they say."""
    from deportation_goal.rules.catalogue import RULES
    from deportation_goal.rules.file_rules import FILE_RULES

    known = {**{name: rule.title for name, rule in RULES.items()}, **{n: rule.title for n, rule in FILE_RULES.items()}}
    return [_item(name, help=_cut(title)) for name, title in known.items() if name.startswith(incomplete)]


def row_ids(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return ids of rows, with what their tables call them."""
    return list(_ids(ctx, incomplete, ""))


def ids_of(table: str) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Return what completes the ids of one table."""

    def complete(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return list(_ids(ctx, incomplete, table))

    return complete


def _package(ctx: click.Context) -> Package:
    folder = ctx.params.get("package_folder")
    return load_package(Path(folder) if folder else enclosing_package(Path.cwd()) or installed_package())


def _ids(ctx: click.Context, incomplete: str, only: str) -> Iterator[CompletionItem]:
    from deportation_goal.table_files.read_rows import read_rows

    try:
        package = _package(ctx)
        rows = read_rows(package)
    except (UserError, OSError):
        return
    number = 0
    for resource in package.resources:
        schema = resource.schema
        if resource.name != only and (only or not schema.takes_rows):
            continue
        for row in rows[resource.name]:
            if row[schema.primary_key].startswith(incomplete) and number < _MOST:
                number += 1
                yield _item(row[schema.primary_key], help=_label(row, schema.label))


def _label(row: Row, columns: tuple[str, ...]) -> str:
    return _cut(next((row[column] for column in columns if row[column]), ""))


def _item(name: str, **told: Any) -> CompletionItem:
    """Return an offer; the import is here because nothing else needs it."""
    from click.shell_completion import CompletionItem

    return CompletionItem(name, **told)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_HELP else f"{text[: _LONGEST_HELP - 1]}…"
