"""Pictures of a release, drawn from its tables: SVG to scale, PNG to paste, each wide and for a column of 90 mm."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from deportation_goal.package.descriptor import load_package
from deportation_goal.table_files import Rows
from deportation_goal.table_files.read_rows import read_rows
from deportation_goal.templating import render

if TYPE_CHECKING:
    from deportation_goal.release.pictures.goal_plot import Line

FOLDER: Final = "pictures"
"""Where they are in a release."""
DOCUMENTS: Final = "docs/pictures"
"""Where the documents of the package have them, as SVG."""
NAMES: Final = ("goal_vs_outcome", "goal_vs_outcome_90mm")
README: Final = "README.md"
_PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"


_MOST_DOCUMENTS: Final = 2_000


def can_be_drawn(documents: int) -> bool:
    """Return whether there are few enough documents: so many counts give a picture that nobody can read."""
    return documents <= _MOST_DOCUMENTS


def draw(folder: Path) -> dict[str, bytes]:
    """Return every picture of the release of a package in a folder, as `picture_files`; its tables were checked."""
    package = load_package(folder)
    return picture_files(read_rows(package), package.version)


def picture_files(tables: Rows, version: str) -> dict[str, bytes]:
    """Return every picture of a release by its path, and the page that says how to print and to embed them.

    Args:
        tables: Rows of the base tables, checked.
        version: The version that the pictures name.
    """
    from deportation_goal.release.pictures.vega import png

    lines = _lines(tables)
    drawn = _drawn(lines, version)
    painted = {f"{FOLDER}/{name}.png": png(picture, width) for name, (picture, width) in drawn.items()}
    return {**_with_words(drawn, lines, version), **painted}


def drawn_before(root: Path) -> dict[str, bytes]:
    """Return what the documents of a package show of the pictures, by path in a release; nothing if a file is missing."""
    names = [*(f"{name}.svg" for name in NAMES), README]
    files = {f"{FOLDER}/{name}": root / DOCUMENTS / name for name in names}
    return {path: file.read_bytes() for path, file in files.items()} if all(map(Path.is_file, files.values())) else {}


def is_whole_png(content: bytes) -> bool:
    """Whether bytes are a PNG picture (W3C) and nothing else: no chunk is damaged, and nothing follows the last one."""
    at, kind = len(_PNG_SIGNATURE), b""
    if not content.startswith(_PNG_SIGNATURE):
        return False
    while kind != b"IEND":
        length, kind = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        end = at + 8 + length
        if len(kind) < 4 or zlib.crc32(content[at + 4 : end]) != int.from_bytes(content[end : end + 4]):
            return False
        at = end + 4
    return at == len(content)


def svg_files(tables: Rows, version: str) -> dict[str, bytes]:
    """Return the pictures as SVG, which does not depend on the fonts of a machine, and their page, by path."""
    lines = _lines(tables)
    return _with_words(_drawn(lines, version), lines, version)


def _lines(tables: Rows) -> Sequence[Line]:
    """Return what the pictures draw, computed once for all of them."""
    from deportation_goal.derived.joined import Joined
    from deportation_goal.release.pictures.goal_plot import lines_of

    return lines_of(Joined(tables))


def _drawn(lines: Sequence[Line], version: str) -> dict[str, tuple[bytes, float]]:
    """Return each picture as SVG and its width in the specification, by name."""
    from deportation_goal.release.pictures.goal_plot import NARROW, WIDE, goal_plot
    from deportation_goal.release.pictures.vega import svg

    drawn = {layout.name: goal_plot(lines, version, layout) for layout in (WIDE, NARROW)}
    return {name: (svg(specification), specification["width"]) for name, specification in drawn.items()}


def _with_words(drawn: Mapping[str, tuple[bytes, float]], lines: Sequence[Line], version: str) -> dict[str, bytes]:
    """Return pictures with what they say in words, and their page, by path."""
    from deportation_goal.release.pictures.goal_plot import TITLE, plot_words

    alternative, caption = plot_words(lines)
    pictures = {f"{FOLDER}/{name}.svg": _titled(picture, TITLE, alternative) for name, (picture, _) in drawn.items()}
    page = render(
        "release/pictures/pictures_page.md", alternative=alternative, caption=caption, title=TITLE, version=version
    )
    return {**pictures, f"{FOLDER}/{README}": page.encode()}


def _titled(picture: bytes, title: str, description: str) -> bytes:
    """Return an SVG picture with a title and a description, which a screen reader reads (SVG 2, 5.8)."""
    head, words, rest = picture.decode().partition(">")
    told = f"<title>{escape(title, quote=False)}</title><desc>{escape(description, quote=False)}</desc>"
    return f'{head} role="img"{words}{told}{rest}'.encode()
