"""The metadata files of a release. Pure: the descriptor and the other files of the release give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from deportation_goal.package.facts import dataset_facts
from deportation_goal.release.artefacts.release_format import Format
from deportation_goal.release.changelog import CHANGELOG, versions_in
from deportation_goal.release.metadata.citation import citation_file
from deportation_goal.release.metadata.croissant import croissant_document
from deportation_goal.release.metadata.csvw import csvw_document
from deportation_goal.release.metadata.datacite import datacite_document
from deportation_goal.release.metadata.datasette import datasette_file
from deportation_goal.release.metadata.described_tables import described_tables
from deportation_goal.release.metadata.provenance import provenance_document
from deportation_goal.release.metadata.schema_org import schema_org_document
from deportation_goal.release.metadata.sql_tests import sql_tests
from deportation_goal.release.metadata.version_feeds import FeedLinks, atom_feed, json_feed, latest_document
from deportation_goal.table_files import Rows

CITATION: Final = "CITATION.cff"
CROISSANT: Final = "croissant.json"
"""Beside the descriptor: its readers refuse paths that climb out of its folder, or take them for addresses."""
FOLDER: Final = "metadata"
DATACITE: Final = f"{FOLDER}/datacite.json"
SCHEMA_ORG: Final = f"{FOLDER}/dataset.jsonld"
PROVENANCE: Final = f"{FOLDER}/provenance.jsonld"
CSVW: Final = f"{FOLDER}/csvw.json"
DATASETTE: Final = f"{FOLDER}/datasette.yaml"
SQL_TESTS: Final = f"{FOLDER}/tests.sql"
LATEST: Final = f"{FOLDER}/latest.json"
ATOM: Final = f"{FOLDER}/versions.atom"
JSON_FEED: Final = f"{FOLDER}/versions.json"


def metadata_files(
    descriptor: Mapping[str, Any],
    rows: Rows,
    files: Mapping[str, bytes],
    formats: Sequence[Format],
) -> dict[str, bytes]:
    """Return the metadata files of a release by their path.

    Text files are promised to have the same bytes on every machine; so these hold hashes and sizes of the CSVs only,
    and name the binary formats without.

    Args:
        descriptor: The descriptor of the release: resources with `bytes`, `hash` and `rowCount`, schemas as paths.
        rows: The rows of every table that it lists.
        files: The other files of the release by path; the schemas must be among them.
        formats: The further formats of the tables.

    Raises:
        UserError: If the descriptor lacks what a citation needs.
    """
    facts = dataset_facts(descriptor)
    tables = described_tables(descriptor, files)
    versions = versions_in(files.get(CHANGELOG, b"").decode())
    links = FeedLinks(home=facts.homepage)
    return {
        CITATION: citation_file(facts),
        CROISSANT: _json(croissant_document(facts, tables, rows, formats)),
        DATACITE: _json(datacite_document(facts, tables, formats, versions)),
        SCHEMA_ORG: _json(schema_org_document(facts, tables, rows, formats, base="../")),
        PROVENANCE: _json(provenance_document(facts, tables, base="../")),
        CSVW: _json(csvw_document(facts, tables, base="../")),
        DATASETTE: datasette_file(facts, tables),
        SQL_TESTS: sql_tests(facts.name, [table.schema for table in tables]),
        LATEST: _json(latest_document(facts, versions)),
        ATOM: atom_feed(facts, versions, links),
        JSON_FEED: _json(json_feed(facts, versions, links)),
    }


def _json(document: Mapping[str, Any]) -> bytes:
    # Pages carry it inside a script element, which a text with "</script>" would end.
    return (json.dumps(document, ensure_ascii=False, indent=2).replace("<", "\\u003c") + "\n").encode()
