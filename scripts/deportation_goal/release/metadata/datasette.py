"""metadata/datasette.yaml: what Datasette shows beside the SQLite file, and a page that searches the statements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from deportation_goal.package.facts import DatasetFacts
from deportation_goal.release.metadata.described_tables import DescribedTable
from deportation_goal.release.metadata.yaml_text import yaml_text

_FACETS: Final = 4
"""How many code lists are offered as filters beside a table; more hide the rows."""
_COMMAND: Final = "datasette formats/{name}.sqlite --metadata metadata/datasette.yaml"
_SEARCH: Final = """select statement_search.*
from statement_search
where statement_search match :words
order by rank
"""


def datasette_file(facts: DatasetFacts, tables: Sequence[DescribedTable]) -> bytes:
    """Return the metadata of Datasette, as YAML."""
    described = {
        "title": facts.title,
        "description": facts.description,
        "license": facts.licence.title,
        "license_url": facts.licence.address,
        "source_url": facts.homepage,
    }
    document: dict[str, Any] = {member: value for member, value in described.items() if value}
    document["databases"] = {
        facts.name: {
            "tables": {table.name: _table(table) for table in tables},
            "queries": {
                "search": {
                    "title": "Search the statements",
                    "description": "Words of quotes, summaries and figures; words in quotes are a phrase (SQLite FTS5).",
                    "sql": _SEARCH,
                }
            },
        }
    }
    return f"# {_COMMAND.format(name=facts.name)}\n{yaml_text(document)}".encode()


def _table(table: DescribedTable) -> dict[str, Any]:
    coded = [field.name for field in table.schema.fields if field.enum]
    described = {
        "title": table.title,
        "description": table.description,
        "label_column": next(iter(table.schema.label), ""),
        "facets": coded[:_FACETS],
        "columns": {field.name: field.description for field in table.schema.fields},
    }
    return {member: value for member, value in described.items() if value}
