"""Pictures of a release, drawn from its tables: SVG to scale, PNG to paste. A picture a module."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any, Final

from deportation_goal.table_files import Rows

FOLDER: Final = "pictures"
"""Where they are in a release."""
DOCUMENTS: Final = "docs/pictures"
"""Where the documents of the package have them, as SVG."""
NAMES: Final = ("goal_vs_outcome", "lineage")
_PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"


_MOST_DOCUMENTS: Final = 2_000


def can_be_drawn(tables: Rows) -> bool:
    """Return whether there are few enough documents: a picture has a line for each, which costs memory and eyes."""
    return len(tables["sources"]) <= _MOST_DOCUMENTS


def specifications(tables: Rows, version: str) -> dict[str, dict[str, Any]]:
    """Return every picture by its name, as a Vega-Lite specification; see `picture_files`."""
    from deportation_goal.release.pictures.goal_plot import goal_plot
    from deportation_goal.release.pictures.lineage_graph import lineage_graph

    drawn = (goal_plot(tables, version), lineage_graph(tables, version))
    return dict(zip(NAMES, drawn, strict=True))


def picture_files(tables: Rows, version: str) -> dict[str, bytes]:
    """Return every picture of a release by its path.

    Args:
        tables: Rows of the base tables, checked.
        version: The version that the pictures name.
    """
    from deportation_goal.release.pictures.vega import png

    drawn = {
        f"{FOLDER}/{name}.png": png(specification) for name, specification in specifications(tables, version).items()
    }
    return {**svg_files(tables, version), **drawn}


def drawn_before(root: Path) -> dict[str, bytes]:
    """Return the SVG pictures that the documents of a package show, by their path in a release; none if one is missing."""
    files = {f"{FOLDER}/{name}.svg": root / DOCUMENTS / f"{name}.svg" for name in NAMES}
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
    """Return the pictures as SVG alone, which does not depend on the fonts of a machine, by path as `picture_files`."""
    from deportation_goal.release.pictures.vega import svg

    return {
        f"{FOLDER}/{name}.svg": svg(specification) for name, specification in specifications(tables, version).items()
    }
