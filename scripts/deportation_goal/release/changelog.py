"""CHANGELOG.md: the notes that people wrote under "Unreleased", and below them what a comparison found. Pure.

Usage, to print the block of a version: python -m deportation_goal.release.changelog VERSION
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

CHANGELOG: Final = "CHANGELOG.md"
UNRELEASED: Final = "## Unreleased"

_HEADING: Final = re.compile(r"(?m)^## +(?P<name>.+?) *$")
_VERSION: Final = re.compile(r"(?P<version>\d+\.\d+\.\d+)(?: .*)?")


class ChangelogError(ValueError):
    """A changelog that a release cannot be added to; the message says why and what to do."""


def _sections(text: str) -> list[tuple[str, str]]:
    """Return the sections of the second level, as heading and content; what stands above them has no heading."""
    found = list(_HEADING.finditer(text))
    starts = [match.start() for match in found] + [len(text)]
    contents = [text[match.end() : end] for match, end in zip(found, starts[1:], strict=True)]
    return [
        ("", text[: starts[0]]),
        *((match["name"], content) for match, content in zip(found, contents, strict=True)),
    ]


def released_versions(text: str) -> list[str]:
    """Return the versions that have a block, in the order of the text: the newest first."""
    names = (_VERSION.fullmatch(name) for name, _ in _sections(text))
    return [match["version"] for match in names if match]


def unreleased_notes(text: str) -> str:
    """Return what people wrote for the next release, empty if nothing."""
    return "\n\n".join(content.strip() for name, content in _sections(text) if f"## {name}" == UNRELEASED).strip()


def version_block(text: str, version: str) -> str:
    """Return the block of a version, without its heading.

    Raises:
        ChangelogError: If there is none.
    """
    for name, content in _sections(text):
        match = _VERSION.fullmatch(name)
        if match and match["version"] == version:
            return content.strip()
    raise ChangelogError(f"{CHANGELOG} has no block of {version}")


def with_block(text: str, block: str) -> str:
    """Return the changelog with the block of a release in the place of the notes for it.

    Args:
        text: The changelog as it stands.
        block: The block, heading and notes included.

    Raises:
        ChangelogError: If it has a block of that version already, or "Unreleased" twice.
    """
    (version,) = released_versions(block)
    if version in released_versions(text):
        raise ChangelogError(f"{CHANGELOG} has a block of {version} already: take it out, or choose another version")
    sections = _sections(text)
    if sum(f"## {name}" == UNRELEASED for name, _ in sections) > 1:
        raise ChangelogError(f"{CHANGELOG} has the heading «{UNRELEASED}» twice: keep one")
    (_, head), *others = sections
    parts = [head.strip() or "# Changelog", UNRELEASED, block.strip()]
    parts.extend(f"## {name}\n\n{content.strip()}" for name, content in others if f"## {name}" != UNRELEASED)
    return "\n\n".join(parts) + "\n"


def main(arguments: list[str]) -> int:
    """Print the block of a version of the changelog in the working directory; return the exit code."""
    if len(arguments) != 1:
        sys.stderr.write("usage, inside the package folder: python -m deportation_goal.release.changelog VERSION\n")
        return 2
    try:
        block = version_block(Path(CHANGELOG).read_text(encoding="utf-8"), arguments[0])
    except (OSError, ChangelogError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{block}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
