"""docs/contents.md: the texts that the rows come from, and a row of each table."""

from __future__ import annotations

from deportation_goal.package.descriptor import Package
from deportation_goal.pages.example_rows import example_text
from deportation_goal.statements.quoting_notes import texts_of
from deportation_goal.table_files import Rows
from deportation_goal.templating import render


def render_contents(package: Package, rows: Rows) -> str:
    """Render the page.

    Args:
        package: The package.
        rows: Its rows by table.
    """
    return render(
        "pages/templates/contents.md",
        texts=texts_of(rows["sources"]),
        whole_texts=[row for row in rows["sources"] if row["access"] == "full"],
        sources={row["source_id"]: row for row in rows["sources"]},
        names={row["agent_id"]: row["name"] for row in rows["agents"]},
        resources=package.resources,
        examples={resource.name: example_text(resource.name, package, rows) for resource in package.resources},
    )
