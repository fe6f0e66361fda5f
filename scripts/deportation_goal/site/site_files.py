"""Every file of the site by its path. Pure: the same release and address give the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from deportation_goal.site.country_pages import country_pages
from deportation_goal.site.front_page import front_pages
from deportation_goal.site.indicator_pages import indicator_pages, series_pages
from deportation_goal.site.list_pages import list_pages
from deportation_goal.site.release_pages import release_pages, search_engine_files
from deportation_goal.site.site_assets import read_assets, specification
from deportation_goal.site.site_model import SiteModel
from deportation_goal.site.site_templates import Renderer
from deportation_goal.site.social_cards import social_cards
from deportation_goal.site.source_pages import agent_pages, source_pages
from deportation_goal.site.statement_pages import observation_pages, retired_pages, statement_pages
from deportation_goal.site.table_data import list_data

MAKERS: Final = (
    front_pages,
    statement_pages,
    observation_pages,
    retired_pages,
    indicator_pages,
    series_pages,
    source_pages,
    agent_pages,
    country_pages,
    list_pages,
    list_data,
    release_pages,
    social_cards,
)
"""Who makes the pages."""


def site_files(
    model: SiteModel, base: str = "", statements: Callable[[Renderer], Mapping[str, bytes]] | None = None
) -> dict[str, bytes]:
    """Return the files of the site by path, but for the list of checksums.

    Args:
        model: The release.
        base: Address of the site with a `/` at its end; without one there is no canonical address and no sitemap.
        statements: Gives the pages of statements, where some are made elsewhere meanwhile.
    """
    assets = read_assets()
    renderer = Renderer(model, assets, base)
    # A page may be kept for a row that left its table, although a later row has a page of the same path.
    others = [page for make in reversed(MAKERS) if make is not statement_pages for page in make(renderer)]
    files = dict(others)
    files |= dict(statement_pages(renderer)) if statements is None else statements(renderer)
    files |= {**assets.files, "goal.vl.json": specification()}
    if base:
        files |= search_engine_files(files, renderer)
    return files
