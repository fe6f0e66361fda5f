"""The rules on files, which are documented with the catalogue: each is applied by one command, and no check needs them all."""

from __future__ import annotations

from typing import Final

from deportation_goal.rules.package_folder import GROUP as FOLDER
from deportation_goal.rules.release_files import GROUP as RELEASE
from deportation_goal.rules.rule import FileRule
from deportation_goal.rules.submission import GROUP as SUBMISSION
from deportation_goal.rules.unrevised import GROUP as AGAINST

FILE_RULE_GROUPS: Final = (FOLDER, AGAINST, SUBMISSION, RELEASE)
"""The rules on files by the command that applies them, for people."""

FILE_RULES: Final[dict[str, FileRule]] = {rule.id: rule for group in FILE_RULE_GROUPS for rule in group.rules}
"""The rules on files by id."""
