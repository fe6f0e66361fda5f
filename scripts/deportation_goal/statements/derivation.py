"""Where a statement comes from: the chain of documents behind its source, and its origin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from deportation_goal.errors import EXIT_ERRORS, UserError


class Lineage(NamedTuple):
    """Where one statement comes from; a tuple, as a large dataset has a million of them.

    Attributes:
        said_by: The agent it is attributed to; empty where the text names none.
        chain: Documents from the root to the carrier.
        origin: The document it rests on: its primary source, otherwise the root of the chain. Five articles about one
            report have one origin.
    """

    said_by: str
    chain: tuple[str, ...]
    origin: str

    @property
    def first_reported_in(self) -> str:
        """The root of the chain."""
        return self.chain[0]

    @property
    def carried_in(self) -> str:
        """The document whose text was read."""
        return self.chain[-1]


def chain_of(source_id: str, derived_from: Mapping[str, str]) -> tuple[str, ...]:
    """Return the documents from the root to a source.

    Args:
        source_id: The source.
        derived_from: By source, the document most of its text comes from; empty for a root.

    Raises:
        UserError: If the chain comes back to a document.
    """
    chain = [source_id]
    while parent := derived_from.get(chain[-1], ""):
        if parent in chain:
            raise UserError(f'"{parent}" derives from itself: {" → ".join([*chain, parent])}', EXIT_ERRORS)
        chain.append(parent)
    return tuple(reversed(chain))


def lineage_of(statement: Mapping[str, str], derived_from: Mapping[str, str]) -> Lineage:
    """Return where a statement, a row with the statement block, comes from."""
    chain = chain_of(statement["source_id"], derived_from)
    return Lineage(statement["attributed_to"], chain, statement["primary_source"] or chain[0])
