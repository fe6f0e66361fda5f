"""Version numbers: the next one for a step, and whether one that was asked for is high enough. Pure.

Semantic Versioning 2.0.0 without pre-releases. Before 1.0.0 a major change raises the minor number; 1.0.0 itself is a
promise that a person makes: it is never computed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from deportation_goal.diff.package_diff import Step
from deportation_goal.diff.step import Reason
from deportation_goal.errors import EXIT_ERRORS, UserError
from deportation_goal.wording import in_lines

_FORM: Final = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")
REASONS_SHOWN: Final = 10


class Version(NamedTuple):
    """A version number; numbers compare as versions do."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


def parse_version(text: str) -> Version:
    """Read a version of the form 1.2.3.

    Raises:
        UserError: If it is of another form.
    """
    match = _FORM.fullmatch(text)
    if match is None:
        raise UserError(f'"{text}" is not a version: write it as 1.2.3 (three numbers, no letters)', EXIT_ERRORS)
    return Version(*map(int, match.groups()))


def next_version(last: Version, step: Step) -> Version:
    """Return the lowest version for a step after a version; that version itself for no step."""
    if step is Step.NONE:
        return last
    if step is Step.PATCH:
        return last._replace(patch=last.patch + 1)
    if step is Step.MINOR or last.major == 0:
        return Version(last.major, last.minor + 1, 0)
    return Version(last.major + 1, 0, 0)


def checked_version(wanted: Version, last: Version, needed: Step, reasons: Sequence[Reason]) -> Version:
    """Return a version that a person asked for, if it is high enough.

    Args:
        wanted: What was asked for.
        last: The version of the last release.
        needed: The step that the changes require.
        reasons: Why, for the message.

    Raises:
        UserError: If it is not above the last one, or too small a step.
    """
    lowest = next_version(last, needed)
    if wanted <= last:
        raise UserError(
            f"{wanted} is not above {last}, the last release: {lowest} is the lowest for these changes", EXIT_ERRORS
        )
    if wanted < lowest:
        because = [
            f"{reason.step.word}: {reason.sentence}" for reason in reasons if next_version(last, reason.step) > wanted
        ]
        raise UserError(
            f"{wanted} is too small a step after {last}: {lowest} at least, because{in_lines(because, REASONS_SHOWN)}",
            EXIT_ERRORS,
        )
    return wanted
