"""No relative link is dead: in the repository, and in a release, whose documents stand without the rest of it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

from deportation_goal.release.content import CARRIED
from support import REPOSITORY

LINK = re.compile(r"\]\((?P<link>[^)\s]+)\)|(?:src|srcset|href)=\"(?P<other>[^\"]+)\"")
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.DOTALL | re.MULTILINE)
ADDRESS = re.compile(r"[a-z]+:")


@cache
def anchors(page: Path) -> set[str]:
    """Return what a link may name in a page: its headings, as GitHub spells them, and ids."""
    text = page.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    slugs = {re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}
    return slugs | set(re.findall(r"(?:id|name)=\"([^\"]+)\"", text))


def dead_links(root: Path, pages: list[Path]) -> Iterator[str]:
    """Yield the links of pages that lead to no file below a folder, or to no heading of a page."""
    for page in pages:
        for found in LINK.finditer(CODE.sub("", page.read_text(encoding="utf-8"))):
            link = found["link"] or found["other"]
            path, _, anchor = unquote(link).partition("#")
            target = (page.parent / path).resolve() if path else page
            inside = target.is_relative_to(root.resolve())
            if ADDRESS.match(link) or (not path and not anchor):
                continue
            if (
                not inside
                or not target.exists()
                or (anchor and target.suffix == ".md" and anchor not in anchors(target))
            ):
                yield f"{page.relative_to(root)}: {link}"


def test_no_link_of_the_repository_is_dead() -> None:
    folders = (REPOSITORY, REPOSITORY / ".github")
    pages = [page for folder in folders for page in folder.glob("*.md")]
    pages += [*(REPOSITORY / "docs").rglob("*.md"), *(REPOSITORY / ".github").rglob("*.md")]
    assert len(pages) > 10
    assert list(dead_links(REPOSITORY, pages)) == []


@pytest.mark.slow
def test_no_link_of_a_release_is_dead(real_build: Path) -> None:
    release = real_build / "dist"
    pages = list(release.rglob("*.md"))
    assert {page.relative_to(release).as_posix() for page in pages} >= {
        "README.md",
        "docs/dictionary.md",
        "docs/rules.md",
    }
    assert list(dead_links(release, pages)) == []


def test_the_wheel_carries_what_a_release_does() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert {path: f"deportation_goal/package/{path}" for path in CARRIED}.items() <= included.items()
