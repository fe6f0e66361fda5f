"""What tests of contributions share: an invented article, rows drawn from it, and the command in this process."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from click.testing import CliRunner

from deportation_goal.commands import cli
from deportation_goal.errors import UserError
from deportation_goal.findings import Finding
from deportation_goal.intake.add import Added, add_rows
from deportation_goal.intake.submitted_rows import Place, Submission, SubmittedRow
from deportation_goal.package.descriptor import Package
from deportation_goal.rules.engine import TableInput
from support import Run, example_files, inputs_of

ARTICLE: Final = """An office that was made up for a test

The made-up office removed about 4,000 people in March 2025, it wrote in a report nobody has seen.
“We count them by hand”, said its spokesman John Roe.
The made-up office has 12 rooms. The made-up office has 12 rooms.
"""
SENTENCE: Final = "The made-up office removed about 4,000 people in March 2025, it wrote in a report nobody has seen."
TWICE: Final = "The made-up office has 12 rooms"

AGENT: Final = {"agent_id": "made-up-daily", "agent_type": "news_outlet", "name": "Made-up Daily"}
SOURCE: Final = {
    "source_id": "made-up-daily-2025-04-12",
    "title": "An office that was made up for a test",
    "publisher": "made-up-daily",
    "source_type": "news",
    "url": "https://example.org/made-up",
    "published": "2025-04-12",
    "published_basis": "stated",
    "language": "en",
    "access": "full",
    "text_quality": "clean",
}
FIGURE: Final = {
    "indicator_id": "removals-to-date",
    "area": "USA",
    "period": "2025-03",
    "period_basis": "stated",
    "value": "4000",
    "qualifier": "about",
    "value_text": "about 4,000 people",
    "status": "reported",
    "source_id": "example-news-2025-04-13",
    "attribution_type": "unattributed",
}
"""A figure of the example package's source; rows of the invented article name `SOURCE`."""

AREA: Final = {"area": "PAN", "name": "Panama", "kind": "country", "m49": "591"}


def csv_of(rows: Sequence[Mapping[str, str]], columns: Sequence[str] = (), end: str = "\n") -> bytes:
    """Return the CSV of rows with these columns, or those of the first row."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(columns or rows[0]), lineterminator=end)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def sent(table: str, values: Mapping[str, str], line: int = 2, path: str = "rows.csv") -> SubmittedRow:
    """Return a row as sent, each cell with a place of its own."""
    places = {column: Place(path, line, number) for number, column in enumerate(values, start=1)}
    return SubmittedRow(table, values, places, Place(path, line))


def sent_rows(*rows: tuple[str, Mapping[str, str]]) -> Submission:
    """Return a submission of rows, each on a line of its own, the first on line 2."""
    return Submission(tuple(sent(table, values, line) for line, (table, values) in enumerate(rows, start=2)))


def example_inputs(package: Package) -> list[TableInput]:
    """Return the tables of the example package."""
    return inputs_of(package, example_files(package))


def add_to_example(package: Package, *rows: tuple[str, Mapping[str, str]]) -> Added:
    """Add rows to the example package."""
    return add_rows(example_inputs(package), sent_rows(*rows))


def told(findings: Sequence[Finding]) -> list[tuple[int, str, str]]:
    """Return line, column of the table and rule of findings."""
    return [(finding.line, finding.field, finding.rule) for finding in findings]


def tables_of(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file in the data folder of a package."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in (folder / "data").rglob("*.*")}


def revisions_of(folder: Path) -> list[dict[str, str]]:
    """Return the rows of the revisions of a package."""
    return list(csv.DictReader(io.StringIO((folder / "data/revisions.csv").read_text(encoding="utf-8"))))


def invoke(folder: Path, *arguments: str | Path, data: bytes | None = None) -> Run:
    """Run a command on a package in this process, which spares the imports; only what `__main__` tells may be raised."""
    command, *others = map(str, arguments)
    result = CliRunner().invoke(cli, [command, "--package", str(folder), *others], input=data)
    if isinstance(result.exception, UserError):
        return Run(result.exception.exit_code, result.stdout, f"{result.stderr}{result.exception}\n")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Run(result.exit_code, result.stdout, result.stderr)
