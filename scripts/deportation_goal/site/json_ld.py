"""Structured data of pages (schema.org, JSON-LD): what is stated where, never that it is so. No rating of claims."""

from __future__ import annotations

from typing import Any, Final

from deportation_goal.release.metadata.schema_org import schema_org_document
from deportation_goal.site.safe_links import safe_address
from deportation_goal.site.site_model import SiteModel, Statement
from deportation_goal.table_files import Row

_CONTEXT: Final = "https://schema.org"
_DATASET: Final = "index.html#dataset"
"""The node of the dataset: described on the front page, named by thousands of others."""
_STATED: Final = "as stated in the source, not verified"
_TYPES: Final = {
    "figures": "Observation",
    "quotes": "Quotation",
    "obstacles": "CreativeWork",
    "countries": "CreativeWork",
}


_SECTIONS: Final = {
    "s/fig-": ("Every figure", "figures.html"),
    "s/quo-": ("Quotes", "quotes.html"),
    "s/obs-": ("Obstacles and helps", "obstacles.html"),
    "s/cty-": ("Countries", "countries/index.html"),
    "obstacles/": ("Obstacles and helps", "obstacles.html"),
    "countries/": ("Countries", "countries/index.html"),
    "indicators/": ("What is counted", "indicators/index.html"),
    "series/": ("What is counted", "indicators/index.html"),
    "releases/": ("What is new", "news.html"),
}
"""The page above a page, with its title, by the beginning of its path; the front page is above the others."""


def breadcrumbs(path: str, title: str, base: str) -> dict[str, Any]:
    """Return where a page of the site is: the pages above it, from the front page on.

    Args:
        path: Its path.
        title: Its title.
        base: Address of the site with a `/` at its end.
    """
    above = [place for start, place in _SECTIONS.items() if path.startswith(start) and path != place[1]]
    trail = [("One million deportations", "index.html"), *above, (title, path)]
    return {
        "@context": _CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": base + place}
            for number, (name, place) in enumerate(trail, start=1)
        ],
    }


def dataset_document(model: SiteModel, base: str) -> dict[str, Any]:
    """Return the document of the front page: the dataset in short; `metadata/dataset.jsonld` of a release is longer."""
    downloads = [
        {"@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": f"{base}data/{name}.csv"}
        for name in ("figures_flat", "first_year", "goal_vs_outcome")
    ]
    node = {"@id": _DATASET, "distribution": downloads, **({"url": base} if base else {})}
    document = schema_org_document(model.facts, (), {}, (), base) | node
    # Its address is relative to the release, which the site does not hold.
    document.pop("isBasedOn", None)
    return document


def _filled(document: dict[str, Any]) -> dict[str, Any]:
    return {member: value for member, value in document.items() if value}


def source_document(source: Row, model: SiteModel) -> dict[str, Any]:
    """Return the document of the page of a source."""
    return _filled(
        {
            "@context": _CONTEXT,
            "@id": "#text",
            "@type": "NewsArticle" if source["source_type"] == "news" else "CreativeWork",
            "name": source["title"],
            "identifier": source["source_id"],
            "publisher": {"@type": "Organization", "name": model.name(source["publisher"])},
            "datePublished": source["published"],
            "inLanguage": "" if source["language"] == "und" else source["language"],
            "url": safe_address(source["url"]),
        }
    )


def statement_document(statement: Statement, model: SiteModel) -> dict[str, Any]:
    """Return the document of the page of a statement."""
    row = statement.row
    source = model.sources[row["source_id"]]
    document: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": _TYPES[statement.table],
        "identifier": statement.row_id,
        "isPartOf": {"@id": f"../{_DATASET}", "version": model.facts.version},
        "citation": _filled(
            {
                "@id": f"../sources/{source['source_id']}.html#text",
                "name": source["title"],
                "url": safe_address(source["url"]),
            }
        ),
    }
    if statement.table == "figures":
        return document | _filled(
            {
                "name": statement.flat["indicator"],
                "value": row["value"],
                "unitText": statement.flat["unit_label"],
                "observationPeriod": row["period"],
                "measurementTechnique": _STATED,
            }
        )
    if statement.table == "quotes":
        spoken = {"@type": "Person", "name": model.speaker(row)}
        return document | {"text": row["text"], "spokenByCharacter": spoken}
    return document | {"abstract": row["summary"]}
