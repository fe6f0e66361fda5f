"""DataCite 4.5 as JSON: what an archive is given when it registers a DOI.

A DOI is never invented. As long as the descriptor has none (`id`), the document has none and describes a draft, which
is valid as JSON; DataCite's XML, and the registration itself, need one. Archives reserve a DOI before they publish:
write it into `id` of datapackage.json before the release, and every metadata file carries it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from deportation_goal.diff.version import parse_version
from deportation_goal.package.facts import Creator, DatasetFacts
from deportation_goal.release.artefacts.release_format import Format
from deportation_goal.release.changelog import VersionNews
from deportation_goal.release.metadata.described_tables import DescribedTable
from deportation_goal.wording import counted

_SCHEMA_VERSION = "http://datacite.org/schema/kernel-4"
_ORCID_ADDRESS = "https://orcid.org"
_SPDX_ADDRESS = "https://spdx.org/licenses/"


def datacite_document(
    facts: DatasetFacts, tables: Sequence[DescribedTable], formats: Sequence[Format], versions: Sequence[VersionNews]
) -> dict[str, Any]:
    """Return the document (DataCite Metadata Schema 4.5, its JSON form).

    Args:
        facts: What is true of the dataset.
        tables: The tables as CSV.
        formats: The further formats of the tables.
        versions: The versions of the changelog, the newest first.
    """
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
        # The first is the one to preserve: the others are made from it.
        "formats": ["text/csv", *(form.media_type for form in formats)],
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
        "relatedItems": _previous_version(facts, versions),
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


def _previous_version(
    facts: DatasetFacts, versions: Sequence[VersionNews]
) -> list[dict[str, str | list[dict[str, str]]]]:
    """Return the version before this one as an item: unlike a related identifier, it needs no address."""
    earlier = [one for one in versions if parse_version(one.version) < parse_version(facts.version)]
    return [
        {
            "relatedItemType": "Dataset",
            "relationType": "IsNewVersionOf",
            "titles": [{"title": facts.title}],
            "publicationYear": one.date[:4],
            "edition": one.version,
        }
        for one in earlier[:1]
    ]


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
