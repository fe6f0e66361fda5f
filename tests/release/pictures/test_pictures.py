"""The pictures of a release: drawn from the tables, the same bytes each time."""

from __future__ import annotations

import itertools
import os
import struct
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.package.descriptor import Package
from deportation_goal.release.pictures import picture_files
from deportation_goal.release.pictures.goal_plot import goal_plot, series_of, spread
from deportation_goal.release.pictures.lineage_graph import graph_of, lineage_graph
from deportation_goal.release.pictures.vega import Specification, png, svg
from deportation_goal.table_files import Rows
from deportation_goal.table_files.read_rows import read_rows
from made_tables import figure, indicator, made, source

DRAW = """
import hashlib, sys
from pathlib import Path
from deportation_goal.package.descriptor import load_package
from deportation_goal.release.pictures import picture_files
from deportation_goal.table_files.read_rows import read_rows
for path, content in picture_files(read_rows(load_package(Path(sys.argv[1]))), "1.2.3").items():
    print(hashlib.sha256(content).hexdigest(), path)
"""
COUNTS = indicator("removals", measure="cumulative", unit="{removal}")


@given(st.lists(st.floats(0, 400), max_size=9))
def test_labels_never_cover_one_another(wanted: list[float]) -> None:
    places = spread(wanted, 30, 0, 430)
    ordered = sorted(places)
    assert all(after - before >= 30 - 1e-6 for before, after in itertools.pairwise(ordered))
    assert sorted(range(len(wanted)), key=lambda index: (wanted[index], index)) == sorted(
        range(len(wanted)), key=lambda index: places[index]
    )


def test_labels_with_room_stand_where_they_are_wanted() -> None:
    assert spread([200, 50, 100], 30, 0, 430) == [200, 50, 100]


@pytest.mark.slow
def test_every_picture_is_a_picture(package: Package) -> None:
    files = picture_files(read_rows(package), "1.2.3")
    assert {path.rpartition(".")[2] for path in files} == {"svg", "png"}
    for path, content in files.items():
        if path.endswith(".png"):
            assert content.startswith(b"\x89PNG")
            width, height = struct.unpack(">II", content[16:24])
            assert width > 800
            assert height > 400
        else:
            root = ElementTree.fromstring(content)  # noqa: S314 - our own picture
            assert root.tag.endswith("svg")
            assert b"1.2.3" in content


@pytest.mark.slow
def test_the_same_bytes_in_another_time_zone_and_locale(package: Package) -> None:
    drawn = set()
    for zone, locale, seed in (("UTC", "C", "0"), ("Pacific/Kiritimati", "C.UTF-8", "7")):
        environment = {**os.environ, "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed}
        run = subprocess.run(
            [sys.executable, "-c", DRAW, str(package.root)], env=environment, capture_output=True, text=True, check=True
        )
        drawn.add(run.stdout)
    assert len(drawn) == 1


def _counts(*values: tuple[str, str]) -> list[dict[str, str]]:
    return [
        figure(number, indicator_id="removals", period=f"2025-01-20/{end}", value=value)
        for number, (end, value) in enumerate(values)
    ]


def test_a_line_runs_through_its_counts_in_order_of_time() -> None:
    tables = made(*_counts(("2025-06", "200000"), ("2025-03", "100000")), indicators=[COUNTS])
    from derived_rows import goal_vs_outcome

    (line,) = series_of(goal_vs_outcome(tables))
    assert [row["value"] for row in line.rows] == ["100000", "200000"]


@pytest.mark.slow
def test_what_the_plot_shows_is_named_in_it() -> None:
    tables = made(*_counts(("2025-03", "100000"), ("2025-06", "1200000")), indicators=[COUNTS])
    drawn = svg(goal_plot(tables, "1.2.3")).decode()
    assert "Reported goal for the first year: 1,000,000" in drawn
    assert "Removals" in drawn
    assert "from 20 Jan 2025" in drawn
    assert "Sources: The Publisher." in drawn


@pytest.mark.slow
def test_tables_without_figures_still_give_pictures() -> None:
    for specification in (goal_plot(made(), "1.2.3"), lineage_graph(made(), "1.2.3")):
        assert png(specification).startswith(b"\x89PNG")


def test_the_graph_has_roots_that_nobody_saw_and_steps_to_their_carriers() -> None:
    papers = [
        source("report", access="not_seen"),
        source("one", "report"),
        source("two", "one"),
        source("filing", access="not_seen"),
        source("alone"),
    ]
    graph = graph_of(made(figure(1, source_id="two", primary_source="filing"), sources=papers))
    assert {node.source_id: node.depth for node in graph.nodes} == {"report": 0, "one": 1, "two": 2, "filing": 0}
    assert {(edge.start.source_id, edge.end.source_id, edge.how) for edge in graph.edges} == {
        ("report", "one", "summarises"),
        ("one", "two", "summarises"),
        ("filing", "two", ""),
    }
    assert graph.alone == 1
    assert len({node.row for node in graph.nodes}) == 4


@pytest.mark.slow
def test_the_real_tables_have_no_document_twice(package: Package) -> None:
    graph = graph_of(read_rows(package))
    assert len({node.source_id for node in graph.nodes}) == len(graph.nodes)


@pytest.mark.parametrize("draw", [goal_plot, lineage_graph])
def test_every_layer_finds_its_data_in_the_specification_and_nothing_is_fetched(
    draw: Callable[[Rows, str], Specification], package: Package
) -> None:
    specification = draw(read_rows(package), "1.2.3")
    data = [layer["data"] for layer in specification["layer"]]
    named = {found["name"] for found in data if "name" in found}
    assert named == specification["datasets"].keys()
    assert all(specification["datasets"].values())
    assert {member for found in data for member in found} <= {"name", "values"}
