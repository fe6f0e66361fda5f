"""Fills in the templates of the site: every value is escaped, and a name that a template lacks is an error."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup, escape

from deportation_goal.site.json_ld import breadcrumbs
from deportation_goal.site.safe_links import root_of, runs_leftwards, safe_address, shown
from deportation_goal.site.site_assets import Assets
from deportation_goal.site.site_model import SiteModel
from deportation_goal.values.hedges import hedge_words
from deportation_goal.values.periods import period_words
from deportation_goal.wording import counted, shortened

if TYPE_CHECKING:
    from jinja2 import Environment

Page = tuple[str, bytes]
"""A file of the site: its path, with `/`, and its bytes."""

_CLOSING: Final = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&"})


def script_json(value: object) -> Markup:
    """Return a value as JSON that nothing in a page or a script can end: `<`, `>`, `&` and what is unseen escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else json.dumps(sign)[1:-1] for sign in text)
    return Markup(text.translate(_CLOSING))  # noqa: S704


def element_text(text: str) -> Markup:
    """Return a text for the inside of an element, where quotes need no escape: JSON is full of them."""
    return Markup(str(escape(shown(text))).replace("&#34;", '"'))  # noqa: S704


def _visible(value: object) -> object:
    # Called for every value of every page: what is printable, nearly all of it, has to pass quickly.
    return shown(value) if type(value) is str and not value.isprintable() else value


_period_words = cache(period_words)
"""Few periods, but each on many pages."""


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    class RowsFirst(Environment):
        """Takes a name for a column where it is asked of a row, as nearly all are: looking for a member takes longer."""

        def getattr(self, obj: Any, attribute: str) -> Any:
            if type(obj) is dict and attribute in obj:
                return obj[attribute]
            return super().getattr(obj, attribute)

    environment = RowsFirst(
        loader=FileSystemLoader(Path(__file__).parent / "templates", encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Otherwise each of thousands of pages asks whether the files of its templates have changed.
        auto_reload=False,
        finalize=_visible,
    )
    environment.filters.update(
        counted=counted,
        number="{:,}".format,
        safe_address=safe_address,
        script_json=script_json,
        shortened=shortened,
        period=_period_words,
        hedge_words=hedge_words,
        element_text=element_text,
        runs_leftwards=runs_leftwards,
    )
    return environment


@dataclass(frozen=True)
class Renderer:
    """Makes pages of one model.

    Attributes:
        model: What is shown.
        assets: What pages load.
        base: Address of the site with a `/` at its end; empty where nobody knows it.
    """

    model: SiteModel
    assets: Assets
    base: str = ""

    def page(self, path: str, template: str, **values: object) -> Page:
        """Return a page.

        Args:
            path: Its path in the site.
            template: The name of its template.
            values: What the template calls by name, besides the model `m`, the way to the folder of the site `root`,
                the path of the page `path`, and the address of the site `base`.

        Raises:
            jinja2.UndefinedError: If the template uses a name that it was not given.
        """
        given: Mapping[str, Any] = {
            "m": self.model,
            "asset": self.assets.paths,
            "root": root_of(path),
            "path": path,
            "base": self.base,
            "breadcrumbs": lambda title: breadcrumbs(path, title, self.base),
            **values,
        }
        return path, _environment().get_template(template).render(given).encode()
