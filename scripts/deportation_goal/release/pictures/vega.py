"""The pictures as Vega-Lite specifications, and their rendering without a network or a browser.

How a picture looks is in its file, NAME.vl.json, and for all of them in style.json. A layer names its data, and
the program hands in the rows and the few numbers that depend on them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

Specification = dict[str, Any]
"""A chart in Vega-Lite 5 (vega.github.io/vega-lite)."""

Data = Sequence[Mapping[str, Any]]

_SCALE: Final = 2
_WIDEST: Final = 4000
"""Pixels."""
_VERSION: Final = "5.21"
_STYLE: Final = "style.json"


def fill_specification(
    name: str, data: Mapping[str, Data], parameters: Mapping[str, object], **members: object
) -> Specification:
    """Return the picture of a file with its data.

    Args:
        name: The picture, such as `goal_plot`.
        data: Rows by the name that the layers give them.
        parameters: Values by the name of the parameter.
        members: Members of the specification itself that depend on the data, such as its height.
    """
    read = _read(f"{name}.vl.json")
    values = [{**parameter, "value": parameters[parameter["name"]]} for parameter in read["params"]]
    return {**read, **members, "params": values, "datasets": {key: list(rows) for key, rows in data.items()}}


def svg(specification: Specification) -> bytes:
    """Return a chart as SVG, its words as text."""
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(specification, vl_version=_VERSION, config=_read(_STYLE))
    return drawn.encode()


def png(drawn: bytes, width: float, scale: float = _SCALE) -> bytes:
    """Return an SVG picture as PNG; one pixel a point where the picture is large anyway.

    Args:
        drawn: The picture, as `svg` gives it.
        width: Its width, as its specification has it.
        scale: Pixels a point.
    """
    import vl_convert

    painted: bytes = vl_convert.svg_to_png(drawn.decode(), scale=scale if width * scale <= _WIDEST else 1)
    return painted


@cache
def _read(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
    return read
