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
    begin, end = f"<!-- {example}: generated, `make docs` writes it -->", f"<!-- end of {example} -->"
    return f"Before.\n\n{begin}\nold\n{end}\n\nAfter.\n"


def test_an_example_is_made_anew_and_the_rest_kept(example_package: Package) -> None:
    page = refreshed_method(
        _page("example show fig-7k2m9q; from Attribution chain; to Agreement"), example_package, cli
    )
    begin, shown, end = re.split(r"-->\n\n|\n\n<!--", page)[1:4]
    assert begin == " example show fig-7k2m9q; from Attribution chain; to Agreement: generated, `make docs` writes it "
    assert shown.startswith("```console\n$ deportation-goal show fig-7k2m9q\nAttribution chain\n")
    assert shown.endswith("\n```")
    assert end == " end of example show fig-7k2m9q; from Attribution chain; to Agreement "
    assert "said by" in shown
    assert "Agreement" not in shown
    assert refreshed_method(page, example_package, cli) == page


@pytest.mark.parametrize(
    ("example", "says"),
    [
        ("example show fig-zzzzzz", "fails: .*no table has a row"),
        ("example show fig-7k2m9q; from Nothing", "begins with Nothing"),
        ("examples of something", 'the block "examples of something" is not an example'),
    ],
)
def test_an_example_that_shows_nothing_is_an_error(example: str, says: str, example_package: Package) -> None:
    with pytest.raises(UserError, match=re.compile(says, re.DOTALL)):
        refreshed_method(_page(example), example_package, cli)


def test_every_concept_has_an_example() -> None:
    commands = re.findall(r"<!-- example (\w+)", PAGE)
    assert len(commands) >= 6
    assert set(commands) == {"show", "compare"}


def test_the_stream_of_the_made_up_sentence() -> None:
    found = re.search(r"\| a sentence \| (.+) \|\n\| its stream \| `(.+)` \|", PAGE)
    assert found is not None
    assert evidence_stream(found[1]) == found[2]
