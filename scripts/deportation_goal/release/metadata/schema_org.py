"""schema.org Dataset as JSON-LD: what search engines for datasets read.

Follows schema.org and what Google's page on structured data for datasets asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

from deportation_goal.package.facts import Creator, DatasetFacts
from deportation_goal.release.artefacts.release_format import Format
from deportation_goal.release.metadata.described_tables import DescribedTable
from deportation_goal.table_files import Rows
from deportation_goal.values.periods import parse_period


def temporal_coverage(cells: Iterable[str]) -> str:
    """Return the days from the first to the last that the rows cover (ISO 8601 interval); empty if none has a period.

    Open ends count with the end that they have.

    Args:
        cells: Periods in EDTF, empty where there is none.
    """
    periods = [parse_period(cell) for cell in cells if cell]
    starts = [period.start for period in periods if period.start]
    ends = [period.end for period in periods if period.end]
    if not starts or not ends:
        return ""
    return f"{min(starts + ends).isoformat()}/{max(starts + ends).isoformat()}"


def schema_org_document(
    facts: DatasetFacts,
    tables: Sequence[DescribedTable],
    rows: Rows,
    formats: Sequence[Format],
    base: str,
) -> dict[str, Any]:
    """Return the document.

    Args:
        facts: What is true of the dataset.
        tables: Its tables.
        rows: Their rows by table.
        formats: The further formats of the tables.
        base: What leads from the document to the folder of the release: `../`, an address, or nothing.
    """
    document: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": facts.title,
        "alternateName": facts.name,
        "description": facts.description,
        "version": facts.version,
        "datePublished": facts.date,
        "license": facts.licence.address or facts.licence.name,
        "isAccessibleForFree": True,
        "creator": [agent(creator) for creator in facts.creators],
        "publisher": publisher(facts),
        "keywords": list(facts.keywords),
        "url": facts.homepage,
        "subjectOf": source_code(facts),
        "identifier": f"https://doi.org/{facts.doi}" if facts.doi else "",
        "temporalCoverage": temporal_coverage(_periods(tables, rows)),
        "variableMeasured": list(_variables(tables, rows)),
        "isBasedOn": creative_works(facts),
        "distribution": [*_csv_downloads(tables, base), *_other_downloads(formats, tables, base)],
    }
    return {member: value for member, value in document.items() if value}


def agent(creator: Creator) -> dict[str, Any]:
    """Return a creator as a Person or an Organization of schema.org."""
    document: dict[str, Any] = {
        "@type": "Person" if creator.is_person else "Organization",
        "name": creator.name,
        "givenName": creator.given_name,
        "familyName": creator.family_name,
        "sameAs": creator.orcid,
        "url": creator.address,
    }
    if creator.affiliation:
        document["affiliation"] = {"@type": "Organization", "name": creator.affiliation}
    return {member: value for member, value in document.items() if value}


def publisher(facts: DatasetFacts) -> dict[str, Any]:
    """Return who publishes the data set, and where to ask if the descriptor says so."""
    document: dict[str, Any] = {"@type": "Organization", "name": facts.publisher}
    if facts.contact_email:
        asked = {"@type": "ContactPoint", "name": facts.contact, "email": facts.contact_email}
        document["contactPoint"] = {**asked, "contactType": "maintainer"}
    return document


def source_code(facts: DatasetFacts) -> dict[str, str]:
    """Return the repository that the data set is built from, empty if its address is not given."""
    if not facts.repository:
        return {}
    return {"@type": "SoftwareSourceCode", "name": facts.name, "codeRepository": facts.repository}


def creative_works(facts: DatasetFacts) -> list[dict[str, str]]:
    """Return the documents that the dataset was made from."""
    works = [{"@type": "CreativeWork", "name": source.title, "url": source.address} for source in facts.sources]
    return [{member: value for member, value in work.items() if value} for work in works]


def _periods(tables: Sequence[DescribedTable], rows: Rows) -> Iterator[str]:
    for table in tables:
        column = table.schema.temporal_coverage
        if column and not table.is_derived:
            yield from (row[column] for row in rows[table.name])


def _variables(tables: Sequence[DescribedTable], rows: Rows) -> Iterator[dict[str, str]]:
    """Yield the variables: the rows of the tables whose schemas say so."""
    for table in tables:
        members = table.schema.variable_measured
        for row in rows[table.name] if members else ():
            yield {"@type": "PropertyValue", **{member: row[column] for member, column in members}}


def _csv_downloads(tables: Sequence[DescribedTable], base: str) -> Iterator[dict[str, str]]:
    for table in tables:
        yield {
            "@type": "DataDownload",
            "name": table.title,
            "description": table.description,
            "contentUrl": f"{base}{table.path}",
            "encodingFormat": "text/csv",
            "contentSize": f"{table.size} B",
            "sha256": table.sha256,
        }


def _other_downloads(
    formats: Sequence[Format], tables: Sequence[DescribedTable], base: str
) -> Iterator[dict[str, str]]:
    for form in formats:
        for path in dict.fromkeys(form.path(table.name) for table in tables):
            yield {
                "@type": "DataDownload",
                "name": PurePosixPath(path).name,
                "contentUrl": f"{base}{path}",
                "encodingFormat": form.media_type,
            }
