"""docs/rules.md: every rule of the catalogue, with its reason and its examples."""

from __future__ import annotations

from deportation_goal.rules.catalogue import GROUPS
from deportation_goal.rules.explanation import example_lines
from deportation_goal.rules.file_rules import FILE_RULE_GROUPS
from deportation_goal.templating import render


def render_rules() -> str:
    """Render the rules page."""
    return render("pages/templates/rules.md", groups=GROUPS, file_groups=FILE_RULE_GROUPS, example_lines=example_lines)
