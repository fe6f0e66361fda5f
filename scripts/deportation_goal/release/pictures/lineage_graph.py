"""Who took it from whom: documents from their origins on the left to their carriers on the right."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from deportation_goal.derived.lineage_table import STATEMENT_KEYS
from deportation_goal.release.pictures.vega import FAINT, INK, Specification, chart, values
from deportation_goal.table_files import Rows
from deportation_goal.wording import counted

_STEP: Final = 290
"""Points from one generation to the next."""
_ROW: Final = 25
"""Points from one document to the next."""
_PADDING: Final = {"left": 24, "top": 92, "right": 24, "bottom": 52}
_SEEN: Final = {"full": "#0072b2", "excerpt": "#56b4e9", "not_seen": "#ffffff"}
_LABEL: Final = 46
_LABEL_END: Final = 24
_LEAST_WIDTH: Final = 800
_BETWEEN: Final = 40
"""Points between two columns."""
_USUAL_DEPTH: Final = 2
_ROOM: Final = 1.04


@dataclass(frozen=True)
class Node:
    """A document in its place.

    Attributes:
        source_id: The document.
        depth: Steps from the origin, 0 for an origin.
        row: Place from the top of its column.
        column: Column of the picture, from the left; documents that hang together stand in one.
    """

    source_id: str
    depth: int
    row: int
    column: int = 0


@dataclass(frozen=True)
class Edge:
    """A step from one document to another.

    Attributes:
        start: Where it comes from.
        end: Who took it.
        how: derivation of the source; empty where only single statements rest on the first document.
    """

    start: Node
    end: Node
    how: str


@dataclass(frozen=True)
class Graph:
    """The documents that carry one another, and the steps between them.

    Attributes:
        nodes: In rows from the top, a column after the other.
        edges: Steps.
        alone: Number of documents with statements that neither carry nor are carried.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    alone: int


def _cited(tables: Rows) -> dict[str, set[str]]:
    """By source, the documents on which single statements of it rest."""
    found: dict[str, set[str]] = defaultdict(set)
    for table in STATEMENT_KEYS:
        for row in tables[table]:
            if row["primary_source"]:
                found[row["source_id"]].add(row["primary_source"])
    return found


def _families(parents: Mapping[str, str], cited: Mapping[str, set[str]]) -> list[list[str]]:
    """Sets of documents that hang together, each as its roots in order; the largest first."""
    neighbours: dict[str, set[str]] = defaultdict(set)
    for child, parent in parents.items():
        if parent:
            neighbours[child].add(parent)
            neighbours[parent].add(child)
    for source, documents in cited.items():
        for document in documents:
            neighbours[source].add(document)
            neighbours[document].add(source)
    families, seen = [], set()
    for start in sorted(neighbours):
        if start in seen:
            continue
        members, front = {start}, [start]
        while front:
            front = [other for one in front for other in neighbours[one] if other not in members]
            members.update(front)
        seen |= members
        families.append(sorted(members))
    return sorted(families, key=lambda members: (-len(members), members[0]))


def graph_of(tables: Rows) -> Graph:
    """Return the derivation graph of the sources (prov:wasDerivedFrom), laid out in generations.

    A root that was not seen is a root like any other. Documents that stand alone are only counted.
    """
    sources = {row["source_id"]: row for row in tables["sources"]}
    parents = {key: row["derived_from"] for key, row in sources.items()}
    children: dict[str, list[str]] = defaultdict(list)
    for child, parent in sorted(parents.items()):
        if parent:
            children[parent].append(child)
    cited = _cited(tables)
    nodes: dict[str, Node] = {}

    def place(source_id: str, depth: int) -> None:
        nodes[source_id] = Node(source_id, depth, len(nodes) - before[-1], len(before) - 1)
        for child in children[source_id]:
            place(child, depth + 1)

    families = _families(parents, cited)
    tallest = _rows_of_a_column(sum(map(len, families)))
    before = [0]
    for members in families:
        filled = len(nodes) - before[-1]
        if filled and filled + len(members) > tallest:
            before.append(len(nodes))
        roots = [member for member in members if not parents[member]]
        # The root of the largest tree first, and after it the documents that only single statements rest on.
        for root in sorted(roots, key=lambda root: (not children[root], root)):
            place(root, 0)
    edges = [
        Edge(nodes[parent], nodes[child], sources[child]["derivation"]) for child, parent in parents.items() if parent
    ]
    edges += [Edge(nodes[document], nodes[source], "") for source, found in cited.items() for document in found]
    ordered = sorted(edges, key=lambda edge: (edge.end.row, edge.start.row))
    return Graph(tuple(nodes.values()), tuple(ordered), len(sources) - len(nodes))


def _rows_of_a_column(rows: int) -> int:
    """How many documents stand in a column, so that the picture is about as high as it is wide."""
    columns = max(1, round(math.sqrt(rows * _ROW / (_USUAL_DEPTH * _STEP))))
    # A little more, since no family is broken between two columns.
    return math.ceil(rows / columns * _ROOM)


def _column_starts(graph: Graph) -> list[int]:
    """Where each column begins; the last number is where the picture ends."""
    deepest: dict[int, int] = defaultdict(int)
    for node in graph.nodes:
        deepest[node.column] = max(deepest[node.column], node.depth)
    starts = [0]
    for column in sorted(deepest):
        starts.append(starts[-1] + (deepest[column] + 1) * _STEP + _BETWEEN)
    return starts


