"""Pictures of a release, drawn from its tables: SVG to scale, PNG to paste. A picture a module."""

from __future__ import annotations

from typing import Any, Final

from deportation_goal.table_files import Rows

FOLDER: Final = "pictures"
"""Where they stand in a release."""


def specifications(tables: Rows, version: str) -> dict[str, dict[str, Any]]:
    """Return every picture by its name, as a Vega-Lite specification; see `picture_files`."""
    from deportation_goal.release.pictures.goal_plot import goal_plot
    from deportation_goal.release.pictures.lineage_graph import lineage_graph

    return {"goal_vs_outcome": goal_plot(tables, version), "lineage": lineage_graph(tables, version)}


def picture_files(tables: Rows, version: str) -> dict[str, bytes]:
    """Return every picture of a release by its path.

    Args:
        tables: Rows of the base tables, checked.
        version: The version that the pictures name.
    """
    from deportation_goal.release.pictures.vega import png, svg

    files = {}
    for name, specification in specifications(tables, version).items():
        files[f"{FOLDER}/{name}.svg"] = svg(specification)
        files[f"{FOLDER}/{name}.png"] = png(specification)
    return files
