"""The rule on the folder of a package: what a killed run began is finished."""

from __future__ import annotations

from typing import Final

from deportation_goal.findings import Finding, Level
from deportation_goal.package.descriptor import Package
from deportation_goal.rules.rule import FileRule, FileRuleGroup
from deportation_goal.table_files.journal import JOURNAL, unfinished
from deportation_goal.wording import listed

_NAMED: Final = 5

UNFINISHED: Final = FileRule(
    "unfinished-change",
    Level.ERROR,
    f"There is no {JOURNAL}: no change of several tables was interrupted.",
    "A run that was killed between two tables leaves one with the change and one without. The journal has the whole change.",
    bad="`deportation-goal correct` was killed after it wrote revisions.csv and before it wrote figures.csv.",
    good="`deportation-goal fix`, and any other command that writes, finishes the change.",
)
GROUP: Final = FileRuleGroup(
    "The folder of the package",
    "`deportation-goal check` applies this rule in addition to all rules above.",
    (UNFINISHED,),
)


def unfinished_finding(package: Package) -> tuple[Finding, ...]:
    """Return a finding if a killed run began a change that no command has finished.

    Raises:
        UserError: If the journal is not one of this tool.
    """
    change = unfinished(package)
    if change is None:
        return ()
    what = listed(change.says or change.files, _NAMED)
    message = f"a run was killed while it wrote ({what}): run that command again, or `deportation-goal fix`"
    return (
        Finding(
            path=JOURNAL,
            line=1,
            column=1,
            end_column=1,
            field="",
            table="",
            row_id="",
            rule=UNFINISHED.id,
            level=UNFINISHED.level,
            message=message,
            value="",
            suggestion="",
            fixable=True,
        ),
    )
