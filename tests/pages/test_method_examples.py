"""The worked examples of the method page are what the commands print."""

from __future__ import annotations

import re

import pytest

from deportation_goal.commands import cli
from deportation_goal.errors import UserError
from deportation_goal.evidence.stream import evidence_stream
from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.pages.method_examples import refreshed_method
from support import REPOSITORY

PAGE = (REPOSITORY / "docs" / "method.md").read_text(encoding="utf-8")


@pytest.fixture
def example_package(example_copy: object) -> Package:
    """The example package in a folder."""
    from pathlib import Path

    return load_package(Path(str(example_copy)))


def _page(example: str) -> str:
    return f"Before.\n\n<!-- example: {example} -->\nold\n<!-- end of example -->\n\nAfter.\n"


def test_an_example_is_made_anew_and_the_rest_kept(example_package: Package) -> None:
    page = refreshed_method(_page("show fig-7k2m9q; from Way; to Agreement"), example_package, cli)
    assert page.startswith("Before.\n\n<!-- example: show fig-7k2m9q; from Way; to Agreement -->\n\n```console\n$ ")
    assert page.endswith("```\n\n<!-- end of example -->\n\nAfter.\n")
    assert "said by" in page
    assert "old" not in page
    assert "Agreement" not in page.split("-->", 1)[1]
    assert refreshed_method(page, example_package, cli) == page


@pytest.mark.parametrize(
    ("example", "says"),
    [("show fig-zzzzzz", "fails: .*no table has a row"), ("show fig-7k2m9q; from Nothing", "begins with Nothing")],
)
def test_an_example_that_shows_nothing_is_an_error(example: str, says: str, example_package: Package) -> None:
    with pytest.raises(UserError, match=re.compile(says, re.DOTALL)):
        refreshed_method(_page(example), example_package, cli)


def test_every_concept_has_an_example() -> None:
    commands = re.findall(r"<!-- example: (\w+)", PAGE)
    assert len(commands) >= 6
    assert set(commands) == {"show", "compare"}


def test_the_stream_of_the_made_up_sentence() -> None:
    found = re.search(r"\| a sentence \| (.+) \|\n\| its stream \| `(.+)` \|", PAGE)
    assert found is not None
    assert evidence_stream(found[1]) == found[2]
