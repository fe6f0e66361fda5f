"""Fills in the templates of pages and reports. HTML is escaped, and a name that a template lacks is an error."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deportation_goal.wording import counted

if TYPE_CHECKING:
    from jinja2 import Environment


def render(template: str, **values: object) -> str:
    """Return a template filled in.

    Args:
        template: Its path below the Python package, such as `report/templates/check.html`. Values are escaped in a
            template that ends in `.html`, and nowhere else.
        values: What the template calls by name.

    Raises:
        jinja2.UndefinedError: If the template uses a name that it was not given.
    """
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    # jinja2 takes 85 ms to import: only what renders a page pays for it.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent, encoding="utf-8"),
        autoescape=select_autoescape(("html",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    filters: dict[str, Any] = {
        "cell": table_cell,
        "code": inline_code,
        "counted": counted,
        "thousands": "{:,}".format,
    }
    environment.filters.update(filters)
    return environment


def table_cell(text: str) -> str:
    """Return a text for a cell of a Markdown table: on one line, with bars escaped."""
    return " ".join(text.split()).replace("|", "\\|")


def inline_code(text: str) -> str:
    """Return a text as inline code of Markdown, empty for an empty one; control characters as escapes."""
    visible = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    fence = "``" if "`" in visible else "`"
    return f"{fence}{visible}{fence}" if text else ""
