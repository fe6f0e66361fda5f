"""What was reported about the goal of deporting one million people from the United States in a year.

`load("figures")` gives a table as a pandas frame. Importing this costs next to nothing: pandas is loaded with the
first table, and nothing else is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deportation_goal.data import agreement, check, describe, lineage, load, plot, schema, tables

    __version__: str

__all__ = ["__version__", "agreement", "check", "describe", "lineage", "load", "plot", "schema", "tables"]


def __getattr__(name: str) -> object:
    """Load what is asked for when it is asked for (PEP 562)."""
    if name == "__version__":
        from deportation_goal.package.root import version

        return version()
    if name in __all__:
        from deportation_goal import data

        return getattr(data, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return what there is for users, before anything of it is loaded."""
    return sorted(__all__)
