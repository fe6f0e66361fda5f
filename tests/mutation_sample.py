"""A part of the real data that stands alone: some sources, their statements, and all that these refer to, with a history."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from deportation_goal.package.descriptor import Package
from deportation_goal.package.schema import TableSchema
from deportation_goal.rules.engine import TableInput
from deportation_goal.table_files.canonical import csv_bytes, in_order
from deportation_goal.table_files.read_rows import read_rows
from made_tables import EditableRow, EditableRows

_SOURCES: Final = 18
"""Sources whose statements are kept."""
_OBSERVATIONS: Final = 12
_LISTS: Final = (("indicators", "not_comparable_with"),)
"""Lists of ids, which are cut to the rows that are kept."""


def sample_rows(package: Package, seed: int) -> EditableRows:
    """Return rows by table: the same for the same data and seed."""
    rng = random.Random(seed)
    schemas = {resource.name: resource.schema for resource in package.resources}
    whole = {name: [dict(row) for row in rows] for name, rows in read_rows(package).items()}
    statements = [name for name, schema in schemas.items() if schema.has_evidence]
    accepted = {row["row_id"] for row in whole["accepted"]}
    kept: dict[str, set[str]] = {name: set() for name in schemas}
    sources = {
        row["source_id"] for name in statements for row in whole[name] if row[schemas[name].primary_key] in accepted
    }
    sources |= {row["source_id"] for row in whole["sources"] if row["text_sha256"] and rng.random() < 0.12}
    utterances = Counter(row["utterance"] for row in whole["quotes"]).most_common(1)
    sources |= {row["source_id"] for row in whole["quotes"] for name, _ in utterances if row["utterance"] == name}
    others = sorted({row["source_id"] for name in statements for row in whole[name]} - sources)
    sources |= set(rng.sample(others, _SOURCES))
    sources |= set(_with_every_column(schemas, {name: whole[name] for name in statements}, sources))
    for name in statements:
        kept[name] = {row[schemas[name].primary_key] for row in whole[name] if row["source_id"] in sources}
    kept["sources"] = {name for name in accepted if name in {row["source_id"] for row in whole["sources"]}}
    kept["observations"] = {row["observation_id"] for row in rng.sample(whole["observations"], _OBSERVATIONS)}
    kept["relations"] = {row["relation_id"] for row in whole["relations"] if row["third_indicator_id"]}
    kept["relations"] |= {row["relation_id"] for row in rng.sample(whole["relations"], 6)}
    kept["indicators"] |= {row["indicator_id"] for row in whole["indicators"] if row["parent_indicator_id"]}
    kept["accepted"] = {row["accepted_id"] for row in whole["accepted"]}
    _close(schemas, whole, kept)
    rows = {name: [row for row in whole[name] if row[schemas[name].primary_key] in kept[name]] for name in schemas}
    for table, column in _LISTS:
        for row in rows[table]:
            row[column] = " ".join(name for name in row[column].split(" ") if name in kept[table])
    _add_history(rows, whole, schemas, rng)
    return rows


def _with_every_column(
    schemas: Mapping[str, TableSchema], statements: Mapping[str, list[EditableRow]], sources: set[str]
) -> Iterator[str]:
    """Yield sources that fill the columns which no statement of these sources fills."""
    for name, rows in statements.items():
        for column in schemas[name].columns:
            filled = [row["source_id"] for row in rows if row[column]]
            if filled and not sources.intersection(filled):
                yield min(filled)


def _close(
    schemas: Mapping[str, TableSchema], whole: Mapping[str, list[EditableRow]], kept: dict[str, set[str]]
) -> None:
    """Keep whatever the kept rows refer to."""
    size = -1
    while size != sum(map(len, kept.values())):
        size = sum(map(len, kept.values()))
        for table, schema in schemas.items():
            for row in whole[table]:
                if row[schema.primary_key] in kept[table]:
                    for key in schema.foreign_keys:
                        kept[key.table] |= {row[key.column]} - {""}


def _add_history(
    rows: EditableRows, whole: EditableRows, schemas: Mapping[str, TableSchema], rng: random.Random
) -> None:
    """Keep the changes and revisions of the kept rows, and make some of each kind."""
    ids = {(name, row[schemas[name].primary_key]) for name in rows for row in rows[name]}
    rows["changes"] = [row for row in whole["changes"] if (row["table_name"], row["row_id"]) in ids]
    rows["revisions"] = [
        row for row in whole["revisions"] if (row["table_name"], row["row_id"]) in ids or row["row_id"] == "*"
    ]
    version, day = whole["changes"][0]["version"], whole["changes"][0]["date"]
    for number, row in enumerate(rng.sample(rows["figures"], 4)):
        made = {**dict.fromkeys(schemas["revisions"].columns, ""), "revision_id": f"rev-zzzzz{number}"}
        made |= {"table_name": "figures", "row_id": row["figure_id"], "reason": "A slip.", "date": "2025-06-01"}
        if number < 3:
            made |= {
                "field": "value",
                "old_value": "1",
                "new_value": row["value"],
                "action": "corrected",
                "version": version,
            }
            change = {
                **dict.fromkeys(schemas["changes"].columns, ""),
                "version": version,
                "date": day,
                "field": "value",
            }
            change |= {"table_name": "figures", "row_id": row["figure_id"], "change": "changed", "old_value": "1"}
            change |= {"change_id": f"{version}:figures:{row['figure_id']}:value", "new_value": row["value"]}
            rows["changes"].append(change)
        else:
            made |= {"row_id": "fig-zzzzzz", "old_value": '{"figure_id":"fig-zzzzzz"}', "action": "merged"}
            made |= {"replaced_by": row["figure_id"]}
            change = {**dict.fromkeys(schemas["changes"].columns, ""), "version": version, "date": day}
            change |= {"table_name": "figures", "row_id": "fig-zzzzzz", "change": "retracted"}
            rows["changes"].append({**change, "change_id": f"{version}:figures:fig-zzzzzz"})
        rows["revisions"].append(made)
    for table in ("changes", "revisions"):
        schema = schemas[table]
        rows[table] = [{**row} for row in in_order(schema, rows[table])]


def sample_inputs(package: Package, rows: Mapping[str, list[EditableRow]]) -> dict[str, TableInput]:
    """Return the tables of a sample as a check takes them."""
    return {
        resource.name: TableInput(
            resource.schema, resource.path, csv_bytes(resource.schema.columns, rows[resource.name]), "", package.version
        )
        for resource in package.resources
    }
