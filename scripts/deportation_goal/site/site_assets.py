"""Style sheet and scripts of the site, each with a part of its hash in its name: a changed file has another address."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parent / "static"
_DIGITS: Final = 8


def hashed_name(path: str, content: bytes) -> str:
    """Return a path with the first digits of the SHA-256 of its content: `data/figures-0a1b2c3d.js`."""
    stem, _, ending = path.rpartition(".")
    return f"{stem}-{hashlib.sha256(content).hexdigest()[:_DIGITS]}.{ending}"


@dataclass(frozen=True)
class Assets:
    """The files that pages load.

    Attributes:
        content: Their bytes by plain name, such as `site.css`.
    """

    content: Mapping[str, bytes]

    @cached_property
    def paths(self) -> dict[str, str]:
        """Their paths in the site by plain name."""
        return {name: hashed_name(f"assets/{name}", content) for name, content in self.content.items()}

    @property
    def files(self) -> dict[str, bytes]:
        """Their bytes by path."""
        return {self.paths[name]: content for name, content in self.content.items()}


def read_assets() -> Assets:
    """Read the style sheet and the scripts that the package carries."""
    return Assets(
        {file.name: file.read_bytes() for file in sorted(_FOLDER.iterdir()) if file.suffix in (".css", ".js")}
    )


def specification() -> bytes:
    """Return the chart of the front page as a Vega-Lite specification, which names its data by their path in the site."""
    return (_FOLDER / "goal.vl.json").read_bytes()
