"""metadata/csvw.json keeps the rules of CSV on the Web, and by them every table is read with its types.

No client can be asked: the one in Python needs an older rfc3986 than frictionless.
"""

from __future__ import annotations

import json
import posixpath
import re
from typing import Any, Final

import pytest

from mistakes import read

FORMS: Final = {
    "integer": r"[-+]?[0-9]+",
    "decimal": r"[-+]?[0-9]+(\.[0-9]+)?",
    "boolean": r"true|false|0|1",
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "string": r"(?s:.*)",
}
"""How the default formats of the Tabular Data Model (W3C, section 6.4) write a value."""
MEMBERS: Final = {
    "group": {"@context", "tables", "dialect"},
    "table": {"url", "tableSchema"},
    "schema": {"columns", "primaryKey", "foreignKeys"},
    "column": {"name", "titles", "datatype", "required", "separator"},
    "datatype": {"base", "format", "minimum", "maximum", "maxLength"},
}
"""The members that this document uses of those that the Metadata Vocabulary (W3C) defines; others have a prefix."""


def _is_known(kind: str, document: dict[str, Any]) -> bool:
    return all(name in MEMBERS[kind] or re.fullmatch(r"(dc|schema):\w+", name) for name in document)


def _accepts(datatype: dict[str, Any], value: str) -> bool:
    """Whether a value has a datatype (Tabular Data Model, section 6.4)."""
    if not re.fullmatch(FORMS[datatype["base"]], value) or not re.fullmatch(datatype.get("format", "(?s:.*)"), value):
        return False
    if len(value) > datatype.get("maxLength", len(value)):
        return False
    return datatype["base"] not in ("integer", "decimal") or (
        datatype.get("minimum", float(value)) <= float(value) <= datatype.get("maximum", float(value))
    )


def _errors(files: dict[str, bytes]) -> list[str]:
    """Return what a validating reader says of the tables of a release."""
    group = json.loads(files["metadata/csvw.json"])
    tables = {posixpath.normpath(f"metadata/{table['url']}"): table for table in group["tables"]}
    rows = {path: read(files[path]) for path in tables}
    errors = []
    for path, table in tables.items():
        schema = table["tableSchema"]
        for column in schema["columns"]:
            datatype = column["datatype"] if isinstance(column["datatype"], dict) else {"base": column["datatype"]}
            assert _is_known("column", column)
            assert _is_known("datatype", datatype)
            for row in rows[path]:
                cell = row[column["titles"]]
                values = cell.split(column["separator"]) if column.get("separator") else [cell]
                if not (all(_accepts(datatype, value) for value in values) if cell else not column.get("required")):
                    errors.append(f"{path} {column['name']}: {cell}")
        keys = [row[schema["primaryKey"]] for row in rows[path]]
        errors.extend([f"{path}: two rows with one key"] * (len(set(keys)) < len(keys)))
        for key in schema.get("foreignKeys", []):
            target = rows[posixpath.normpath(f"metadata/{key['reference']['resource']}")]
            known = {row[key["reference"]["columnReference"]] for row in target} | {""}
            errors.extend(
                f"{path} {key['columnReference']}: {row[key['columnReference']]}"
                for row in rows[path]
                if row[key["columnReference"]] not in known
            )
    return errors


def test_every_table_is_described_by_the_rules_and_read_with_its_types(example_release: dict[str, bytes]) -> None:
    group = json.loads(example_release["metadata/csvw.json"])
    assert group["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "en"}]
    assert _is_known("group", group)
    resources = json.loads(example_release["datapackage.json"])["resources"]
    assert [posixpath.normpath(f"metadata/{table['url']}") for table in group["tables"]] == [
        resource["path"] for resource in resources
    ]
    for table, resource in zip(group["tables"], resources, strict=True):
        assert _is_known("table", table)
        assert _is_known("schema", table["tableSchema"])
        header = example_release[resource["path"]].decode().split("\n", 1)[0].split(",")
        assert [column["titles"] for column in table["tableSchema"]["columns"]] == header
    assert _errors(example_release) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "error"),
    [
        ("data/figures.csv", b",at_least,", b",atleast,", "data/figures.csv qualifier: atleast"),
        ("data/figures.csv", b"fig-7k2m9q", b"fig-8h3n1p", "data/figures.csv: two rows with one key"),
        ("data/quotes.csv", b",120,", b",1x0,", "data/quotes.csv evidence_end: 1x0"),
        ("data/reference/areas.csv", b"USA", b"US1", "data/figures.csv area: USA"),
    ],
)
def test_by_the_rules_a_fault_is_found(
    path: str, old: bytes, new: bytes, error: str, example_release: dict[str, bytes]
) -> None:
    changed = {**example_release, path: example_release[path].replace(old, new)}
    assert changed[path] != example_release[path]
    assert any(found.startswith(error) for found in _errors(changed))
