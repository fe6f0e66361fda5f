"""CSV on the Web (W3C, 2015): the tables with their types, keys and references, for clients that know no Data Package."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from deportation_goal.package.facts import DatasetFacts
from deportation_goal.package.schema import Field
from deportation_goal.release.metadata.described_tables import DescribedTable

_TYPES: Final = {"integer": "integer", "number": "decimal", "boolean": "boolean", "date": "date", "string": "string"}


def csvw_document(facts: DatasetFacts, tables: Sequence[DescribedTable], base: str) -> dict[str, Any]:
    """Return the table group.

    Args:
        facts: What the dataset is.
        tables: Its tables.
        base: The way from the document to the folder of the release, empty or with `/` at its end.
    """
    paths = {table.name: f"{base}{table.path}" for table in tables}
    document = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": facts.title,
        "dc:description": facts.description,
        "dc:license": {"@id": facts.licence.address} if facts.licence.address else None,
        "dc:issued": facts.date,
        "schema:version": facts.version,
        "dialect": {"encoding": "utf-8", "delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True},
        "tables": [_table(table, paths) for table in tables],
    }
    return {member: value for member, value in document.items() if value}


def _table(table: DescribedTable, paths: Mapping[str, str]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "columns": [_column(field) for field in table.schema.fields],
        "primaryKey": table.schema.primary_key,
    }
    keys = [
        {
            "columnReference": key.column,
            "reference": {"resource": paths[key.table], "columnReference": key.key},
        }
        for key in table.schema.foreign_keys
        if key.table in paths
    ]
    if keys:
        schema["foreignKeys"] = keys
    return {
        "url": paths[table.name],
        "dc:title": table.title,
        "dc:description": table.description,
        "tableSchema": schema,
    }


def _column(field: Field) -> dict[str, Any]:
    # The title of a column is what its header says.
    column = {
        "name": field.name,
        "titles": field.name,
        "dc:title": field.title,
        "dc:description": field.description,
        "datatype": _datatype(field),
        "required": field.required,
        "separator": field.separator,
    }
    return {member: value for member, value in column.items() if value}


def _datatype(field: Field) -> dict[str, Any] | str:
    base = _TYPES[field.type]
    limits = {"minimum": field.minimum, "maximum": field.maximum, "maxLength": field.max_length}
    given: dict[str, Any] = {name: value for name, value in limits.items() if value is not None and not field.separator}
    if field.enum and field.type == "string":
        given["format"] = "|".join(map(re.escape, field.enum))
    return {"base": base, **given} if given else base
