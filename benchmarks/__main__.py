"""Command line of the benchmarks: generate a package, run one case, run all cases side by side."""

from __future__ import annotations

import argparse
import datetime
import subprocess
import sys
from pathlib import Path
from typing import Final


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError("a share is a number from 0 to 1")
    return share


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    generate = commands.add_parser("generate", help="write a package of invented rows")
    generate.add_argument("folder", type=Path, help="a folder that is empty or not there yet")
    generate.add_argument("--rows", type=_positive, default=10_000, help="rows of figures (default %(default)s)")
    generate.add_argument("--seed", type=int, default=1, help="equal seeds give equal bytes (default %(default)s)")
    generate.add_argument(
        "--bad-share", type=_share, default=0.0, help="share of figures with one wrong cell (default %(default)s)"
    )

    generate.add_argument(
        "--rows-a-document",
        type=_positive,
        nargs=2,
        default=(20, 70),
        metavar=("LEAST", "MOST"),
        help="figures of a document (default 20 70)",
    )

    generate.add_argument("--more-sources", type=int, default=0, help="documents that no figure comes from (default 0)")
    generate.add_argument("--more-columns", type=int, default=0, help="further columns of the figures (default 0)")

    case = commands.add_parser("case", help="check a package in one way and print the number of violations")
    case.add_argument("name", choices=["pandera", "duckdb", "polars", "pyarrow"])
    case.add_argument("folder", type=Path)

    contributed = commands.add_parser("contributions", help="measure what adding rows costs")
    contributed.add_argument(
        "--rows", type=_positive, default=10_000, help="rows of the workbook (default %(default)s)"
    )
    contributed.add_argument("--repeats", type=_positive, default=3, help="timed runs (default %(default)s)")
    contributed.add_argument("--output", type=Path, help="Markdown file with the markers; else printed only")

    verified = commands.add_parser("verification", help="measure locators against shifted texts")
    verified.add_argument("--texts", type=_positive, default=1_000, help="number of texts (default %(default)s)")
    verified.add_argument("--each", type=_positive, default=10, help="locators of each text (default %(default)s)")
    verified.add_argument("--repeats", type=_positive, default=3, help="timed runs (default %(default)s)")
    verified.add_argument("--output", type=Path, help="Markdown file with the markers; else printed only")

    released = commands.add_parser("release", help="measure what building and verifying a release costs")
    released.add_argument(
        "--rows", type=_positive, default=100_000, help="figures of the large package (default %(default)s)"
    )
    released.add_argument("--repeats", type=_positive, default=3, help="timed runs (default %(default)s)")
    released.add_argument("--output", type=Path, help="Markdown file with the markers; else printed only")

    grown = commands.add_parser("growth", help="measure how a check grows with rows, mistakes and documents")
    grown.add_argument(
        "--rows", type=_positive, nargs="+", default=[10_000, 30_000, 100_000], help="numbers of figures"
    )
    grown.add_argument("--repeats", type=_positive, default=3, help="timed runs (default %(default)s)")
    grown.add_argument("--output", type=Path, help="Markdown file with the markers; else printed only")

    sharded = commands.add_parser("shards", help="measure the check in shards on Dask's local cluster")
    sharded.add_argument("--rows", type=_positive, default=1_000_000, help="figures a shard (default %(default)s)")
    sharded.add_argument("--shards", type=_positive, default=10, help="number of shards (default %(default)s)")

    commands.add_parser("page", help="measure everything and write docs/performance.md: an hour on an idle machine")

    run = commands.add_parser("run", help="run all cases side by side and write the table")
    run.add_argument("--rows", type=_positive, nargs="+", default=[10_000, 100_000], help="numbers of figures")
    run.add_argument("--repeats", type=_positive, default=3, help="timed runs of each case (default %(default)s)")
    run.add_argument("--seed", type=int, default=1)
    run.add_argument("--bad-share", type=_share, default=0.01, help="mistakes in the second package of each size")
    run.add_argument("--time-limit", type=_positive, default=900, help="seconds for one process (default %(default)s)")
    run.add_argument(
        "--once-over",
        type=_positive,
        default=60,
        help="a case that took more seconds than this is not repeated (default %(default)s)",
    )
    run.add_argument("--output", type=Path, help="Markdown file with the markers; else the table is printed only")
    run.add_argument("--json", type=Path, help="file for the results as JSON")
    run.add_argument("--date", help="date to print (default: today)")
    return parser


