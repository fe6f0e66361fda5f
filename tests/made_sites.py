"""Releases for the tests of the site: that of the small example package, and one whose every text means harm."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from deportation_goal.evidence.html_text import html_text
from deportation_goal.evidence.stream import evidence_stream, stream_sha256
from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.release.archive import SUMS, checksums
from deportation_goal.release.content import CARRIED, release_files
from deportation_goal.rules.rule import Example
from deportation_goal.table_files.canonical import csv_bytes
from deportation_goal.table_files.read import read_table
from support import REPOSITORY, UNCHANGED, changed, copy_package, example_files, schemas_of, write_files

ADDRESS: Final = "https://example.org/goal/"

HARMFUL: Final = (
    "</script><script>document.title='ran'</script>",
    "<img src=x onerror=\"document.title='ran'\">",
    '"><svg onload="document.title=\'ran\'">',
    "{{ 7 * 7 }}{% raw %}${7 * 7}",
    "a \u202e reversed \u2066 text \u0007",
    "'; document.title='ran'; //<!--",
)
"""Texts that would run, end an element, fill in a template, or turn what follows around."""

ADDRESSES: Final = (
    "javascript:document.title='ran'",
    "JaVaScRiPt:document.title='ran'",
    "data:text/html,<script>document.title='ran'</script>",
    "//example.org/no-scheme",
    "file:///etc/passwd",
    "https:///no-host",
    "http://[broken",
)
"""Addresses that no link may have."""


def harmful_example() -> Example:
    """Return the example package with harm in every text that a page shows."""
    cells: dict[str, str] = {}
    places = (
        "figures.0.value_text",
        "figures.0.place",
        "figures.1.notes",
        "quotes.0.text",
        "quotes.0.occasion",
        "obstacles.0.summary",
        "countries.0.summary",
        "countries.0.notes",
        "sources.0.title",
        "sources.0.notes",
        "sources.1.title",
        "agents.0.name",
        "agents.1.name",
        "agents.1.role",
        "indicators.0.name",
        "indicators.0.definition",
        "indicators.1.includes",
        "areas.0.name",
    )
    for number, place in enumerate(places):
        cells[place] = f"{HARMFUL[number % len(HARMFUL)]} {number}"
    return changed({**cells, "sources.0.url": ADDRESSES[0], "sources.1.url": ADDRESSES[2]})


ARTICLE: Final = (
    "<html><head><title>A report</title><style>p { color: red }</style></head><body><h1>A report</h1>"
    "<p>The administration aims for <b>1</b>,000,000 removals in its first year, officials said on 12 April.</p>"
    "<p>It had removed about 39,000 people – 2 per cent fewer than before – by the end of March 2025.</p>"
    "<script>hidden()</script></body></html>"
)
"""A page whose passages the statements of `many_figures` are located in."""


def many_figures(package: Package, number: int) -> dict[str, bytes]:
    """Return the tables of the example package with more figures of one indicator, a day each, located in `ARTICLE`."""
    schema = schemas_of(package)["figures"]
    stream = evidence_stream(html_text(ARTICLE))
    start, end = stream.index("theadministration"), stream.index("officialssaid")
    located = {
        "evidence_start": str(start),
        "evidence_end": str(end),
        "evidence_sha256": stream_sha256(stream[start:end]),
    }
    files = example_files(package)
    first, other = (
        dict(zip(schema.columns, cells, strict=True)) for cells in read_table(files["data/figures.csv"]).rows
    )
    first |= located
    more = []
    for index in range(number):
        day = datetime.date(2025, 4, 1) + datetime.timedelta(7 * index)
        value = 40_000 + 3_100 * index
        forecast = index % 9 == 8
        cells = {
            "figure_id": f"fig-{index:06d}",
            "period": f"2025-01-20/{day.isoformat()}",
            "period_basis": "stated",
            "value": str(value),
            "value_text": f"more than {value:,} people",
            "qualifier": "more_than",
            "status": "forecast" if forecast else "reported",
        }
        more.append({**other, **cells})
    files["data/figures.csv"] = csv_bytes(schema.columns, [first, other, *more])
    return files


def make_release(
    folder: Path, package: Package, example: Example = UNCHANGED, tables: Mapping[str, bytes] | None = None
) -> None:
    """Write the release of an example package, without its further formats and pictures.

    Args:
        folder: Where the package and the release go, in folders of their own.
        package: The real package, for its schemas.
        example: What is changed in the example package.
        tables: Its tables by path, in place of that.
    """
    source = copy_package(folder / "package", with_data=False)
    documents = {path: (REPOSITORY / path).read_bytes() for path in CARRIED}
    write_files(source, {**documents, **(example_files(package, example) if tables is None else tables)})
    target = folder / "release"
    files = release_files(load_package(source), makers=())
    write_files(target, files)
    (target / SUMS).write_bytes(checksums(target, files))
