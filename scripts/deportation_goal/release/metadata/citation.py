"""How to cite the dataset: CITATION.cff and a BibTeX entry.

Follows the Citation File Format 1.2.0.
"""

from __future__ import annotations

from typing import Any, Final

from deportation_goal.package.facts import Creator, DatasetFacts
from deportation_goal.release.metadata.yaml_text import yaml_text

_MESSAGE = "If you use this dataset, please cite it as below, and the source of each statement that you take from it."


def citation_file(facts: DatasetFacts) -> bytes:
    """Return CITATION.cff."""
    document: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": _MESSAGE,
        "type": "dataset",
        "title": facts.title,
        "version": facts.version,
        "date-released": facts.date,
        "authors": [_author(creator) for creator in facts.creators],
        "abstract": facts.description,
        "keywords": list(facts.keywords),
        "license": facts.licence.name,
        "doi": facts.doi,
        "url": facts.homepage,
        "repository-code": facts.repository,
        "contact": [{"name": facts.contact, "email": facts.contact_email}] if facts.contact_email else [],
    }
    given = {member: value for member, value in document.items() if value}
    return f"# Generated: change datapackage.json, then run `make docs`.\n{yaml_text(given)}".encode()


def _author(creator: Creator) -> dict[str, str]:
    if creator.given_name or creator.family_name:
        members = {
            "family-names": creator.family_name,
            "given-names": creator.given_name,
            "affiliation": creator.affiliation,
        }
    else:
        members = {"name": creator.name}
    members |= {"orcid": creator.orcid, "website": creator.address}
    return {member: value for member, value in members.items() if value}


def bibtex(facts: DatasetFacts, row_id: str = "", note: str = "") -> str:
    """Return the citation as a BibTeX entry; braces around a name keep it whole.

    Args:
        facts: The dataset.
        row_id: The row that is cited, if it is one row.
        note: What is said of it.
    """
    members = {
        "title": f"{{{_escaped(facts.title)}}}",
        "author": " and ".join(f"{{{_escaped(creator.name)}}}" for creator in facts.creators),
        "year": facts.year,
        "version": facts.version,
        "doi": facts.doi,
        "url": facts.homepage,
        "note": _escaped(note),
    }
    lines = [f"  {member} = {{{value}}}" for member, value in members.items() if value]
    key = "-".join(filter(None, (facts.name, facts.version, row_id)))
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}"


_ESCAPES: Final = str.maketrans(
    {
        **{character: f"\\{character}" for character in "&%$#_{}"},
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


def _escaped(text: str) -> str:
    """Return a text in which no character means something to BibTeX."""
    return text.translate(_ESCAPES)
