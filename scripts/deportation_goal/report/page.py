"""What every page of HTML begins with: one style, no script, nothing from the network; and texts made safe for it."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path

from deportation_goal.report.text_report import visible


def page_head(title: str) -> Iterator[str]:
    """Yield the lines of a page up to the end of its head."""
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    yield "<!doctype html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    # Whatever a cell may hold, the page runs nothing and fetches nothing.
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{text(title)}</title>"
    yield f"<style>\n{style}</style>"
    yield "</head>"


def text(value: str) -> str:
    """Return a text as HTML that shows just that text; what cannot be seen stands there as escapes."""
    return html.escape(visible(value))
