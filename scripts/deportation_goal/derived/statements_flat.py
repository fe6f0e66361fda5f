"""quotes_flat, obstacles_flat, countries_flat: every statement beside its names, its document and its place in the text."""

from __future__ import annotations

from deportation_goal.derived.joined import Joined, period_cells
from deportation_goal.table_files import Row


def quotes_flat(joined: Joined) -> list[Row]:
    """Return one row for each quote."""
    return [
        {
            "quote_id": quote["quote_id"],
            **said_cells(quote, joined),
            "text": quote["text"],
            "language": quote["language"],
            "form": quote["form"],
            "wording": quote["wording"],
            "occasion": quote["occasion"],
            **document_cells(quote, joined),
            "utterance": quote["utterance"],
            **locator_cells(quote),
        }
        for quote in joined.tables["quotes"]
    ]


def obstacles_flat(joined: Joined) -> list[Row]:
    """Return one row for each obstacle."""
    return [
        {
            "obstacle_id": obstacle["obstacle_id"],
            "obstacle_type": obstacle["obstacle_type"],
            "effect": obstacle["effect"],
            "explicitness": obstacle["explicitness"],
            "summary": obstacle["summary"],
            "counterpart_area": obstacle["counterpart_area"],
            "counterpart_area_name": joined.areas[obstacle["counterpart_area"]],
            "period": obstacle["period"],
            **period_cells(obstacle["period"]),
            **said_cells(obstacle, joined),
            **document_cells(obstacle, joined),
            **locator_cells(obstacle),
        }
        for obstacle in joined.tables["obstacles"]
    ]


def countries_flat(joined: Joined) -> list[Row]:
    """Return one row for each role of a country."""
    return [
        {
            "country_role_id": country["country_role_id"],
            "area": country["area"],
            "area_name": joined.areas[country["area"]],
            "role": country["role"],
            "summary": country["summary"],
            "place": country["place"],
            "counterpart_area": country["counterpart_area"],
            "counterpart_area_name": joined.areas[country["counterpart_area"]],
            "period": country["period"],
            **period_cells(country["period"]),
            **said_cells(country, joined),
            **document_cells(country, joined),
            **locator_cells(country),
        }
        for country in joined.tables["countries"]
    ]


def said_cells(statement: Row, joined: Joined) -> dict[str, str]:
    """Return who says a statement, and when."""
    return {
        "attributed_to": statement["attributed_to"],
        "attributed_to_name": joined.name(statement["attributed_to"]),
        "attribution_type": statement["attribution_type"],
        "said_on": statement["said_on"],
    }


def document_cells(statement: Row, joined: Joined) -> dict[str, str]:
    """Return which document carries a statement, where it was first reported, and what is wrong with it."""
    return {
        **joined.source_cells[statement["source_id"]],
        "first_reported_in": joined.background.chain(statement["source_id"])[0],
        "primary_source": statement["primary_source"],
        "text_issue": statement["text_issue"],
        "notes": statement["notes"],
    }


def locator_cells(statement: Row) -> dict[str, str]:
    """Return where a statement is in the text: what a program needs, and a reader does not."""
    return {
        "truncated": statement["truncated"],
        "evidence_start": statement["evidence_start"],
        "evidence_end": statement["evidence_end"],
        "evidence_sha256": statement["evidence_sha256"],
        "added_in": statement["added_in"],
    }
