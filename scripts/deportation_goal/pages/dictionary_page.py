"""docs/dictionary.md: every table and column, its codes with labels and counts, its rules in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from deportation_goal.markdown import GENERATED, code, table
from deportation_goal.package.schema import Field, TableSchema
from deportation_goal.rules.catalogue import GROUPS
from deportation_goal.table_files import Row


def constraint_sentence(field: Field) -> str:
    """Return the constraints of a column as a phrase."""
    parts = ["required" if field.required else "may be empty"]
    if field.unique:
        parts.append("no value twice")
    if field.minimum is not None:
        parts.append(f"at least {field.minimum:g}")
    if field.maximum is not None:
        parts.append(f"at most {field.maximum:g}")
    if field.max_length is not None:
        parts.append(f"at most {field.max_length} characters")
    if field.pattern is not None and not field.enum:
        parts.append(f"in the form of {code(field.example)}")
    return "; ".join(parts)


def _reference(schema: TableSchema, column: str) -> str:
    keys = [key for key in schema.foreign_keys if key.column == column]
    return f"an id of [{keys[0].table}](#{keys[0].table})" if keys else ""


def _column_rows(schema: TableSchema, rows: Sequence[Row] | None) -> Iterator[list[str]]:
    for field in schema.fields:
        filled = sum(1 for row in rows if row[field.name]) if rows is not None else None
        allowed = constraint_sentence(field)
        reference = _reference(schema, field.name)
        yield [
            code(field.name),
            field.type,
            field.description,
            f"{allowed}; {reference}" if reference else allowed,
            code(field.example),
            "" if filled is None else f"{filled:,}",
        ]


def _code_lists(schema: TableSchema, rows: Sequence[Row] | None) -> Iterator[str]:
    for field in schema.fields:
        if not field.categories:
            continue
        counts = Counter(row[field.name] for row in rows or ())
        yield ""
        yield f"**Codes of {code(field.name)}** ({field.title.lower()})"
        yield ""
        yield from table(
            ["code", "label", "meaning", "rows"],
            [[code(item.value), item.label, item.description, f"{counts[item.value]:,}"] for item in field.categories],
        )


def _table_section(schema: TableSchema, rows: Sequence[Row] | None, path: str) -> Iterator[str]:
    yield f"## {schema.name}"
    yield ""
    yield f"{schema.description} File: {code(path)}" + ("." if rows is None else f", {len(rows):,} rows.")
    yield ""
    yield from table(["column", "type", "meaning", "allowed", "example", "filled"], _column_rows(schema, rows))
    yield from _code_lists(schema, rows)
    yield ""


def _rules_section() -> Iterator[str]:
    yield "## Rules beyond a single column"
    yield ""
    for group, rules in GROUPS[-2:]:
        yield f"{group}:"
        yield ""
        yield from (f"- {rule.title} ([{rule.id}](rules.md#{rule.id}), {rule.level.value})" for rule in rules)
        yield ""


def render_dictionary(
    tables: Sequence[tuple[TableSchema, str, Sequence[Row]]], derived: Sequence[tuple[TableSchema, str, Sequence[Row]]]
) -> str:
    """Render the data dictionary.

    Args:
        tables: Schema, path and rows of each table of data/.
        derived: The same of each derived table of a release.
    """
    lines = [
        "# Data dictionary",
        "",
        GENERATED,
        "",
        "Every table and column. A table marked derived is computed into a release and never edited. How a statement",
        "becomes a row stands in [method.md](method.md), the rules that every row satisfies in [rules.md](rules.md).",
        "",
        *table(
            ["table", "rows", "what one row is"],
            [
                [f"[{schema.name}](#{schema.name})", f"{len(rows):,}", schema.description]
                for schema, _, rows in (*tables, *derived)
            ],
        ),
        "",
    ]
    for schema, path, rows in (*tables, *derived):
        lines.extend(_table_section(schema, rows, path))
    lines.extend(_rules_section())
    return "\n".join(lines).rstrip() + "\n"
