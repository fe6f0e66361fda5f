"""docs/contents.md: the texts that the rows come from, and a row of each table."""

from __future__ import annotations

from dataclasses import dataclass

from deportation_goal.package.descriptor import Package
from deportation_goal.pages.example_rows import example_text
from deportation_goal.statements.derivation import chain_of
from deportation_goal.table_files import Rows
from deportation_goal.templating import render


@dataclass(frozen=True)
class Texts:
    """How many texts the rows come from, and how few documents those go back to.

    Attributes:
        held: Texts of which at least a part was held.
        whole: How many of them were held whole.
        origins: Documents that they go back to.
        origins_not_seen: How many of these nobody here has seen.
    """

    held: int
    whole: int
    origins: int
    origins_not_seen: int


def texts_of(rows: Rows) -> Texts:
    """Count the texts that the rows come from."""
    access = {row["source_id"]: row["access"] for row in rows["sources"]}
    derived_from = {row["source_id"]: row["derived_from"] for row in rows["sources"]}
    held = [source for source, seen in access.items() if seen != "not_seen"]
    origins = {chain_of(source, derived_from)[0] for source in held}
    return Texts(
        held=len(held),
        whole=sum(access[source] == "full" for source in held),
        origins=len(origins),
        origins_not_seen=sum(access[origin] == "not_seen" for origin in origins),
    )


def render_contents(package: Package, rows: Rows) -> str:
    """Render the page.

    Args:
        package: The package.
        rows: Its rows by table.
    """
    return render(
        "pages/templates/contents.md",
        texts=texts_of(rows),
        whole_texts=[row for row in rows["sources"] if row["access"] == "full"],
        sources={row["source_id"]: row for row in rows["sources"]},
        names={row["agent_id"]: row["name"] for row in rows["agents"]},
        resources=package.resources,
        examples={resource.name: example_text(resource.name, package, rows) for resource in package.resources},
    )
