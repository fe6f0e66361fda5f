"""The goal against what was counted: goal line, each count a line of its own, intervals as intervals, sources below."""

from __future__ import annotations

import datetime
import textwrap
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from deportation_goal.derived.goal_vs_outcome import TERM, UNSPECIFIED, goal_vs_outcome
from deportation_goal.derived.joined import Joined
from deportation_goal.release.pictures.vega import Data, Specification, fill_specification
from deportation_goal.table_files import Row, Rows
from deportation_goal.wording import counted


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return places near the wanted ones, at least `gap` apart, in the same order, between two ends where they fit.

    Args:
        wanted: The best place of each label.
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


_HEIGHT: Final = 430
"""Of the plot area, in points."""
_GOAL: Final = Decimal(1_000_000)
_GOAL_ENDS: Final = datetime.date(2026, 1, 19)
_OPEN_END: Final = Decimal("0.03")
"""How far an interval without an upper end is drawn, as a share of the axis."""
_LABEL_GAP: Final = 30.0
_LABEL: Final = 56
_MOST_LINES: Final = 9
_PALETTE: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#7f3c8d", "#8c6d31", "#444444")
"""Colours that people who see few colours can tell apart (Okabe and Ito), a few more after them."""
_PROJECTION: Final = "#777777"
_SOURCE_LINE: Final = 165
_SOURCE_LINES: Final = 4


@dataclass(frozen=True)
class Series:
    """One line of the plot.

    Attributes:
        name: Who counts what, from when.
        kind: total or projection.
        rows: Its figures in order of time.
    """

    name: str
    kind: str
    rows: tuple[Row, ...]

    @property
    def last(self) -> Row:
        """The newest figure: the one that the label is beside."""
        return self.rows[-1]


def series_of(rows: Sequence[Row]) -> list[Series]:
    """Return the lines of a plot, the longest and highest first; figures without an end of their period have no place."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["kind"] != "goal" and row["counted_to"]:
            groups[row["series"]].append(row)
    found = []
    for name, members in sorted(groups.items()):
        ordered = sorted(members, key=lambda row: (row["counted_to"], Decimal(row["value"])))
        found.append(Series(name, "projection" if ordered[0]["kind"] == "projection" else "total", tuple(ordered)))
    return sorted(found, key=lambda line: (-len({row["counted_to"] for row in line.rows}), line.name))


def _label(line: Series) -> tuple[str, str]:
    """What is written beside a line: what is counted, then from when and by whom if that is not the indicator's to say."""
    row = line.last
    start = datetime.date.fromisoformat(row["counted_from"])
    since = f"from {start.day} {start:%b %Y}"
    made = line.kind == "projection" or row["status"] == "estimated"
    named = made or row["indicator_id"].endswith(UNSPECIFIED)
    # A body and those who speak for it share a line: whoever is named most often stands for it.
    speakers = Counter(said["said_by_name"] or said["publisher"] for said in line.rows)
    who = min(speakers, key=lambda name: (-speakers[name], name)) if named else ""
    kind = "projection" if line.kind == "projection" else "estimate" if made else ""
    return row["indicator"], ", ".join(filter(None, (kind, who, since)))


def _shortened(text: str) -> str:
    """Cut a label by its letters: by its width, the picture would depend on the fonts of the machine."""
    return text if len(text) <= _LABEL else f"{text[: _LABEL - 1]}…"


def _points(line: Series, colour: str, top: Decimal) -> list[dict[str, Any]]:
    seen, points = set(), []
    for row in line.rows:
        low = Decimal(row["value_low"])
        high = Decimal(row["value_high"]) if row["value_high"] else None
        key = (row["counted_to"], row["value"], low, high)
        if key in seen:
            continue
        seen.add(key)
        points.append(
            {
                "date": row["counted_to"],
                "value": float(row["value"]),
                "low": float(low if high is not None or low > 0 else Decimal(row["value"])),
                "high": float(high if high is not None else low + top * _OPEN_END),
                "open": high is None,
                "series": line.name,
                "kind": line.kind,
                "colour": colour,
            }
        )
    return points


def _lines(points: Data) -> Data:
    """Return the points that lines go through.

    A running total is at least what anybody says of its day; a line through all of them would go to and fro.
    """
    highest = {(point["series"], point["date"]): point for point in sorted(points, key=lambda point: point["value"])}
    return [point for point in highest.values() if point["kind"] == "total"]


def _labels(lines: Sequence[tuple[Series, str]], top: Decimal) -> Data:
    """Return two lines of words for each series, each at its place beside the plot, with its newest point."""
    wanted = [float(1 - Decimal(line.last["value"]) / top) * _HEIGHT for line, _colour in lines]
    rows = []
    for (line, shade), at in zip(lines, spread(wanted, _LABEL_GAP, 0, _HEIGHT - 6), strict=True):
        first, second = _label(line)
        rows.append(
            {
                "place": float(top) * (1 - at / _HEIGHT),
                "first": _shortened(first),
                "second": _shortened(second),
                "colour": shade,
                "date": line.last["counted_to"],
                "value": float(line.last["value"]),
            }
        )
    return rows


def _notes(lines: Sequence[tuple[Series, str]], left_out: int, version: str) -> Data:
    """Return what is written below the plot: how to read it, the sources, the version."""
    publishers = Counter(row["publisher"] for line, _colour in lines for row in line.rows)
    names = ", ".join(name for name, _count in sorted(publishers.items(), key=lambda item: (-item[1], item[0])))
    text = textwrap.wrap(f"Sources: {names}.", _SOURCE_LINE)
    if len(text) > _SOURCE_LINES:
        text = [
            *text[: _SOURCE_LINES - 1],
            textwrap.shorten(" ".join(text[_SOURCE_LINES - 1 :]), _SOURCE_LINE, placeholder=" and others."),
        ]
    more = (
        f"{counted(left_out, 'further series')[:-1] if left_out != 1 else '1 further series'} and every figure"
        if left_out
        else "Every figure"
    )
    notes = [
        "Bars are the numbers that a hedged or rounded statement allows; a triangle is an open end. Grey diamonds are projections. Counts of different things are never joined.",
        *text,
        f"{more} with its source: goal_vs_outcome.csv. Dataset deportation-goal {version}.",
    ]
    return [{"text": note} for note in notes]


def goal_plot(tables: Rows, version: str) -> Specification:
    """Return the plot of the table goal_vs_outcome as a Vega-Lite specification.

    Args:
        tables: Rows of the base tables, checked.
        version: The version of the data, named below the plot.
    """
    every = series_of(goal_vs_outcome(Joined(tables)))
    totals = [line for line in every if line.kind == "total"]
    labelled = list(zip(totals[:_MOST_LINES], _PALETTE, strict=False))
    shown = labelled + [(line, _PROJECTION) for line in every if line.kind == "projection"]
    highest = max((Decimal(row["value"]) for line, _colour in shown for row in line.rows), default=_GOAL)
    top = (max(highest, _GOAL) * Decimal("1.12")).quantize(Decimal(1))
    points = [point for line, colour in shown for point in _points(line, colour, top)]
    goal = {"from": TERM.isoformat(), "to": _GOAL_ENDS.isoformat(), "goal": float(_GOAL)}
    dates = [goal["from"], goal["to"], *(point["date"] for point in points)]
    return fill_specification(
        "goal_plot",
        {
            "goal": [goal],
            "lines": _lines(points),
            "points": points,
            "labels": _labels(labelled, top),
            "notes": _notes(shown, len(every) - len(shown), version),
        },
        {"first_day": min(dates), "last_day": max(dates), "top": float(top)},
        height=_HEIGHT,
    )
