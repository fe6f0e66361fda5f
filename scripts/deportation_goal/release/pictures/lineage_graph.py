"""Who took it from whom: documents from their origins on the left to their carriers on the right."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from deportation_goal.derived.lineage_table import STATEMENT_KEYS
from deportation_goal.release.pictures.vega import Specification, fill_specification
from deportation_goal.table_files import Rows
from deportation_goal.wording import counted

_STEP: Final = 290
"""Points from one generation to the next."""
_ROW: Final = 25
"""Points from one document to the next."""
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
        column: Column of the picture, from the left; documents that are connected are in one.
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

    A root that was not seen is a root like any other. Documents without a connection are only counted.
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
    """How many documents are in a column, so that the picture is about as high as it is wide."""
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
            "access": source["access"],
            "name": _shortened(f"{name}: {title}" if title else name),
            "more": date + (f", {counted(number, 'row')}" if number else ""),
        }


def _whole_documents(graph: Graph) -> Iterator[dict[str, Any]]:
    """Yield each step from a document to one that was taken from it: a line down, then a line across that says how."""
    for edge, x, y, to_x, to_y in _steps(graph):
        if edge.how:
            yield {"x": x, "y": y, "x2": x, "y2": to_y, "how": ""}
            yield {"x": x, "y": to_y, "x2": to_x, "y2": to_y, "how": edge.how}


def _single_statements(graph: Graph) -> Iterator[dict[str, Any]]:
    """Yield each step from a document to one of which single statements rest on it: a straight line."""
    for edge, x, y, to_x, to_y in _steps(graph):
        if not edge.how:
            # From the end of the label, which it would otherwise run through.
            yield {"x": x + _STEP - _LABEL_END, "y": y, "x2": to_x, "y2": to_y}


def _steps(graph: Graph) -> Iterator[tuple[Edge, int, int, int, int]]:
    starts = _column_starts(graph)
    for edge in graph.edges:
        (x, y), (to_x, to_y) = (
            (starts[node.column] + node.depth * _STEP, -node.row * _ROW) for node in (edge.start, edge.end)
        )
        yield edge, x, y, to_x, to_y


def lineage_graph(tables: Rows, version: str) -> Specification:
    """Return the picture of the derivation graph as a Vega-Lite specification.

    Args:
        tables: Rows of the base tables, checked.
        version: The version of the data, named below the picture.
    """
    graph = graph_of(tables)
    return fill_specification(
        "lineage_graph",
        {
            "documents": list(_node_rows(graph, tables)),
            "whole_documents": list(_whole_documents(graph)),
            "single_statements": list(_single_statements(graph)),
        },
        {"note": _note(graph, version)},
        width=max(_column_starts(graph)[-1], _LEAST_WIDTH),
        height=(max((node.row for node in graph.nodes), default=0) + 1) * _ROW,
    )


def _note(graph: Graph, version: str) -> str:
    alone = f"Neither carrying nor carried: {counted(graph.alone, 'further source')}. " if graph.alone else ""
    return f"{alone}The chain of every statement: lineage.csv. Dataset deportation-goal {version}."
