"""Makes the outlines of countries that the site draws, scripts/deportation_goal/site/world.json; done once.

Usage: python requirements/world_map.py countries-110m.json > scripts/deportation_goal/site/world.json

The input is `countries-110m.json` of the npm package world-atlas 2.0.2 (TopoJSON). Its outlines are those of Natural
Earth, in the public domain; the package has the ISC licence. They are projected (Natural Earth I of Tom Patterson, as a
polynomial), cut at the antimeridian and rounded to points of a drawing of 960 by 480.
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

_Point = tuple[float, float]
_ANTARCTICA = "010"
_WIDTH, _HEIGHT, _SCALE = 960, 480, 170


def _arcs(topology: dict[str, Any]) -> list[list[_Point]]:
    """Undo the delta encoding: longitudes and latitudes of every arc."""
    (scale_x, scale_y), (from_x, from_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + from_x, y * scale_y + from_y))
        found.append(points)
    return found


def _projected(longitude: float, latitude: float) -> _Point:
    phi = math.radians(latitude)
    two = phi * phi
    four = two * two
    x = math.radians(longitude) * (
        0.8707 - 0.131979 * two + four * (-0.013791 + four * (0.003971 * two - 0.001529 * four))
    )
    y = phi * (1.007226 + two * (0.015085 + four * (-0.044475 + 0.028874 * two - 0.005916 * four)))
    return _WIDTH / 2 + _SCALE * x, _HEIGHT / 2 - _SCALE * y


def _cut(points: Sequence[_Point], edge: float, keeps: Callable[[float], bool]) -> list[_Point]:
    """Return what of a ring lies on one side of a meridian (Sutherland and Hodgman)."""
    found = []
    for (x, y), (next_x, next_y) in zip(points, [*points[1:], *points[:1]], strict=True):
        if keeps(x):
            found.append((x, y))
        if keeps(x) != keeps(next_x):
            found.append((edge, y + (next_y - y) * (edge - x) / (next_x - x)))
    return found


def _unrolled(points: Sequence[_Point]) -> list[_Point]:
    """Return a ring whose longitudes do not jump at the antimeridian."""
    found = [points[0]]
    for longitude, latitude in points[1:]:
        turns = round((found[-1][0] - longitude) / 360)
        found.append((longitude + 360 * turns, latitude))
    return found


def _parts(ring: Sequence[_Point]) -> Iterator[list[_Point]]:
    unrolled = _unrolled(ring)
    for shift in (-360, 0, 360):
        moved = [(x + shift, y) for x, y in unrolled]
        if max(x for x, _ in moved) > -180 and min(x for x, _ in moved) < 180:
            yield _cut(_cut(moved, 180, lambda x: x <= 180), -180, lambda x: x >= -180)


def _path(points: Sequence[_Point]) -> str:
    """Return a ring as a path of SVG, in whole points, without a point twice in a row."""
    drawn: list[tuple[int, int]] = []
    for longitude, latitude in points:
        x, y = _projected(longitude, latitude)
        if not drawn or drawn[-1] != (round(x), round(y)):
            drawn.append((round(x), round(y)))
    return "M" + "L".join(f"{x} {y}" for x, y in drawn) + "Z" if len(drawn) > 2 else ""


def main() -> None:
    """Read TopoJSON, write paths of SVG by UN M49 code."""
    content = Path(sys.argv[1]).read_bytes()
    topology = json.loads(content)
    arcs = _arcs(topology)

    def ring(indexes: Sequence[int]) -> list[_Point]:
        points: list[_Point] = []
        for index in indexes:
            arc = arcs[index] if index >= 0 else arcs[~index][::-1]
            points += arc[1:] if points else arc
        return points

    countries = []
    for country in topology["objects"]["countries"]["geometries"]:
        code = str(country.get("id", "")).zfill(3)
        if code == _ANTARCTICA:
            continue
        polygons = [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]
        rings = [part for polygon in polygons for indexes in polygon for part in _parts(ring(indexes))]
        countries.append({"m49": code if country.get("id") else "", "path": "".join(map(_path, rings))})
    about = {
        "source": "world-atlas 2.0.2, countries-110m.json (Natural Earth, public domain; packaging ISC)",
        "sha256": hashlib.sha256(content).hexdigest(),
        "width": _WIDTH,
        "height": _HEIGHT,
    }
    lines = ",\n".join(
        json.dumps(country) for country in sorted(countries, key=lambda found: (found["m49"], found["path"]))
    )
    head = ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in about.items())
    sys.stdout.write(f'{{\n{head},\n"countries": [\n{lines}\n]}}\n')


if __name__ == "__main__":
    main()
