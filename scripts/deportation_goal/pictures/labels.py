"""Labels beside a chart, moved apart so that none covers another."""

from __future__ import annotations

from collections.abc import Sequence


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return places near the wanted ones, at least `gap` apart, in the same order, between two ends where they fit.

    Args:
        wanted: Where each label would best stand.
        gap: Least distance of two labels.
        low: Lower end of the room.
        high: Upper end of the room.
    """
    order = sorted(range(len(wanted)), key=lambda index: (wanted[index], index))
    places: list[float] = [0.0] * len(wanted)
    previous = low - gap
    for index in order:
        places[index] = previous = max(wanted[index], previous + gap)
    following = high + gap
    for index in reversed(order):
        places[index] = following = max(min(places[index], following - gap), low)
    return places
