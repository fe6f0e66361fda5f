"""Croissant 1.0: the files with their hashes, and a record set a table, which loaders of machine learning read.

Follows the Croissant format specification of MLCommons, and what its reader mlcroissant makes of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from deportation_goal.package.facts import DatasetFacts
from deportation_goal.package.schema import Field
from deportation_goal.release.artefacts.release_format import Format
from deportation_goal.release.metadata.citation import bibtex
from deportation_goal.release.metadata.described_tables import DescribedTable
from deportation_goal.release.metadata.schema_org import agent, creative_works, publisher
from deportation_goal.table_files import Row, Rows

_CONFORMS_TO: Final = "http://mlcommons.org/croissant/1.0"
_IN_VOCABULARY: Final = (
    "citeAs",
    "column",
    "equivalentProperty",
    "extract",
    "field",
    "fileObject",
    "fileProperty",
    "fileSet",
    "format",
    "includes",
    "isLiveDataset",
    "jsonPath",
    "key",
    "md5",
    "parentField",
    "path",
    "recordSet",
    "references",
    "regex",
    "repeated",
    "replace",
    "samplingRate",
    "separator",
    "source",
    "subField",
    "transform",
)
"""Terms of the context of Croissant 1.0; readers warn of a context that lacks any."""

_TYPES: Final = {
    "string": "sc:Text",
    "integer": "cr:Int64",
    "number": "cr:Float64",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
}
_DIGITS_ONLY: Final = re.compile(r"\^\[0-9\](\{[0-9]+\}|\+)\$")
"""A pattern that lets only digits through."""


def croissant_document(
    facts: DatasetFacts, tables: Sequence[DescribedTable], rows: Rows, formats: Sequence[Format]
) -> dict[str, Any]:
    """Return the document, for a file beside the descriptor: paths are relative to it.

    Args:
        facts: What is true of the dataset.
        tables: Its tables.
        rows: Their rows by table.
        formats: The further formats of the tables.
    """
    paths = {table.name: table.path for table in tables}
    document: dict[str, Any] = {
        "@context": _context(),
        "@type": "sc:Dataset",
        "conformsTo": _CONFORMS_TO,
        "name": facts.title,
        "alternateName": facts.name,
        "description": facts.description,
        "version": facts.version,
        "datePublished": facts.date,
        "license": facts.licence.address or facts.licence.name,
        "creator": [agent(creator) for creator in facts.creators],
        "publisher": publisher(facts),
        "keywords": list(facts.keywords),
        "citeAs": bibtex(facts),
        "isBasedOn": creative_works(facts),
        # Croissant asks for an address; where there is no page of its own, the next best is one that leads there.
        "url": facts.homepage or (f"https://doi.org/{facts.doi}" if facts.doi else facts.repository),
        "identifier": f"https://doi.org/{facts.doi}" if facts.doi else "",
        "distribution": [*map(_file_object, tables), *map(_file_set, formats)],
        "recordSet": [_record_set(table, rows[table.name], paths) for table in tables],
    }
    return {member: value for member, value in document.items() if value}


def _context() -> dict[str, Any]:
    return {
        "@language": "en",
        "@vocab": "https://schema.org/",
        "cr": "http://mlcommons.org/croissant/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "dct": "http://purl.org/dc/terms/",
        "sc": "https://schema.org/",
        "conformsTo": "dct:conformsTo",
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "examples": {"@id": "cr:examples", "@type": "@json"},
        **{term: f"cr:{term}" for term in _IN_VOCABULARY},
    }


def _file_object(table: DescribedTable) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": table.path,
        "name": table.path.rsplit("/", 1)[-1],
        "description": table.description,
        "contentUrl": table.path,
        "contentSize": f"{table.size} B",
        "encodingFormat": "text/csv",
        "sha256": table.sha256,
    }


def _file_set(form: Format) -> dict[str, Any]:
    # A set, even where it is one file: a FileObject must have a hash, and the bytes belong to a machine.
    return {
        "@type": "cr:FileSet",
        "@id": form.files,
        "name": form.title,
        "description": f"The same tables as {form.title}.",
        "encodingFormat": form.media_type,
        "includes": form.files,
    }


def _record_set(table: DescribedTable, rows: Sequence[Row], paths: Mapping[str, str]) -> dict[str, Any]:
    used = _columns_with_values(rows, [key.column for key in table.schema.foreign_keys])
    references = {
        key.column: _column(paths[key.table], key.key) for key in table.schema.foreign_keys if key.column in used
    }
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "key": {"@id": f"{table.name}/{table.schema.primary_key}"},
        "field": [_field(table, field, references.get(field.name)) for field in table.schema.fields],
    }


def _columns_with_values(rows: Iterable[Row], columns: Iterable[str]) -> set[str]:
    """Return those of the columns in which any row has a value.

    A reference that no row makes is left out: the reader takes an empty column for numbers and cannot join it.
    """
    sought, found = set(columns), set[str]()
    for row in rows:
        if not sought:
            break
        found |= {column for column in sought if row[column]}
        sought -= found
    return found


def _field(table: DescribedTable, field: Field, reference: Mapping[str, Any] | None) -> dict[str, Any]:
    document: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table.name}/{field.name}",
        "name": field.name,
        "description": field.description,
        "dataType": data_type(field),
        "source": _column(table.path, field.name),
    }
    if reference:
        document["references"] = reference
    return document


def data_type(field: Field) -> str:
    """Return the Croissant type of a column.

    A column of digits only (the M49 codes) is an integer: the reader infers types from the file, and would give such
    a text as a number with a decimal point.
    """
    if field.type == "string" and _DIGITS_ONLY.fullmatch(field.pattern or ""):
        return _TYPES["integer"]
    return _TYPES[field.type]


def _column(path: str, column: str) -> dict[str, Any]:
    """Return a column as a source.

    References name the column of a file, not the field of a record set: with fields, tables that refer to themselves
    (agents, sources) are loops that the reader cannot order.
    """
    return {"fileObject": {"@id": path}, "extract": {"column": column}}
