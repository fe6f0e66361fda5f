"""docs/contents.md: the texts that the rows come from, and a row of each table."""

from __future__ import annotations

from collections.abc import Iterator

from deportation_goal.markdown import GENERATED, code, table
from deportation_goal.package.descriptor import Package
from deportation_goal.pages.example_rows import example_lines
from deportation_goal.statements.derivation import chain_of
from deportation_goal.table_files import Rows
from deportation_goal.wording import counted


def render_contents(package: Package, rows: Rows) -> str:
    """Render the page.

    Args:
        package: The package.
        rows: Its rows by table.
    """
    lines = [
        GENERATED,
        "",
        "# What is in the tables",
        "",
        "## The texts",
        "",
        *texts_lead(rows),
        "",
        *_texts_table(rows),
        "",
        "## A row of each table",
        "",
        "Each as it stands in `data/`, empty cells left out; what a column means says the [dictionary](dictionary.md).",
    ]
    for resource in package.resources:
        schema = resource.schema
        lines.extend(["", f"### {schema.title}", "", f"{code(resource.path)}: {schema.description}", ""])
        lines.extend(example_lines(resource.name, package, rows))
    return "\n".join(lines) + "\n"


def texts_lead(rows: Rows) -> Iterator[str]:
    """Yield how many texts there are, and how few documents they go back to."""
    sources = {row["source_id"]: row for row in rows["sources"]}
    texts = [row for row in rows["sources"] if row["access"] != "not_seen"]
    whole = sum(row["access"] == "full" for row in texts)
    derived_from = {row["source_id"]: row["derived_from"] for row in rows["sources"]}
    roots = {chain_of(row["source_id"], derived_from)[0] for row in texts}
    unseen = sum(sources[root]["access"] == "not_seen" for root in roots)
    yield (
        f"The rows come from {counted(len(texts), 'text')}, {whole} of them seen whole and the others in part. They go back "
        f"to {counted(len(roots), 'document')}, {unseen} of which nobody here has seen. They are no sample of what was "
        "published."
    )


def _texts_table(rows: Rows) -> list[str]:
    names = {row["agent_id"]: row["name"] for row in rows["agents"]}
    sources = {row["source_id"]: row for row in rows["sources"]}

    def origin(source_id: str) -> str:
        row = sources[source_id]
        parent = sources.get(row["derived_from"])
        return f"{row['derivation']} {names[parent['publisher']]}, {parent['published']}" if parent else ""

    lines = [
        [
            f"{names[row['publisher']]} ({code(row['source_id'])})",
            row["published"],
            code(row["text_quality"]),
            origin(row["source_id"]),
        ]
        for row in rows["sources"]
        if row["access"] == "full"
    ]
    return table(["text", "published", "state of the text", "what it does"], lines)
