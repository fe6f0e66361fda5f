"""What shards find and `merge` joins is what the check of the whole finds: the same mistakes, made in a part of the real data."""

from __future__ import annotations

import bisect
import datetime
import pickle
import random
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest

from deportation_goal.findings import CheckResult, Finding
from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.rules.engine import check_tables, package_inputs
from deportation_goal.shards.merge import Given, Outcome, check_in_shards
from deportation_goal.shards.shard import Shard, check_shard, rows_with, shared_keys
from deportation_goal.table_files.canonical import csv_bytes
from effort import sample
from made_tables import EditableRow, EditableRows
from mutation_kinds import kinds_of_schema
from mutation_meanings import BY_HAND
from mutation_sample import sample_rows
from support import REPOSITORY

SEED: Final = 12
pytestmark = pytest.mark.slow

SHARDS: Final = 3
TODAY: Final = datetime.date(2026, 12, 1)
_STATEMENTS: Final = ("figures", "quotes", "obstacles", "countries")
_PLACE: Final = re.compile(r", [0-9,]+ rows? below the header|, in line [0-9]+ of \S+(?=:)")


@pytest.fixture(scope="module")
def rows(package: Package) -> EditableRows:
    """A part of the real data, by table."""
    return sample_rows(package, SEED)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, package: Package) -> Path:
    """A folder with the descriptor and the schemas, for the tables of one test after the other."""
    folder = tmp_path_factory.mktemp("sharded")
    shutil.copy(REPOSITORY / "datapackage.json", folder)
    shutil.copytree(REPOSITORY / "schemas", folder / "schemas")
    for resource in package.resources:
        (folder / resource.path).parent.mkdir(parents=True, exist_ok=True)
    return folder


def _mapped(work: Callable[[Given], Outcome], items: Sequence[Given], /) -> Iterator[Outcome]:
    """Map as an engine does: work, items and outcomes go from process to process."""
    for item in items:
        again, given = pickle.loads(pickle.dumps((work, item)))  # noqa: S301  our own
        yield pickle.loads(pickle.dumps(again(given)))  # noqa: S301  our own


def _both(
    folder: Path, rows: Mapping[str, Sequence[EditableRow]], borders: Sequence[str], moved: int = 0
) -> tuple[CheckResult, CheckResult]:
    """Return the check of the whole and that of its shards.

    Args:
        folder: Where the tables are written.
        rows: The rows by table.
        borders: The first source of each shard but the first.
        moved: How many rows further down than its source each shard of figures begins.
    """
    package = load_package(folder)
    for resource in package.resources:
        package.file(resource.path).write_bytes(csv_bytes(resource.schema.columns, rows[resource.name]))
    files: list[dict[str, Path]] = [{} for _ in range(SHARDS)]
    for name in _STATEMENTS:
        sources = [row["source_id"] for row in rows[name]]
        starts = [bisect.bisect_left(sources, border) + (moved if name == "figures" else 0) for border in borders]
        for number, (start, end) in enumerate(zip([0, *starts], [*starts, len(sources)], strict=True)):
            files[number][name] = folder / f"{name}-{number}.csv"
            content = csv_bytes(package.resource(name).schema.columns, rows[name][start:end])
            files[number][name].write_bytes(content)
    shards = [Shard(several) for several in files]
    whole = check_tables(package_inputs(package), today=TODAY)
    return whole, check_in_shards(package, shards, _mapped, TODAY)


