"""The generated blocks of pages that people write: what is between two markers is replaced, the rest is kept.

A block begins with a line "<!-- NAME: generated, `make docs` writes it -->" and ends with "<!-- end of NAME -->".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import zip_longest
from typing import Final

from deportation_goal.errors import UserError

_MARKER: Final = re.compile(r"(?m)^<!-- (?:(?P<begins>.+): generated, `make docs` writes it|end of (?P<ends>.+)) -->$")


def _markers(name: str) -> tuple[str, str]:
    return f"<!-- {name}: generated, `make docs` writes it -->", f"<!-- end of {name} -->"


def block_names(page: str, path: str) -> list[str]:
    """Return the names of the blocks of a page, in the order of the page.

    Args:
        page: The text of the page.
        path: Path of the page, for the error.

    Raises:
        UserError: If a block does not have one marker at its beginning and one at its end.
    """
    found = [(match["begins"] or match["ends"], match[0]) for match in _MARKER.finditer(page)]
    names = list(dict.fromkeys(name for name, _ in found))
    expected = [(name, marker) for name in names for marker in _markers(name)]
    for there, wanted in zip_longest(found, expected):
        if there != wanted:
            raise _marker_error((wanted or there)[0], path)
    return names


def with_blocks(page: str, path: str, contents: Mapping[str, str]) -> str:
    """Return a page with the content of each of its blocks replaced.

    Args:
        page: The text of the page.
        path: Path of the page, for the error.
        contents: What each block holds, by its name.

    Raises:
        UserError: If a block does not have one marker at its beginning and one at its end, or if the page has a block
            for which there is no content.
    """
    names = block_names(page, path)
    for name in names:
        if name not in contents:
            raise UserError(f'{path}: `make docs` writes no block "{name}" there: take out its two markers')
    for name, content in contents.items():
        if name not in names:
            raise _marker_error(name, path)
        begin, end = _markers(name)
        before, _, rest = page.partition(begin)
        _, _, after = rest.partition(end)
        inside = content.strip("\n")
        page = f"{before}{begin}\n\n{inside}\n\n{end}{after}"
    return page


def _marker_error(name: str, path: str) -> UserError:
    begin, end = _markers(name)
    return UserError(f'{path} needs the lines "{begin}" and "{end}", once each and with no other marker between')
