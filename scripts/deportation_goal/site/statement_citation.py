"""How to cite a statement: in plain words, as BibTeX and as CSL-JSON. Each pins the version and cites the source too."""

from __future__ import annotations

import json
from dataclasses import dataclass

from deportation_goal.site.site_model import SiteModel, Statement
from deportation_goal.wording import short


@dataclass(frozen=True)
class Citation:
    """One citation in three forms."""

    plain: str
    bibtex: str
    csl: str


def cite(statement: Statement, model: SiteModel) -> Citation:
    """Return how to cite a statement."""
    facts, source = model.facts, model.sources[statement.row["source_id"]]
    publisher = model.name(source["publisher"])
    carried = f"{publisher}, “{source['title']}”" + (f", {source['published']}" if source["published"] else "")
    said = f"“{short(model.words(statement))}”"
    creators = "; ".join(creator.name for creator in facts.creators)
    note = f"{statement.row_id}: {said}, carried by {carried}"
    plain = f"{said}, {carried}; recorded as {statement.row_id} in: {creators}, {facts.title}, version {facts.version}, {facts.year}."
    fields = {
        "author": f"{{{creators}}}",
        "title": facts.title,
        "version": facts.version,
        "year": facts.year,
        "note": note,
        **({"doi": facts.doi} if facts.doi else {}),
    }
    lines = "".join(f"  {name} = {{{_braced(value)}}},\n" for name, value in fields.items())
    bibtex = f"@misc{{{facts.name}-{facts.version}-{statement.row_id},\n{lines}}}"
    csl = {
        "id": f"{facts.name}-{facts.version}-{statement.row_id}",
        "type": "dataset",
        "title": facts.title,
        "author": [{"literal": creator.name} for creator in facts.creators],
        "version": facts.version,
        "issued": {"date-parts": [[int(part) for part in facts.date.split("-")]]},
        "note": f"{statement.row_id}, carried by {carried}",
        **({"DOI": facts.doi} if facts.doi else {}),
    }
    return Citation(plain, bibtex, json.dumps(csl, ensure_ascii=False, separators=(",", ":")))


def _braced(text: str) -> str:
    """Return a text whose braces are balanced, as those of BibTeX must be."""
    return text if text.startswith("{") else text.replace("{", "(").replace("}", ")")
