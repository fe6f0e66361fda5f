"""The rules on files, beside those on rows: what a contributor sends, what a release is made of."""

from __future__ import annotations

from typing import Final

from deportation_goal.contribute.rules import GROUP as SUBMISSION
from deportation_goal.release.verification.rules import GROUP as RELEASE
from deportation_goal.rules.model import FileRule

FILE_RULE_GROUPS: Final = (SUBMISSION, RELEASE)
"""The rules by the command that applies them, for people."""

FILE_RULES: Final[dict[str, FileRule]] = {rule.id: rule for group in FILE_RULE_GROUPS for rule in group.rules}
"""The rules by id."""
