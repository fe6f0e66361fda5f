"""How to cite a statement: in plain words, as BibTeX and as CSL-JSON. Each pins the version and cites the source too."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from deportation_goal.package.facts import citation_sentence
from deportation_goal.release.metadata.citation import bibtex
from deportation_goal.site.site_model import SiteModel, Statement
from deportation_goal.values.periods import period_words
from deportation_goal.wording import shortened

_LONGEST: Final = 120
"""Characters of a statement that its citation quotes."""


@dataclass(frozen=True)
class Citation:
    """One citation in three forms."""

    plain: str
    bibtex: str
    csl: str


def cite(statement: Statement, model: SiteModel) -> Citation:
    """Return how to cite a statement."""
    facts, source, row_id = model.facts, model.sources[statement.row["source_id"]], statement.row_id
    parts = (model.name(source["publisher"]), f"“{source['title']}”", period_words(source["published"]))
    carried = ", ".join(filter(None, parts))
    note = f"{row_id}, carried by {carried}"
    csl = {
        "id": row_id,
        "type": "dataset",
        "title": facts.title,
        "author": [{"literal": creator.name} for creator in facts.creators],
        "version": facts.version,
        "issued": {"date-parts": [[int(part) for part in facts.date.split("-")]]},
        "note": note,
        **({"DOI": facts.doi} if facts.doi else {}),
    }
    return Citation(
        f"“{shortened(model.words(statement), _LONGEST)}”, {carried}. Recorded as {row_id} in: {citation_sentence(facts)}",
        bibtex(facts, row_id, note),
        json.dumps(csl, ensure_ascii=False, separators=(",", ":")),
    )
