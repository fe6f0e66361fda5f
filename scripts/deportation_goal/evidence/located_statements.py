"""Statements and sources as the evidence modules need them, from the rows of the tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from deportation_goal.evidence.locator import Locator
from deportation_goal.evidence.locator_check import Statement
from deportation_goal.evidence.matching import Source
from deportation_goal.evidence.stream import evidence_stream
from deportation_goal.package.descriptor import Package
from deportation_goal.table_files import Rows

CUT: Final = " […] "
"""Between the parts of a quotation that only a speech tag cuts."""
_POSITION: Final = re.compile(r"[0-9]{1,12}")


def statements_with_locator(package: Package, tables: Rows) -> list[Statement]:
    """Return every row with a well-formed locator, in the order of the tables."""
    statements = []
    for resource in package.resources:
        if not resource.schema.has_evidence:
            continue
        for row in tables[resource.name]:
            start, end, digest = row["evidence_start"], row["evidence_end"], row["evidence_sha256"]
            if _POSITION.fullmatch(start) and _POSITION.fullmatch(end) and digest:
                locator = Locator(int(start), int(end), digest)
                key = row[resource.schema.primary_key]
                statements.append(Statement(resource.name, key, row["source_id"], locator, _printed(row)))
    return statements


def _printed(row: Mapping[str, str]) -> tuple[str, ...]:
    """What the excerpt has to hold: the value of a figure as printed, each part of a quote."""
    parts = [row.get("value_text", ""), *(row["text"].split(CUT) if "utterance" in row else ())]
    return tuple(filter(None, map(evidence_stream, parts)))


def sources_with_digest(tables: Rows) -> list[Source]:
    """Return every source with the digest of its text, empty if it was not held."""
    return [Source(row["source_id"], row["text_sha256"]) for row in tables["sources"]]