def main() -> int:
    """Run one of the commands and return its exit code: 0 fine, 1 the cases disagree, 2 usage, 3 a process broke off."""
    arguments = _parser().parse_args()
    if arguments.command == "generate":
        from benchmarks import enlarge
        from benchmarks.generate import generate

        package = generate(
            arguments.folder,
            arguments.rows,
            seed=arguments.seed,
            bad_share=arguments.bad_share,
            rows_a_document=tuple(arguments.rows_a_document),
        )
        enlarge.add_sources(arguments.folder, arguments.more_sources)
        enlarge.add_columns(arguments.folder, arguments.more_columns)
        print(f"{package.rows} figures from {package.sources} sources, {len(package.mistakes)} mistakes")
        return 0
    if arguments.command == "case":
        # One case, one module: none pays for the imports of another.
        from importlib import import_module

        print(import_module(f"benchmarks.cases.{arguments.name}_case").count(arguments.folder))
        return 0
    if arguments.command == "contributions":
        from benchmarks import contributions

        text = contributions.contributions(arguments.rows, arguments.repeats)
        return _told(text, contributions.BEGIN, contributions.END, arguments.output)
    if arguments.command == "verification":
        from benchmarks import verification

        text = verification.verification(arguments.texts, arguments.each, arguments.repeats)
        return _told(text, verification.BEGIN, verification.END, arguments.output)
    if arguments.command == "release":
        from benchmarks import releases

        text = releases.releases(arguments.rows, arguments.repeats)
        return _told(text, releases.BEGIN, releases.END, arguments.output)
    if arguments.command == "growth":
        from benchmarks import growth

        text = growth.growth(arguments.rows, arguments.repeats)
        return _told(text, growth.BEGIN, growth.END, arguments.output)
    if arguments.command == "shards":
        from benchmarks import shards

        print(shards.on_dask(arguments.rows, arguments.shards))
        return 0
    if arguments.command == "page":
        return _page()
    return _run(arguments)


def _told(text: str, begin: str, end: str, output: Path | None) -> int:
    """Print what was measured, write it between its markers in a page if one is named, and return exit code 0."""
    from benchmarks.report import write_into

    print(text)
    if output:
        write_into(output, text, begin, end)
    return 0


_PAGE: Final = (
    "run --rows 10000 100000 1000000 --repeats 3 --time-limit 300",
    "growth --rows 10000 30000 100000 300000 1000000 3000000 --repeats 3",
    "contributions --rows 10000 --repeats 3",
    "verification --texts 1000 --each 10 --repeats 3",
    "release --rows 100000 --repeats 3",
)
"""What docs/performance.md is made of, each part a command of its own."""


def _page() -> int:
    """Measure every part of the page, one after the other, and return the first exit code that is not 0."""
    for part in _PAGE:
        # A process each: none starts with the memory of another.
        command = [sys.executable, "-m", "benchmarks", *part.split(), "--output", "docs/performance.md"]
        code = subprocess.run(command, check=False).returncode
        if code:
            return code
    return 0


def _run(arguments: argparse.Namespace) -> int:
    from benchmarks.run import CaseError, Settings, run

    settings = Settings(
        rows=tuple(arguments.rows),
        repeats=arguments.repeats,
        seed=arguments.seed,
        bad_share=arguments.bad_share,
        time_limit=arguments.time_limit,
        once_over=arguments.once_over,
        date=arguments.date or datetime.datetime.now(datetime.UTC).date().isoformat(),
    )
    try:
        return run(settings, arguments.output, arguments.json)
    except CaseError as error:
        print(f"No result: {error}", file=sys.stderr)
        return 3


if __name__ == "__main__":
    sys.exit(main())
