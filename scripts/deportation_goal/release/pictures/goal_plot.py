"""The goal against what was counted, for a newspaper: the few counts that matter, each a line of its own."""

from __future__ import annotations

import datetime
import textwrap
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from deportation_goal.derived.goal_vs_outcome import GOAL, TERM, YEAR_ENDS, goal_vs_outcome
from deportation_goal.derived.joined import Joined
from deportation_goal.release.pictures.vega import Data, Specification, fill_specification
from deportation_goal.table_files import Row
from deportation_goal.values.hedges import hedge_words
from deportation_goal.values.numbers import grouped
from deportation_goal.values.periods import period_words

TITLE: Final = "One million deportations in a year: the goal and the counts"
_MOST_ESTIMATES: Final = 3
COLOURS: Final = ("#00598c", "#a63c00", "#00664b", "#7f3c8d", "#7a5200", "#b0005c", "#444444")
"""Colours that people who see few colours can tell apart, each at least 4.5 to 1 on white."""
_AFTER_DAYS: Final = 20
_OPEN_ABOVE: Final = frozenset({"at_least", "more_than", "magnitude"})


@dataclass(frozen=True)
class Layout:
    """The measures of one picture, in CSS pixels: 96 an inch.

    Attributes:
        name: The picture.
        total: Width of all of it.
        plot: Width and height of the plot area.
        padding: Room left of, above, right of and below the plot area.
        font: Size of the smallest letters; 7 points are 9.33 pixels.
        letters: Letters of a line of the key, and of a line of text as wide as the picture.
        beside: Whether the key is beside the plot; otherwise it is below.
    """

    name: str
    total: int
    plot: tuple[int, int]
    left: int
    above: int
    font: float
    letters: tuple[int, int]
    beside: bool


WIDE: Final = Layout("goal_vs_outcome", 720, (400, 330), 66, 62, 11, (42, 120), beside=True)
NARROW: Final = Layout("goal_vs_outcome_90mm", 340, (268, 200), 58, 88, 9.6, (58, 64), beside=False)


@dataclass(frozen=True)
class Line:
    """One count of the plot.

    Attributes:
        rows: Its rows of goal_vs_outcome in order of time, one a day: the highest that was told of that day.
        by: Who counts.
        colour: Of its marks.
    """

    rows: tuple[Row, ...]
    by: tuple[str, ...]
    colour: str = ""

    @property
    def last(self) -> Row:
        """The newest row: the one in the key."""
        return self.rows[-1]

    @property
    def name(self) -> str:
        """What is counted, from when."""
        start = period_words(self.last["counted_from"])
        indicator = self.last["indicator"]
        return indicator if start in indicator else f"{indicator}, from {start}"

    @property
    def newest(self) -> str:
        """Its newest number with its hedge, by whom, until when."""
        row = self.last
        return f"{_phrase(row)} by {period_words(row['counted_to'])} ({' and '.join(self.by)})"


def _phrase(row: Row) -> str:
    value = grouped(Decimal(row["value"]))
    if row["qualifier"] == "between":
        return f"{value} to {grouped(Decimal(row['value_high']))}"
    return value if row["qualifier"] == "exact" else f"{hedge_words(row['qualifier'])} {value}"


def lines_of(joined: Joined) -> list[Line]:
    """Return the counts that the plot shows: the headline series of goal_vs_outcome, equal estimates as one."""
    groups: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in sorted(goal_vs_outcome(joined), key=lambda row: Decimal(row["value"])):
        if row["headline"] == "true":
            groups[row["series"]][row["counted_to"]] = row
    series = [_rising([days[day] for day in sorted(days)]) for _, days in sorted(groups.items())]
    series.sort(key=lambda found: (found[0]["kind"] != "total", -len(found)))
    shown = [Line(found, (_counter(found[-1], joined),)) for found in series if not _is_estimate(found)]
    shown += _estimates([found for found in series if _is_estimate(found)], joined)
    return [Line(line.rows, line.by, COLOURS[place % len(COLOURS)]) for place, line in enumerate(shown)]


def _is_estimate(rows: Sequence[Row]) -> bool:
    return rows[-1]["status"] == "estimated"


