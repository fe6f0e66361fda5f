"""YAML of the files that other programs read: CITATION.cff and the issue forms.

Nobody knows which YAML a reader speaks: a text is written so that YAML 1.1 and YAML 1.2 both take it for a text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from yaml import ScalarNode
    from yaml.representer import SafeRepresenter

_TRUTH_VALUES: Final = frozenset({"y", "n"})
"""What YAML 1.1 takes for a truth value and pyyaml does not."""
_NUMBERS_BEGIN: Final = frozenset("0123456789+-.")
_ONE_LINE: Final = 10**6


def yaml_text(document: Mapping[str, Any]) -> str:
    """Return mappings, lists, texts and truth values as YAML, members in their order, texts of several lines as such."""
    import yaml

    class Dumper(yaml.SafeDumper):
        pass

    Dumper.add_representer(str, _represent_text)
    written: str = yaml.dump(document, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=_ONE_LINE)
    return written


def _represent_text(representer: SafeRepresenter, text: str) -> ScalarNode:
    return representer.represent_scalar("tag:yaml.org,2002:str", text, style=_style(text))


def _style(text: str) -> str | None:
    """Return how a text is written: with escapes, as lines, in quotes, or as pyyaml sees fit."""
    if not text.replace("\n", "").isprintable():
        return '"'
    if "\n" in text:
        return "|"
    if text.lower() in _TRUTH_VALUES or text[:1] in _NUMBERS_BEGIN:
        return "'"
    return None
