"""Whatever is written as YAML is read back as it was, by readers of YAML 1.1 and of YAML 1.2."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from deportation_goal.release.metadata.yaml_text import yaml_text

WORDS = ["no", "on", "y", "N", "true", "null", "~", "1.0.0", "2025-03", "1e3", "-.5", "0o17", "0x1f", ".inf", "1:30"]
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
LINES = st.lists(st.text(st.characters(categories=["L", "P", "Zs"]), max_size=9), min_size=2).map("\n".join)
ANY_TEXT = st.sampled_from(WORDS) | TEXT | LINES
VALUES = st.recursive(
    ANY_TEXT | st.booleans(),
    lambda inner: st.lists(ANY_TEXT | inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=8,
)


def read(written: str) -> list[Any]:
    """Return what readers of YAML 1.1 and of YAML 1.2 make of a text."""
    return [yaml.safe_load(written), YAML(typ="safe", pure=True).load(written)]


@given(st.dictionaries(ANY_TEXT, VALUES, min_size=1))
def test_a_mapping_survives(document: dict[str, Any]) -> None:
    assert read(yaml_text(document)) == [document, document]


@pytest.mark.parametrize(
    "text", [*WORDS, "2026-11-22", "# none", "a: b", "'", '"', "", "\u2028", "\x85", "\x7f", "\ufeff", "😀", "\ta\n b "]
)
def test_no_text_is_taken_for_anything_else(text: str) -> None:
    document = {"key": text, "list": [text], "maps": [{"key": text}], text: "key"}
    assert read(yaml_text(document)) == [document, document]


def test_lines_stand_below_one_another_and_what_looks_like_a_number_in_quotes() -> None:
    document = {"version": "1.0.0", "title": "A plain title", "said": "no", "abstract": "One.\n\nTwo: 2.\n", "is": True}
    assert yaml_text(document) == (
        "version: '1.0.0'\ntitle: A plain title\nsaid: 'no'\nabstract: |\n  One.\n\n  Two: 2.\nis: true\n"
    )
