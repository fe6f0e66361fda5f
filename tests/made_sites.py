"""Releases for the tests of the site: that of the small example package, and one whose every text means harm."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.release.archive import SUMS, checksums
from deportation_goal.release.content import CARRIED, release_files
from deportation_goal.rules.rule import Example
from support import REPOSITORY, UNCHANGED, changed, copy_package, example_files, write_files

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


def make_release(folder: Path, package: Package, example: Example = UNCHANGED) -> None:
    """Write the release of an example package, without its further formats and pictures."""
    source = copy_package(folder / "package", with_data=False)
    documents = {path: (REPOSITORY / path).read_bytes() for path in CARRIED}
    write_files(source, {**documents, **example_files(package, example)})
    target = folder / "release"
    files = release_files(load_package(source), makers=())
    write_files(target, files)
    (target / SUMS).write_bytes(checksums(target, files))
