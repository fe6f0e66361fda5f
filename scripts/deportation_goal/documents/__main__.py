"""Writes the generated documents; with `--check` only tells whether they are fresh.

Usage: python -m deportation_goal.documents [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path

from deportation_goal.documents.pages import pages, stale_pages
from deportation_goal.package.root import enclosing_package
from deportation_goal.table_files.atomic import write_all


def main(arguments: list[str]) -> int:
    """Write or check the documents of the package around the working directory; return the exit code."""
    root = enclosing_package(Path.cwd())
    if root is None or arguments not in ([], ["--check"]):
        sys.stderr.write("usage, inside the package folder: python -m deportation_goal.documents [--check]\n")
        return 2
    files = pages(root)
    stale = stale_pages(root, files)
    if arguments:
        for name in stale:
            sys.stderr.write(f"{name} is stale: run `make docs`\n")
        return 1 if stale else 0
    write_all(root, files)
    for name in stale:
        sys.stdout.write(f"{name} written\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