def _borders(rows: EditableRows) -> list[str]:
    sources = sorted({row["source_id"] for name in _STATEMENTS for row in rows[name]})
    return [sources[len(sources) * number // SHARDS] for number in range(1, SHARDS)]


def _told(findings: Iterable[Finding]) -> Counter[tuple[str, ...]]:
    """Return what is said, but for the file, the line, and how many rows are out of order."""
    return Counter(
        (one.rule, one.table)
        if one.rule == "row-order"
        else (one.rule, one.table, one.row_id, one.field, one.value, _PLACE.sub("", one.message), one.suggestion)
        for one in findings
    )


def _assert_equal(whole: CheckResult, joined: CheckResult) -> None:
    assert _told(joined.findings) == _told(whole.findings)
    assert _told(joined.suppressed) == _told(whole.suppressed)
    assert joined.rows == whole.rows


def test_without_mistakes_they_say_the_same(folder: Path, rows: EditableRows) -> None:
    _assert_equal(*_both(folder, rows, _borders(rows)))


def _ends(rows: EditableRows, name: str) -> tuple[EditableRow, EditableRow]:
    """Rows of the first and of the last shard, each with a locator."""
    located = [row for row in rows[name] if row["evidence_sha256"]]
    return located[0], located[-1]


def _repeat_key(rows: EditableRows) -> None:
    first, last = _ends(rows, "figures")
    last["figure_id"] = first["figure_id"]


def _repeat_excerpt(rows: EditableRows) -> None:
    first, _ = _ends(rows, "figures")
    _, last = _ends(rows, "obstacles")
    last["evidence_sha256"] = first["evidence_sha256"]


def _repeat_text(rows: EditableRows) -> None:
    _, last = _ends(rows, "figures")
    next(row for row in rows["sources"] if row["text_sha256"])["text_sha256"] = last["evidence_sha256"]


def _share_utterance(rows: EditableRows) -> None:
    first, last = _ends(rows, "quotes")
    last["utterance"] = first["utterance"]


def _miss_in_all(rows: EditableRows) -> None:
    for row in rows["figures"][::25]:
        row["indicator_id"] = "no-such-indicator"


def _break_most(rows: EditableRows) -> None:
    for row in rows["figures"]:
        row["value"] = "many"


def _leave_unused(rows: EditableRows) -> None:
    rows["agents"].append({**rows["agents"][-1], "agent_id": "zz-nobody", "name": "Nobody", "wikidata_id": ""})


def _revise_nothing(rows: EditableRows) -> None:
    next(row for row in rows["revisions"] if row["field"] == "value")["row_id"] = "fig-000001"


def _revise_row_of_last_shard(rows: EditableRows) -> None:
    _, last = _ends(rows, "figures")
    made = next(row for row in rows["revisions"] if row["field"] == "value" and row["table_name"] == "figures")
    made["row_id"] = last["figure_id"]


def _name_one_way(rows: EditableRows) -> None:
    row = next(row for row in rows["indicators"] if row["not_comparable_with"])
    row["not_comparable_with"] = ""


EXPECTED: Final[dict[Callable[[EditableRows], None], tuple[str, str]]] = {
    _repeat_key: ("unique", "figures"),
    _repeat_excerpt: ("locator-agreement", "obstacles"),
    _repeat_text: ("text-hash", "sources"),
    _share_utterance: ("utterance-speakers", "quotes"),
    _miss_in_all: ("foreign-key", "figures"),
    _break_most: ("type", "figures"),
    _leave_unused: ("unused-row", "agents"),
    _revise_nothing: ("revised-row", "revisions"),
    _revise_row_of_last_shard: ("newest-value", "figures"),
    _name_one_way: ("list-both-ways", "indicators"),
}


@pytest.mark.slow
@pytest.mark.parametrize("make", EXPECTED)
def test_a_mistake_across_shards_is_found(
    make: Callable[[EditableRows], None], folder: Path, rows: EditableRows
) -> None:
    wrong = {name: [dict(row) for row in own] for name, own in rows.items()}
    make(wrong)
    whole, joined = _both(folder, wrong, _borders(rows))
    _assert_equal(whole, joined)
    assert EXPECTED[make] in {(finding.rule, finding.table) for finding in whole.findings}


@pytest.mark.parametrize("places", [(0, 1), (1, 2), (0, 2)])
def test_rows_out_of_order_across_a_border_are_one_finding(
    places: tuple[int, int], folder: Path, rows: EditableRows
) -> None:
    figures = [dict(row) for row in rows["figures"]]
    starts = [0, *(bisect.bisect_left([row["source_id"] for row in figures], border) for border in _borders(rows))]
    one, other = (starts[place] for place in places)
    figures[one], figures[other] = figures[other], figures[one]
    whole, joined = _both(folder, {**rows, "figures": figures}, _borders(rows))
    assert _told(joined.findings)["row-order", "figures"] == _told(whole.findings)["row-order", "figures"] == 1


def test_a_source_that_is_in_two_shards_is_checked_whole(folder: Path, rows: EditableRows) -> None:
    wrong = {**rows, "figures": [dict(row) for row in rows["figures"]]}
    border = bisect.bisect_left([row["source_id"] for row in wrong["figures"]], _borders(rows)[0])
    again = {**wrong["figures"][border], "figure_id": "fig-zzzzz9"}
    wrong["figures"].insert(border + 1, again)
    whole, joined = _both(folder, wrong, _borders(rows), moved=1)
    _assert_equal(whole, joined)
    assert "repeated-row" in {finding.rule for finding in joined.findings}


@pytest.mark.slow
def test_any_mistake_is_found_as_in_the_whole(folder: Path, rows: EditableRows, package: Package) -> None:
    made = [kind for resource in package.resources for kind in kinds_of_schema(resource.name, resource.schema)]
    rng = random.Random(SEED)
    for kind in sample([*made, *BY_HAND], 12):
        for row in rng.sample(rows[kind.table], len(rows[kind.table])):
            value = kind.wrong(rng, row, rows)
            if value is not None and value != row[kind.column]:
                wrong = [{**other, kind.column: value} if other is row else other for other in rows[kind.table]]
                _assert_equal(*_both(folder, {**rows, kind.table: wrong}, _borders(rows)))
                break


def test_a_finding_names_the_file_and_line_of_its_shard(folder: Path, rows: EditableRows) -> None:
    wrong = {name: [dict(row) for row in own] for name, own in rows.items()}
    _repeat_key(wrong)
    _, joined = _both(folder, wrong, _borders(rows))
    (finding,) = (one for one in joined.findings if one.rule == "unique")
    file = folder / f"figures-{SHARDS - 1}.csv"
    assert finding.path == file.as_posix()
    assert file.read_text(encoding="utf-8").split("\n")[finding.line - 1].startswith(finding.value)
    assert f"in line 2 of {(folder / 'figures-0.csv').as_posix()}" in finding.message


def test_shards_that_share_nothing_are_read_once(folder: Path, rows: EditableRows) -> None:
    package = load_package(folder)
    _both(folder, rows, _borders(rows))
    one, other = (Shard({"obstacles": folder / f"obstacles-{number}.csv"}) for number in (0, 2))
    shared = shared_keys([check_shard(package, one, TODAY), check_shard(package, other, TODAY)])
    assert shared == {}
    assert rows_with(package, one, shared).rows == ()
