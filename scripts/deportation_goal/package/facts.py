"""What datapackage.json says of the dataset, as every metadata standard needs it. Nothing is said twice or invented."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from deportation_goal.errors import UserError
from deportation_goal.package.created import created_of
from deportation_goal.package.descriptor import DESCRIPTOR

_DOI: Final = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)?(10\.[0-9]{4,9}/[^\s]+)", re.IGNORECASE)
_ORCID: Final = re.compile(r"https://orcid\.org/[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]")
_CREATES: Final = frozenset({"creator", "author"})


@dataclass(frozen=True)
class Creator:
    """Who made the dataset: a person where the descriptor gives parts of a name or an ORCID, else a body.

    Attributes:
        name: The name as it is cited.
        given_name: Given names of a person, empty if not known.
        family_name: Family name of a person, empty if not known.
        orcid: The ORCID as an address, empty if there is none.
        address: Another address of theirs, empty if there is none.
        affiliation: The organisation of a person, empty if not known.
    """

    name: str
    given_name: str
    family_name: str
    orcid: str
    address: str
    affiliation: str

    @property
    def is_person(self) -> bool:
        """Whether this is one person."""
        return bool(self.given_name or self.family_name or self.orcid)


@dataclass(frozen=True)
class Licence:
    """A licence: its SPDX identifier, its title, the address of its text (empty if not given)."""

    name: str
    title: str
    address: str


@dataclass(frozen=True)
class RawSource:
    """A document that the dataset was made from: its title, and its address (empty if not known)."""

    title: str
    address: str


@dataclass(frozen=True)
class DatasetFacts:
    """What is true of the dataset as a whole.

    Attributes:
        name: Short name, for machines.
        title: Title, for people.
        version: Version of the data (SemVer).
        created: When this version was made, in UTC (RFC 3339).
        description: What it holds, in a few sentences.
        keywords: Words to find it by.
        licence: The licence of the data, the first that the descriptor names.
        creators: Who made it, in the order of citation.
        publisher: Who publishes it: the contributor with that role, otherwise the first creator.
        homepage: Its address, empty if it has none.
        repository: Address of the repository that it is built from, empty if none is given.
        contact: Whom to ask, empty if nobody is named: the first contributor with an e-mail address.
        contact_email: That address, empty if there is none.
        doi: Its DOI without the resolver (`10.1234/5678`), empty if none is registered.
        sources: What it was made from.
    """

    name: str
    title: str
    version: str
    created: str
    description: str
    keywords: tuple[str, ...]
    licence: Licence
    creators: tuple[Creator, ...]
    publisher: str
    homepage: str
    repository: str
    contact: str
    contact_email: str
    doi: str
    sources: tuple[RawSource, ...]

    @property
    def date(self) -> str:
        """The day of this version (ISO 8601)."""
        return self.created[:10]

    @property
    def year(self) -> str:
        """The year of this version."""
        return self.created[:4]

    @property
    def tag(self) -> str:
        """The tag of this version in the repository."""
        return f"v{self.version}"


def dataset_facts(descriptor: Mapping[str, Any]) -> DatasetFacts:
    """Read the facts from a Data Package descriptor (v2).

    A DOI is taken from `id`, where an archive has given one; addresses from `homepage`, `repository` (a property of
    ours) and the `email` of a contributor.

    Raises:
        UserError: If the descriptor lacks what a citation needs; the message names the member.
    """
    contributors = _objects(descriptor, "contributors", "title")
    creating = [member for member in contributors if _CREATES & _roles(member)] or contributors
    publishing = [member["title"] for member in contributors if "publisher" in _roles(member)]
    licences = _objects(descriptor, "licenses", "name")
    asked: Mapping[str, Any] = next((member for member in contributors if _optional(member, "email")), {})
    doi = _DOI.fullmatch(_optional(descriptor, "id"))
    return DatasetFacts(
        name=_text(descriptor, "name"),
        title=_text(descriptor, "title"),
        version=_text(descriptor, "version"),
        created=created_of(descriptor).strftime("%Y-%m-%dT%H:%M:%SZ"),
        description=_text(descriptor, "description"),
        keywords=tuple(str(word) for word in descriptor.get("keywords", [])),
        licence=_licence(licences[0]),
        creators=tuple(_creator(member) for member in creating),
        publisher=str((publishing or [creating[0]["title"]])[0]),
        homepage=_optional(descriptor, "homepage"),
        repository=_optional(descriptor, "repository"),
        contact=str(asked["title"]) if asked else "",
        contact_email=_optional(asked, "email"),
        doi=doi[1] if doi else "",
        sources=tuple(
            RawSource(str(member.get("title", "")), _optional(member, "path"))
            for member in descriptor.get("sources", [])
        ),
    )


def _lacking(what: str, remedy: str) -> UserError:
    return UserError(f"{DESCRIPTOR} {what}, which a release is cited by: {remedy}")


def _text(descriptor: Mapping[str, Any], member: str) -> str:
    value = descriptor.get(member)
    if not isinstance(value, str) or not value.strip():
        raise _lacking(f'has no "{member}"', "write one")
    return value


def _optional(members: Mapping[str, Any], name: str) -> str:
    value = members.get(name)
    return value if isinstance(value, str) else ""


def _objects(descriptor: Mapping[str, Any], member: str, needs: str) -> list[Mapping[str, Any]]:
    items = descriptor.get(member)
    if not isinstance(items, list) or not items:
        raise _lacking(f'has no "{member}"', "name at least one")
    for item in items:
        if not isinstance(item, Mapping) or not item.get(needs):
            raise _lacking(f'has an entry without "{needs}" in "{member}"', "write it")
    return items


def _roles(contributor: Mapping[str, Any]) -> frozenset[str]:
    roles = [contributor.get("role"), *contributor.get("roles", [])]
    return frozenset(str(role).lower() for role in roles if role)


def _creator(member: Mapping[str, Any]) -> Creator:
    path = _optional(member, "path")
    orcid = path if _ORCID.fullmatch(path) else ""
    return Creator(
        name=str(member["title"]),
        given_name=_optional(member, "givenName"),
        family_name=_optional(member, "familyName"),
        orcid=orcid,
        address="" if orcid else path,
        affiliation=_optional(member, "organization"),
    )


def _licence(member: Mapping[str, Any]) -> Licence:
    name = str(member["name"])
    return Licence(name, _optional(member, "title") or name, _optional(member, "path"))


def missing_addresses(facts: DatasetFacts) -> list[str]:
    """Return a sentence for each address that the descriptor lacks: what it is, and what its absence costs.

    None is made up: a metadata file names only what the descriptor gives.
    """
    costs = {
        "homepage": (facts.homepage, "citations and search engines for data sets have no page to lead to"),
        "repository": (
            facts.repository,
            "nobody who finds the release finds its code and history, or can report an error",
        ),
        "id (a DOI)": (facts.doi, "a citation breaks when an address changes; reserve a DOI before the release"),
        "email of a contributor": (facts.contact_email, "a person who is named in the data cannot ask anybody"),
    }
    return [f"{DESCRIPTOR} gives no {what}: {cost}" for what, (value, cost) in costs.items() if not value]


def citation_sentence(facts: DatasetFacts) -> str:
    """Return the citation as people write it."""
    names = "; ".join(creator.name for creator in facts.creators)
    where = f"https://doi.org/{facts.doi}" if facts.doi else facts.homepage
    licence = facts.licence.name.replace("CC-BY-", "CC BY ")
    return f"{names}: {facts.title}. Version {facts.version}, {facts.year}. {licence}." + (f" {where}" if where else "")