def _rising(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Leave out rows that only say "more than" a number that an earlier row exceeds: they do not report a fall."""
    kept, highest = [], Decimal(0)
    for row in rows:
        value = Decimal(row["value"])
        if value >= highest or row["qualifier"] not in _OPEN_ABOVE:
            kept.append(row)
        highest = max(highest, value)
    return tuple(kept)


def _counter(row: Row, joined: Joined) -> str:
    """The body behind a number; the publisher of the text that carries it where it names nobody."""
    return joined.name(joined.background.body(row["said_by"])) if row["said_by"] else row["publisher"]


def _estimates(series: Sequence[Sequence[Row]], joined: Joined) -> list[Line]:
    """Return estimates of the whole first year; equal ones of several bodies are one."""
    found: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in (rows[-1] for rows in series):
        found[row["indicator_id"], row["value"], row["value_high"], row["counted_to"]].append(row)
    ordered = sorted(found.values(), key=lambda rows: -Decimal(rows[0]["value"]))[:_MOST_ESTIMATES]
    return [Line((rows[0],), tuple(sorted({_counter(row, joined) for row in rows}))) for rows in ordered]


def _key(lines: Sequence[Line], layout: Layout, top: Decimal) -> Iterator[dict[str, Any]]:
    """Yield the lines of the key from the top: what is counted in bold, the newest number below, the mark beside the first."""
    height, letters, step = layout.plot[1], layout.letters[0], layout.font * 1.25
    at = 4.0 if layout.beside else height + layout.font * 3.6
    for line in sorted(lines, key=lambda line: -Decimal(line.last["value"])):
        words = [(text, True) for text in textwrap.wrap(line.name, letters)]
        words += [(text, False) for text in textwrap.wrap(line.newest, letters)]
        for number, (text, bold) in enumerate(words):
            place = float(top * (1 - Decimal(at) / height))
            yield {"place": place, "text": text, "bold": bold, "colour": "" if number else line.colour}
            at += step
        at += step / 2


def _notes(lines: Sequence[Line], version: str, layout: Layout, at: float, top: Decimal) -> Iterator[dict[str, Any]]:
    """Yield what is written below the picture: how to read it, who counts, where the numbers are."""
    names = ", ".join(dict.fromkeys(name for line in lines for name in line.by))
    notes = (
        "Each line is one count by one body from one first day; counts of different things are never joined. "
        "A bar is the range that an estimate allows.",
        f"Counted or announced by: {names}.",
        f"Every number with its source: goal_vs_outcome.csv, deportation-goal {version}.",
    )
    for note in notes:
        for text in textwrap.wrap(note, layout.letters[1]):
            yield {"place": float(top * (1 - Decimal(at) / layout.plot[1])), "text": text}
            at += layout.font * 1.3


def _points(lines: Sequence[Line]) -> list[dict[str, Any]]:
    return [
        {
            "date": row["counted_to"],
            "value": float(row["value"]),
            "low": float(row["value_low"]),
            "high": float(row["value_high"] or row["value"]),
            "alone": len(line.rows) == 1,
            "newest": row is line.last,
            "line": place,
            "colour": line.colour,
        }
        for place, line in enumerate(lines)
        for row in line.rows
    ]


def goal_plot(lines: Sequence[Line], version: str, layout: Layout = WIDE) -> Specification:
    """Return the plot of the table goal_vs_outcome as a Vega-Lite specification.

    Args:
        lines: What is drawn, as `lines_of` returns it.
        version: The version of the data, named below the plot.
        layout: The measures of the picture.
    """
    highest = max((Decimal(row["value_high"] or row["value"]) for line in lines for row in line.rows), default=GOAL)
    top = (max(highest, GOAL) * Decimal("1.1")).quantize(Decimal(1))
    points = _points(lines)
    key: Data = list(_key(lines, layout, top))
    width, height = layout.plot
    lowest = max([float(height) + layout.font * 3, *(height * (1 - row["place"] / float(top)) for row in key)])
    notes: Data = list(_notes(lines, version, layout, lowest + layout.font * 2.2, top))
    end = height * (1 - notes[-1]["place"] / float(top)) + layout.font
    dates = sorted([TERM.isoformat(), YEAR_ENDS.isoformat(), *(point["date"] for point in points)])
    last = datetime.date.fromisoformat(dates[-1]) + datetime.timedelta(days=_AFTER_DAYS)
    goal = {"from": TERM.isoformat(), "to": YEAR_ENDS.isoformat(), "goal": float(GOAL)}
    return fill_specification(
        "goal_plot",
        {"goal": [goal], "points": points, "key": key, "notes": notes},
        {
            "first_day": dates[0],
            "last_day": last.isoformat(),
            "top": float(top),
            "font": layout.font,
            "key_x": width + 30 if layout.beside else 18 - layout.left,
            "notes_x": 8 - layout.left,
            "months": 3 if layout.beside else 6,
        },
        width=width,
        height=height,
        padding={
            "left": layout.left,
            "top": layout.above,
            "right": layout.total - layout.left - width,
            "bottom": round(end - height),
        },
        title=_title(layout),
    )


def _title(layout: Layout) -> dict[str, Any]:
    subtitle = "People deported, by the last day that was counted, in the words of those who count"
    size = layout.font * 1.5
    return {
        "text": textwrap.wrap(TITLE, int(layout.letters[1] * 0.7)),
        "subtitle": textwrap.wrap(subtitle, layout.letters[1]),
        "fontSize": size,
        "lineHeight": size * 1.2,
        "subtitleFontSize": layout.font,
        "subtitleLineHeight": layout.font * 1.25,
        "offset": 14,
        "dx": 8 - layout.left,
        "anchor": "start",
        "frame": "group",
    }


def plot_words(lines: Sequence[Line]) -> tuple[str, str]:
    """Return the alternative text of the plot, and its caption for a newspaper."""
    largest_first = sorted(lines, key=lambda line: -Decimal(line.last["value"]))
    goal = f"Line chart. The reported goal is {grouped(GOAL)} from 20 January 2025 to 19 January 2026."
    alternative = " ".join([goal, *(f"{line.name}: {line.newest}." for line in largest_first)])
    caption = (
        f"The reported goal of {grouped(GOAL)} deportations in the first year, and the counts that were reported. They count "
        "different things and cannot be added up."
    )
    return alternative, caption
