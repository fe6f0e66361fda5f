"""Writes a package of invented rows: any number of figures, with all they refer to, in canonical form.

Equal arguments give equal bytes. Without mistakes `deportation-goal check` has no finding in it; with mistakes it
has exactly those that mistakes.csv lists.
"""

from __future__ import annotations

import dataclasses
import json
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from benchmarks.documents import Document, GeneratedRow, ReferenceRows, digest, plan_documents
from benchmarks.figures import figures_of, spans
from benchmarks.mistakes import Mistake, Surroundings, make_mistake
from benchmarks.statements import revisions_of, small_tables
from deportation_goal.derived import DERIVED
from deportation_goal.package.derived_schema import DERIVED_SCHEMAS
from deportation_goal.package.descriptor import DESCRIPTOR, Package, load_package
from deportation_goal.package.root import installed_package
from deportation_goal.package.schema import TableSchema
from deportation_goal.table_files.canonical import csv_bytes, in_order
from deportation_goal.table_files.ids import make_id

SUMMARY_FILE: Final = "benchmark.json"
MISTAKES_FILE: Final = "mistakes.csv"
ROWS_A_DOCUMENT: Final = (20, 70)
_REVISIONS: Final = 10


@dataclass(frozen=True)
class Generated:
    """What was written.

    Attributes:
        rows: Rows of figures.
        sources: Documents with a text.
        mistakes: The wrong cells, in the order of the file.
    """

    rows: int
    sources: int
    mistakes: tuple[Mistake, ...]


@dataclass
class _Figures:
    """Writes figures as they come, with their ids and mistakes."""

    schema: TableSchema
    file: IO[bytes]
    bad_rows: frozenset[int]
    line: int = 2
    earlier_id: str = ""
    taken: set[str] = field(default_factory=set)
    mistakes: list[Mistake] = field(default_factory=list)
    revised: list[GeneratedRow] = field(default_factory=list)

    def write(self, rows: list[GeneratedRow], text_length: int) -> None:
        """Write the figures of one document, whose text has this length; 0 where the table does not say it."""
        for row in rows:
            row["figure_id"] = make_id(self.schema, row, self.taken)
            self.taken.add(row["figure_id"])
        ordered = [dict(row) for row in in_order(self.schema, rows)]
        excerpts = Counter(row.get("evidence_sha256", "") for row in ordered)
        for row in ordered:
            if self.line - 2 in self.bad_rows:
                known = text_length if excerpts[row.get("evidence_sha256", "")] == 1 else 0
                around = Surroundings(len(self.mistakes), self.earlier_id, known)
                self.mistakes.append(make_mistake(row, self.line, around))
            else:
                self.earlier_id = row["figure_id"]
                if len(self.revised) < _REVISIONS:
                    self.revised.append(row)
            self.line += 1
        self.file.write(csv_bytes(self.schema.columns, ordered).partition(b"\n")[2])


def _sizes(rng: random.Random, rows: int, rows_a_document: tuple[int, int]) -> Iterator[int]:
    while rows:
        size = min(rows, rng.randint(*rows_a_document))
        rows -= size
        yield size


def generate(
    folder: Path,
    rows: int,
    *,
    seed: int = 1,
    bad_share: float = 0.0,
    rows_a_document: tuple[int, int] = ROWS_A_DOCUMENT,
) -> Generated:
    """Write a package.

    Args:
        folder: Where to; empty or not there yet.
        rows: Rows of figures, at least 1.
        seed: Names the package among those of its size.
        bad_share: Share of the figures with one wrong cell each, rounded to a whole number of rows.
        rows_a_document: Least and greatest number of figures of a document.

    Raises:
        FileExistsError: If the folder holds anything.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    package = _copied_descriptor(folder)
    rng = random.Random(seed)  # noqa: S311  chance that can be repeated is the point
    sizes = list(_sizes(rng, rows, rows_a_document))
    references = ReferenceRows()
    documents = plan_documents(rng, len(sizes), references)
    held = sorted((document for document in documents if document.seen), key=lambda document: document.identifier)
    cited = [document for document in documents if not document.seen]
    # A chance of their own: the rows without a mistake are the same, whatever the share.
    bad_rows = frozenset(random.Random(f"mistakes {seed}").sample(range(rows), round(rows * bad_share)))  # noqa: S311
    lengths: dict[str, int] = {}
    schemas = {resource.name: resource.schema for resource in package.resources}
    schema = schemas["figures"]
    with package.file(package.resource("figures").path).open("wb") as file:
        figures = _Figures(schema, file, bad_rows)
        file.write(csv_bytes(schema.columns, ()))
        for document, size in zip(held, sizes, strict=True):
            places, lengths[document.identifier] = spans(rng, size)
            known = lengths[document.identifier] if document.row["access"] == "full" else 0
            figures.write(list(figures_of(rng, document, places, cited, references)), known)
    tables = small_tables(rng, held, lengths, references, schemas)
    tables["revisions"] = revisions_of(figures.revised, schemas["revisions"])
    tables["sources"] = [_source_row(document, lengths) for document in documents]
    tables |= {name: list(getattr(references, name).values()) for name in ("agents", "areas", "indicators")}
    _write_tables(package, tables)
    result = Generated(rows, len(held), tuple(figures.mistakes))
    _write_summary(folder, result, seed, bad_share)
    return result


def _copied_descriptor(folder: Path) -> Package:
    """Copy the real descriptor, its schemas and those of derived tables, and make room for the tables."""
    origin = load_package(installed_package())
    derived = (f"{DERIVED_SCHEMAS}/{name}.schema.json" for name in DERIVED)
    for path in (DESCRIPTOR, *(resource.schema_path for resource in origin.resources), *derived):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(origin.file(path), folder / path)
    # Of a version that was never released, so that nothing takes the invented package for one of ours.
    descriptor = folder / DESCRIPTOR
    text = descriptor.read_text(encoding="utf-8")
    descriptor.write_text(text.replace(f'"version": "{origin.version}"', '"version": "0.0.1"', 1), encoding="utf-8")
    for resource in origin.resources:
        (folder / resource.path).parent.mkdir(parents=True, exist_ok=True)
    return load_package(folder)


def _source_row(document: Document, lengths: dict[str, int]) -> GeneratedRow:
    if document.row["access"] != "full":
        return document.row
    text = {"text_sha256": digest(document.identifier), "text_length": str(lengths[document.identifier])}
    return document.row | text


def _write_tables(package: Package, tables: dict[str, list[GeneratedRow]]) -> None:
    for resource in package.resources:
        if resource.name != "figures":
            ordered = in_order(resource.schema, tables.get(resource.name, []))
            package.file(resource.path).write_bytes(csv_bytes(resource.schema.columns, ordered))


def _write_summary(folder: Path, result: Generated, seed: int, bad_share: float) -> None:
    columns = [member.name for member in dataclasses.fields(Mistake)]
    listed = [
        {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in vars(mistake).items()}
        for mistake in result.mistakes
    ]
    (folder / MISTAKES_FILE).write_bytes(csv_bytes(columns, listed))
    summary = {
        "what": "Invented rows for benchmarks: no statement of anybody.",
        "rows": result.rows,
        "sources": result.sources,
        "seed": seed,
        "bad_share": bad_share,
        "mistakes": len(result.mistakes),
        "table_schema_mistakes": sum(mistake.table_schema for mistake in result.mistakes),
    }
    (folder / SUMMARY_FILE).write_text(json.dumps(summary, indent=2) + "\n", encoding="utf-8")
