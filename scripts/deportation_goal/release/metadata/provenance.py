"""PROV-O as JSON-LD: what the release was made from, by what, at which version.

Follows the W3C recommendation PROV-O. Neither a clock nor git is asked: the time is `created` of the descriptor, the
place in the repository is the tag of the version; so an unpacked source archive gives the same file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from deportation_goal.package.facts import DatasetFacts
from deportation_goal.release.metadata.described_tables import DescribedTable

_RELEASE: Final = "#release"
_BUILD: Final = "#build"
_TOOL: Final = "#tool"
_REPOSITORY: Final = "#repository"
_TABLES: Final = "#tables"


def provenance_document(facts: DatasetFacts, tables: Sequence[DescribedTable], base: str) -> dict[str, Any]:
    """Return the document.

    Args:
        facts: What is true of the dataset.
        tables: Its tables.
        base: What leads from the document to the folder of the release.
    """
    return {
        "@context": _context(),
        "@graph": [
            *_release(facts, tables, base),
            *_agents(facts),
            *_sources(facts),
            *(_table(table, base) for table in tables),
        ],
    }


def _context() -> dict[str, Any]:
    links = (
        "used",
        "wasGeneratedBy",
        "wasDerivedFrom",
        "wasAttributedTo",
        "wasAssociatedWith",
        "hadPrimarySource",
        "hadMember",
        "actedOnBehalfOf",
    )
    return {
        "prov": "http://www.w3.org/ns/prov#",
        "schema": "https://schema.org/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "label": "http://www.w3.org/2000/01/rdf-schema#label",
        "version": "schema:version",
        "sha256": "schema:sha256",
        "url": {"@id": "schema:url", "@type": "@id"},
        "generatedAtTime": {"@id": "prov:generatedAtTime", "@type": "xsd:dateTime"},
        **{link: {"@id": f"prov:{link}", "@type": "@id"} for link in links},
    }


def _release(facts: DatasetFacts, tables: Sequence[DescribedTable], base: str) -> Iterator[dict[str, Any]]:
    yield {
        "@id": _RELEASE,
        "@type": ["prov:Entity", "prov:Collection"],
        "label": f"{facts.title}, version {facts.version}",
        "version": facts.version,
        "generatedAtTime": facts.created,
        "wasGeneratedBy": _BUILD,
        "wasDerivedFrom": _REPOSITORY,
        "wasAttributedTo": _creators(facts),
        "hadMember": [f"{base}{table.path}" for table in tables],
    }
    yield {
        "@id": _BUILD,
        "@type": "prov:Activity",
        "label": f"{facts.name} build",
        "used": _REPOSITORY,
        "wasAssociatedWith": _TOOL,
    }
    yield {
        "@id": _REPOSITORY,
        "@type": "prov:Entity",
        "label": f"the repository at the tag {facts.tag}",
        "version": facts.tag,
        **({"url": facts.repository} if facts.repository else {}),
    }
    yield {
        "@id": _TABLES,
        "@type": ["prov:Entity", "prov:Collection"],
        "label": "the tables that people edit",
        "wasAttributedTo": _creators(facts),
        "hadMember": [f"{base}{table.path}" for table in tables if not table.is_derived],
        "hadPrimarySource": [f"#source-{number}" for number, _ in enumerate(facts.sources, start=1)],
    }


def _creators(facts: DatasetFacts) -> list[str]:
    return [f"#creator-{number}" for number, _ in enumerate(facts.creators, start=1)]


def _agents(facts: DatasetFacts) -> Iterator[dict[str, Any]]:
    yield {
        "@id": _TOOL,
        "@type": ["prov:Agent", "prov:SoftwareAgent"],
        "label": f"{facts.name} {facts.version}",
        "version": facts.version,
        "actedOnBehalfOf": _creators(facts),
    }
    for identifier, creator in zip(_creators(facts), facts.creators, strict=True):
        kind = "prov:Person" if creator.is_person else "prov:Organization"
        yield {"@id": identifier, "@type": ["prov:Agent", kind], "label": creator.name}


def _sources(facts: DatasetFacts) -> Iterator[dict[str, Any]]:
    for number, source in enumerate(facts.sources, start=1):
        entity = {"@id": f"#source-{number}", "@type": "prov:Entity", "label": source.title, "url": source.address}
        yield {member: value for member, value in entity.items() if value}


def _table(table: DescribedTable, base: str) -> dict[str, Any]:
    return {
        "@id": f"{base}{table.path}",
        "@type": "prov:Entity",
        "label": table.name,
        "sha256": table.sha256,
        "wasGeneratedBy": _BUILD,
        "wasDerivedFrom": _TABLES if table.is_derived else _REPOSITORY,
    }