def _shortened(text: str) -> str:
    return text if len(text) <= _LABEL else f"{text[: _LABEL - 1]}…"


def _node_rows(graph: Graph, tables: Rows) -> Iterator[dict[str, Any]]:
    sources = {row["source_id"]: row for row in tables["sources"]}
    agents = {row["agent_id"]: row["name"] for row in tables["agents"]}
    starts = _column_starts(graph)
    carried = Counter(row["source_id"] for table in STATEMENT_KEYS for row in tables[table])
    for node in graph.nodes:
        source = sources[node.source_id]
        name = agents[source["publisher"]]
        title = source["title"].strip("[]") if source["access"] == "not_seen" else ""
        date = source["published"] or "no date"
        number = carried[node.source_id]
        yield {
            "x": starts[node.column] + node.depth * _STEP,
            "y": -node.row * _ROW,
            "fill": _SEEN[source["access"]],
            "label": _shortened(f"{name}: {title}" if title else name),
            "more": date + (f", {counted(number, 'row')}" if number else ""),
        }


def _edge_rows(graph: Graph, *, whole: bool) -> list[dict[str, Any]]:
    """Each step as a line down and a line across, or, for single statements, one straight line."""
    starts = _column_starts(graph)
    rows: list[dict[str, Any]] = []
    for edge in graph.edges:
        (x, y), (to_x, to_y) = (
            (starts[node.column] + node.depth * _STEP, -node.row * _ROW) for node in (edge.start, edge.end)
        )
        if bool(edge.how) is not whole:
            continue
        if whole:
            rows.append({"x": x, "y": y, "x2": x, "y2": to_y, "how": ""})
            rows.append({"x": x, "y": to_y, "x2": to_x, "y2": to_y, "how": edge.how, "at": x + 12})
        else:
            # From the end of the label, which it would else run through.
            rows.append({"x": x + _STEP - _LABEL_END, "y": y, "x2": to_x, "y2": to_y})
    return rows


def _lines(rows: list[dict[str, Any]], **mark: Any) -> Specification:
    return {
        "data": values(rows),
        "mark": {"type": "rule", "color": "#9a9a9a", **mark},
        "encoding": {"x": _at("x"), "y": _at("y"), "x2": {"field": "x2"}, "y2": {"field": "y2"}},
    }


def _at(field: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "axis": None}


def _words(rows: list[dict[str, Any]], field: str, x: str, **mark: Any) -> Specification:
    return {
        "data": values(rows),
        "mark": {"type": "text", "align": "left", "baseline": "middle", **mark},
        "encoding": {"x": _at(x), "y": _at("y"), "text": {"field": field}},
    }


def lineage_graph(tables: Rows, version: str) -> Specification:
    """Return the picture of the derivation graph as a Vega-Lite specification.

    Args:
        tables: Rows of the base tables, checked.
        version: The version of the data, named below the picture.
    """
    graph = graph_of(tables)
    nodes = list(_node_rows(graph, tables))
    width = max(_column_starts(graph)[-1], _LEAST_WIDTH)
    height = (max((node.row for node in graph.nodes), default=0) + 1) * _ROW
    whole = _edge_rows(graph, whole=True)
    steps = [{**row, "y": row["y2"] + 6} for row in whole if row["how"]]
    scale = {"x": [0, width], "y": [-height, 0]}
    marks: list[Specification] = [
        _lines(_edge_rows(graph, whole=False), strokeDash=[2, 3], strokeOpacity=0.8),
        _lines(whole, strokeWidth=1.2),
        {
            "data": values(nodes),
            "mark": {
                "type": "point",
                "shape": "circle",
                "size": 70,
                "filled": False,
                "stroke": "#0072b2",
                "opacity": 1,
            },
            "encoding": {"x": _at("x"), "y": _at("y"), "fill": {"field": "fill", "type": "nominal", "scale": None}},
        },
        _words(nodes, "label", "x", dx=9, dy=-3, fontSize=11, color=INK),
        _words(nodes, "more", "x", dx=9, dy=6, fontSize=8.5, color=FAINT),
        _words(steps, "how", "at", fontSize=8.5, fontStyle="italic", color=FAINT),
        {
            "data": values([{"text": _note(graph, version)}]),
            "mark": {"type": "text", "align": "left", "fontSize": 11, "color": FAINT},
            "encoding": {"x": {"value": 0}, "y": {"value": height + 30}, "text": {"field": "text"}},
        },
    ]
    for axis in ("x", "y"):
        marks[1]["encoding"][axis] |= {"scale": {"domain": scale[axis], "nice": False}}
    return chart(
        width,
        height,
        _PADDING,
        marks,
        title={
            "text": "Who took it from whom",
            "subtitle": [
                "Each circle is a document, each line a document taken from another: origins stand left, carriers right of them.",
                "Dark: the whole text was held; light: an excerpt; empty: known only from others. Dotted: single statements rest on it.",
            ],
            "fontSize": 18,
            "subtitleFontSize": 12,
            "offset": 22,
        },
    )


def _note(graph: Graph, version: str) -> str:
    alone = f"Neither carrying nor carried: {counted(graph.alone, 'further source')}. " if graph.alone else ""
    return f"{alone}Every statement with its way: lineage.csv. Dataset deportation-goal {version}."
