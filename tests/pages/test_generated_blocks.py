"""Generated blocks: what stands between two markers is replaced, the rest kept, and no marker is ever guessed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.errors import UserError
from deportation_goal.pages.generated_blocks import block_names, with_blocks

NAMES = st.from_regex(r"[a-z][a-z0-9;, -]{0,15}[a-z]", fullmatch=True).filter(lambda name: "end of" not in name)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="<"), max_size=60)
CONTENTS = st.dictionaries(NAMES, TEXTS, max_size=3)


def begin(name: str) -> str:
    return f"<!-- {name}: generated, `make docs` writes it -->"


def end(name: str) -> str:
    return f"<!-- end of {name} -->"


@given(CONTENTS, st.lists(TEXTS, min_size=4, max_size=4), TEXTS)
def test_a_block_is_replaced_and_the_rest_kept(contents: dict[str, str], around: list[str], old: str) -> None:
    page = around[0]
    for name, text in zip(contents, around[1:], strict=False):
        page += f"\n{begin(name)}\n{old}\n{end(name)}\n{text}"
    after = with_blocks(page, "page.md", contents)
    expected = around[0]
    for (name, content), text in zip(contents.items(), around[1:], strict=False):
        inside = content.strip("\n")
        expected += f"\n{begin(name)}\n\n{inside}\n\n{end(name)}\n{text}"
    assert after == expected
    assert with_blocks(after, "page.md", contents) == after
    assert block_names(after, "page.md") == list(contents)


@pytest.mark.parametrize(
    "lines",
    [
        [begin("a")],
        [end("a")],
        [end("a"), begin("a")],
        [begin("a"), begin("a"), end("a")],
        [begin("a"), end("a"), end("a")],
        [begin("a"), end("a"), begin("a"), end("a")],
        [begin("a"), begin("b"), end("a"), end("b")],
        [begin("b"), begin("a"), end("a"), end("b")],
        [begin("b"), end("b"), begin("a")],
        [],
        [f"{begin('a')} words", end("a")],
    ],
)
def test_markers_missing_doubled_or_crossed_are_one_error(lines: list[str]) -> None:
    names = "[ab]" if begin("b") in lines and len(lines) == 4 else "a"
    with pytest.raises(UserError, match=rf'^docs/page.md needs the lines "<!-- {names}: generated.*and "<!-- end of'):
        with_blocks("\n".join(lines), "docs/page.md", {"a": "1", "b": "2"} if begin("b") in lines else {"a": "1"})


def test_a_block_that_nothing_writes_is_an_error() -> None:
    page = f"{begin('figures')}\n{end('figures')}\n"
    with pytest.raises(UserError, match=re.escape('page.md: `make docs` writes no block "figures" there')):
        with_blocks(page, "page.md", {"figure": "1"})
