"""DataCite 4.5 as JSON: what an archive is given when it registers a DOI.

A DOI is never invented. As long as the descriptor has none (`id`), the document has none and describes a draft, which
is valid as JSON; DataCite's XML, and the registration itself, need one. Archives reserve a DOI before they publish:
write it into `id` of datapackage.json before the release, and every metadata file carries it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from deportation_goal.package.facts import Creator, DatasetFacts
from deportation_goal.release.metadata.described_tables import DescribedTable
from deportation_goal.wording import counted

_SCHEMA_VERSION = "http://datacite.org/schema/kernel-4"
_ORCID_ADDRESS = "https://orcid.org"
_SPDX_ADDRESS = "https://spdx.org/licenses/"


def datacite_document(facts: DatasetFacts, tables: Sequence[DescribedTable]) -> dict[str, Any]:
    """Return the document (DataCite Metadata Schema 4.5, its JSON form)."""
    document: dict[str, Any] = {
        "schemaVersion": _SCHEMA_VERSION,
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Dataset"},
        "titles": [{"title": facts.title}],
        "creators": [_creator(creator) for creator in facts.creators],
        "publisher": {"name": facts.publisher},
        "publicationYear": facts.year,
        "dates": [{"date": facts.date, "dateType": "Issued"}],
        "version": facts.version,
        "subjects": [{"subject": word} for word in facts.keywords],
        "descriptions": [{"description": facts.description, "descriptionType": "Abstract"}],
        "rightsList": [_rights(facts)],
        "formats": ["text/csv"],
        "sizes": [counted(sum(table.row_count for table in tables), "row") + f" in {counted(len(tables), 'table')}"],
        "relatedIdentifiers": [
            {
                "relatedIdentifier": source.address,
                "relatedIdentifierType": "URL",
                "relationType": "IsDerivedFrom",
            }
            for source in facts.sources
            if source.address
        ]
        + _repository(facts),
        "contributors": [{"name": facts.contact, "contributorType": "ContactPerson"}] if facts.contact else [],
    }
    if facts.doi:
        document["doi"] = facts.doi
    if facts.homepage:
        document["url"] = facts.homepage
    return {member: value for member, value in document.items() if value}


def _repository(facts: DatasetFacts) -> list[dict[str, str]]:
    """Return the repository as what the data set is compiled by, if its address is given."""
    if not facts.repository:
        return []
    related = {"relatedIdentifier": facts.repository, "relatedIdentifierType": "URL"}
    return [{**related, "relationType": "IsCompiledBy"}]


def _creator(creator: Creator) -> dict[str, Any]:
    inverted = f"{creator.family_name}, {creator.given_name}"
    document: dict[str, Any] = {
        "name": inverted if creator.family_name and creator.given_name else creator.name,
        "nameType": "Personal" if creator.is_person else "Organizational",
        "givenName": creator.given_name,
        "familyName": creator.family_name,
    }
    if creator.orcid:
        document["nameIdentifiers"] = [
            {
                "nameIdentifier": creator.orcid,
                "nameIdentifierScheme": "ORCID",
                "schemeUri": _ORCID_ADDRESS,
            }
        ]
    if creator.affiliation:
        document["affiliation"] = [{"name": creator.affiliation}]
    return {member: value for member, value in document.items() if value}


def _rights(facts: DatasetFacts) -> dict[str, str]:
    rights = {
        "rights": facts.licence.title,
        "rightsUri": facts.licence.address,
        "rightsIdentifier": facts.licence.name,
        "rightsIdentifierScheme": "SPDX",
        "schemeUri": _SPDX_ADDRESS,
    }
    return {member: value for member, value in rights.items() if value}
