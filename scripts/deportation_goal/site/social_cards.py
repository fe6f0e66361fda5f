"""Pictures that other sites show beside a link: that of the front page, and one for each indicator with a chart.

Nobody shows a picture without a full address, so there are none where the address of the site is not known.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from deportation_goal.release.pictures.vega import png
from deportation_goal.site.chart_lines import charted_lines, goal_lines
from deportation_goal.site.front_page import PLOT_TITLE, few_lines
from deportation_goal.site.site_templates import Page, Renderer
from deportation_goal.site.time_plot import Line, Size, drawing

_WIDTH: Final = 600
_LETTERS: Final = 52
_SIZE: Final = Size("card", 580, 222, 70, 6)


def social_cards(renderer: Renderer) -> Iterator[Page]:
    """Yield them; see `card` in the templates for who shows which."""
    if not renderer.base:
        return
    model = renderer.model
    if lines := goal_lines(model):
        yield _card(renderer, "goal", PLOT_TITLE, few_lines(lines), with_goal=True)
    for indicator_id, lines in charted_lines(model).items():
        yield _card(renderer, indicator_id, model.indicators[indicator_id]["name"], lines)


def _card(renderer: Renderer, name: str, title: str, lines: Sequence[Line], *, with_goal: bool = False) -> Page:
    path = f"cards/{name}.png"
    colours = dict(re.findall(r"--(c[0-8]):(#[0-9a-f]{6})", renderer.assets.content["site.css"].decode())[:9])
    drawn = drawing(lines, _SIZE, with_goal=with_goal)
    words = textwrap.wrap(title, _LETTERS, max_lines=2, placeholder=" …")
    _, picture = renderer.page(path, "card.svg", words=words, g=drawn, colours=colours)
    return path, png(picture, _WIDTH, scale=1)
