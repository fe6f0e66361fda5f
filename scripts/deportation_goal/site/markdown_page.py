"""Documents of the release as HTML: Markdown (CommonMark with tables), with headings that can be linked to."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from deportation_goal.site.safe_links import safe_address

if TYPE_CHECKING:
    from markdown_it.token import Token


def markdown_html(text: str, pages: Mapping[str, tuple[str, str]]) -> Markup:
    """Return a document as HTML. HTML in it is shown, not obeyed.

    Args:
        text: The document.
        pages: Where the documents that it may link to are in the site, and their titles, by their path from the
            document. A link whose words are such a path gets the title. A link to any other path loses its address and
            keeps its words.
    """
    from markdown_it import MarkdownIt

    # Comments say how a document is made; they are not for its readers.
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL))
    _name_headings(tokens)
    _name_tables(tokens)
    for token in tokens:
        if token.children:
            token.children = _with_links(token.children, pages)
    # The renderer escapes every text, and HTML is one.
    return Markup(reader.renderer.render(tokens, reader.options, {}))  # noqa: S704


def _name_headings(tokens: Sequence[Token]) -> None:
    """Give headings the ids that code hosts give them."""
    seen: Counter[str] = Counter()
    for opening, content in itertools.pairwise(tokens):
        if opening.type == "heading_open":
            slug = re.sub(r"[^\w\- ]", "", content.content.lower()).replace(" ", "-")
            opening.attrSet("id", slug if not seen[slug] else f"{slug}-{seen[slug]}")
            seen[slug] += 1


def _name_tables(tokens: Sequence[Token]) -> None:
    """Say of the cells of the first row that they head columns."""
    for token in tokens:
        if token.type == "th_open":
            token.attrSet("scope", "col")


def _with_links(tokens: Sequence[Token], pages: Mapping[str, tuple[str, str]]) -> list[Token]:
    found: list[Token] = []
    dropped: list[bool] = []
    for token in tokens:
        if dropped and token.type == "text" and token.content in pages:
            token.content = f"“{pages[token.content][1]}”"
        if token.type == "link_open":
            address = _address(str(token.attrGet("href") or ""), pages)
            dropped.append(not address)
            if address:
                token.attrSet("href", address)
                if safe_address(address):
                    token.attrSet("rel", "noopener external")
                found.append(token)
        elif token.type == "link_close":
            if not dropped.pop():
                found.append(token)
        elif token.type == "image":
            found += token.children or []
        else:
            found.append(token)
    return found


def _address(href: str, pages: Mapping[str, tuple[str, str]]) -> str:
    path, mark, anchor = href.partition("#")
    if not path:
        return href
    if path in pages:
        return f"{pages[path][0]}{mark}{anchor}"
    return safe_address(href)
