"""Measures the check in shards on Dask: copies of one invented package, each with sources and ids of its own."""

from __future__ import annotations

import csv
import itertools
import re
import resource
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from benchmarks.documents import GeneratedRow
from benchmarks.generate import generate
from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.shards.merge import check_in_shards
from deportation_goal.shards.shard import Shard
from deportation_goal.table_files.canonical import csv_bytes
from deportation_goal.table_files.read_rows import read_rows

_DIGITS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_BATCH: Final = 50_000


class ShardsError(Exception):
    """Something was found where nothing is wrong, so there is nothing to report."""


def sharded_package(folder: Path, rows: int, shards: int) -> tuple[Package, list[Shard]]:
    """Write a package whose statements are in shards.

    Args:
        folder: Where to; empty or not there yet.
        rows: Figures of each shard.
        shards: Number of shards.
    """
    generate(folder, rows)
    package = load_package(folder)
    written = [Shard(dict(_statements(package, folder / f"shard-{number:03}", number))) for number in range(shards)]
    sources = [_renamed(dict(row), number) for number in range(shards) for row in read_rows(package)["sources"]]
    for name, content in (("sources", sources), ("revisions", [])):
        table = package.resource(name)
        package.file(table.path).write_bytes(csv_bytes(table.schema.columns, content))
    return package, written


def _statements(package: Package, folder: Path, number: int) -> Iterator[tuple[str, Path]]:
    folder.mkdir()
    for table in package.resources:
        if table.schema.has_evidence:
            file = folder / f"{table.name}.csv"
            with package.file(table.path).open(encoding="utf-8", newline="") as read, file.open("wb") as written:
                written.write(csv_bytes(table.schema.columns, ()))
                rows = (_renamed(row, number) for row in csv.DictReader(read))
                numbered = enumerate(rows, number << 24)
                while batch := list(itertools.islice(numbered, _BATCH)):
                    own = [
                        row | {table.schema.primary_key: _made_id(table.schema.id_prefix, one)} for one, row in batch
                    ]
                    written.write(csv_bytes(table.schema.columns, own).partition(b"\n")[2])
            yield table.name, file


def _made_id(prefix: str, number: int) -> str:
    return prefix + "-" + "".join(_DIGITS[number >> shift & 31] for shift in range(25, -1, -5))


def _renamed(row: GeneratedRow, number: int) -> GeneratedRow:
    """Return a row with the names, addresses and hashes of one copy."""
    for column in ("source_id", "derived_from", "primary_source"):
        if row.get(column):
            row[column] = f"s{number:03}-{row[column]}"
    for column in ("url", "archive_url"):
        if row.get(column):
            row[column] = row[column].replace("https://", f"https://s{number:03}.", 1)
    for column in ("evidence_sha256", "text_sha256"):
        if row.get(column):
            row[column] = f"{number:04x}{row[column][4:]}"
    return row


def on_dask(rows: int, shards: int) -> str:
    """Check a package in shards on two workers of a local cluster, once, and return the table in Markdown.

    Args:
        rows: Figures of each shard.
        shards: Number of shards.

    Raises:
        ShardsError: If anything was found.
    """
    from distributed import Client, LocalCluster

    with tempfile.TemporaryDirectory(prefix="shards-") as folder:
        package, several = sharded_package(Path(folder) / "package", rows, shards)
        with (
            LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
            Client(cluster) as client,
        ):

            def mapped(work: Callable[[Shard], object], items: Sequence[Shard]) -> Iterable[object]:
                return client.gather(client.map(work, items, pure=False))  # type: ignore[no-any-return]

            begin = time.perf_counter()
            result = check_in_shards(package, several, mapped)  # type: ignore[arg-type]
            seconds = time.perf_counter() - begin
            used = list(client.run(_used).values())
    if result.findings:
        raise ShardsError(f"{len(result.findings)} findings, the first: {result.findings[0]}")
    return "\n".join(
        (
            "| figures | shards | sources | wall, s | processor of both workers, s | peak of a worker, MB | peak of the rest, MB |",
            "|---:|---:|---:|---:|---:|---:|---:|",
            f"| {result.rows['figures']:,} | {shards} | {result.rows['sources']:,} | {seconds:.0f} | "
            f"{sum(spent for spent, _ in used):.0f} | {max(peak for _, peak in used):,.0f} | {_used()[1]:,.0f} |",
        )
    )


def _used() -> tuple[float, float]:
    """Return processor time in seconds and peak memory in millions of bytes of this process (Linux)."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    # The peak of `getrusage` is at first that of the process which started this one.
    peak = re.search(r"VmHWM:\s+([0-9]+) kB", Path("/proc/self/status").read_text(encoding="utf-8"))
    return usage.ru_utime + usage.ru_stime, int(peak[1]) * 1024 / 1e6 if peak else 0.0
