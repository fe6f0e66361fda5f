"""The page of a source: what it states and from whom it took it; and of an agent: what is attributed to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from deportation_goal.site.json_ld import source_document
from deportation_goal.site.site_model import Statement
from deportation_goal.site.site_templates import Page, Renderer

MOST_ROWS: Final = 300
"""Rows of a list; a longer one continues on another page."""


def source_pages(renderer: Renderer) -> Iterator[Page]:
    """Yield a page for each source."""
    model = renderer.model
    for source_id, row in model.sources.items():
        statements = model.by_source.get(source_id, [])
        yield renderer.page(
            f"sources/{source_id}.html",
            "source.html",
            row=row,
            statements=statements,
            checkable=[statement for statement in statements if statement.row["evidence_sha256"]],
            takers=model.taken_up_by.get(source_id, []),
            observed=[entry for entry in model.rows["series"] if entry["source_id"] == source_id],
            document=source_document(row, model),
        )


def agent_pages(renderer: Renderer) -> Iterator[Page]:
    """Yield a page for each agent; more than one where very much is attributed to them."""
    model = renderer.model
    parts: dict[str, list[str]] = {}
    for row in model.agents.values():
        parts.setdefault(row["part_of"], []).append(row["agent_id"])
    for agent_id, row in model.agents.items():
        chunks = split(model.by_agent.get(agent_id, []), MOST_ROWS)
        for number, statements in enumerate(chunks, start=1):
            yield renderer.page(
                numbered(f"agents/{agent_id}", number),
                "agent.html",
                row=row,
                statements=statements,
                number=number,
                pages=[numbered(agent_id, place) for place in range(1, len(chunks) + 1)],
                published=model.published_by.get(agent_id, []) if number == 1 else [],
                parts=parts.get(agent_id, []),
            )


def split(statements: Sequence[Statement], most: int) -> list[Sequence[Statement]]:
    """Return a list in parts of at most `most`; an empty list gives one empty part."""
    return [statements[start : start + most] for start in range(0, max(len(statements), 1), most)]


def numbered(stem: str, number: int) -> str:
    """Return the path of a part of a page: the first has no number."""
    return f"{stem}.html" if number == 1 else f"{stem}-{number}.html"
