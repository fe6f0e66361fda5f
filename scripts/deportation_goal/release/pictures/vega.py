"""Vega-Lite specifications, and their rendering without a network or a browser."""

from __future__ import annotations

import json
from typing import Any, Final

Specification = dict[str, Any]
"""A chart in Vega-Lite 5 (vega.github.io/vega-lite)."""

FONT: Final = "Liberation Sans, Arial, Helvetica, sans-serif"
INK: Final = "#1a1a1a"
FAINT: Final = "#6b6b6b"
PALETTE: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#7f3c8d", "#8c6d31", "#444444")
"""Colours that people who see few colours can tell apart (Okabe and Ito), a few more after them."""

_SCALE: Final = 2
_WIDEST: Final = 4000
"""Pixels."""
_VERSION: Final = "5.21"


def chart(width: int, height: int, padding: dict[str, int], layers: list[Specification], **more: Any) -> Specification:
    """Return a chart of layers with a plot area of a fixed size, so that no font moves anything."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "height": height,
        "padding": padding,
        "autosize": {"type": "none"},
        "background": "white",
        "layer": layers,
        "config": {
            # The labels that Vega would write into the SVG give dates in the time zone of the machine.
            "aria": False,
            "font": FONT,
            "text": {"font": FONT, "fontSize": 12, "fill": INK},
            "axis": {"labelFontSize": 12, "labelColor": INK, "gridColor": "#e4e4e4", "domain": False, "ticks": False},
            "title": {"font": FONT, "subtitleFont": FONT, "anchor": "start", "color": INK, "subtitleColor": FAINT},
            "view": {"stroke": None},
        },
        **more,
    }


def values(rows: list[dict[str, Any]]) -> Specification:
    """Return rows as the inline data of a layer."""
    return {"values": rows}


def svg(specification: Specification) -> bytes:
    """Return a chart as SVG, its words as text."""
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(json.dumps(specification), vl_version=_VERSION)
    return drawn.encode()


def png(specification: Specification) -> bytes:
    """Return a chart as PNG, two pixels a point; one where the picture is large anyway."""
    import vl_convert

    scale = _SCALE if specification["width"] * _SCALE <= _WIDEST else 1
    drawn: bytes = vl_convert.vegalite_to_png(json.dumps(specification), vl_version=_VERSION, scale=scale)
    return drawn
