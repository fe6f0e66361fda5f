"""Whatever is written as YAML is read back as it was."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.yaml_text import yaml_text

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
KEYS = st.from_regex(r"[a-z][a-z_-]{0,10}", fullmatch=True).filter(lambda key: key not in {"y", "n", "yes", "no", "on"})
VALUES = st.recursive(
    TEXT | st.booleans(),
    lambda inner: st.lists(TEXT, min_size=1, max_size=3) | st.dictionaries(KEYS, inner, min_size=1, max_size=3),
    max_leaves=8,
)
KEYWORDS = {"off", "true", "false", "null"}


@given(st.dictionaries(KEYS.filter(lambda key: key not in KEYWORDS), VALUES, min_size=1))
def test_a_mapping_survives(document: dict[str, Any]) -> None:
    written = yaml_text(document)
    assert yaml.safe_load(written) == document
    assert written.replace("\n", "").isprintable()


@pytest.mark.parametrize(
    "text", ["no", "2026-11-22", "1e3", "# none", "a: b", "'", '"', "\u2028", "\x7f", "\ufeff", "😀"]
)
def test_no_text_is_taken_for_anything_else(text: str) -> None:
    assert yaml.safe_load(yaml_text({"key": text, "list": [text], "maps": [{"key": text}]})) == {
        "key": text,
        "list": [text],
        "maps": [{"key": text}],
    }
