"""What the tool raises where it cannot go on for a reason that the user can do something about."""

from __future__ import annotations

from typing import Final

EXIT_FINE: Final = 0
EXIT_ERRORS: Final = 1
EXIT_USAGE: Final = 2
EXIT_INTERNAL: Final = 3


class UserError(Exception):
    """A reason to stop that the user can do something about; the message says what is wrong, where, and what to do.

    `__main__` prints the message and exits with the code. A subclass is for code that has to tell one such error from
    the others.

    Attributes:
        exit_code: `EXIT_ERRORS` where something that was looked at has errors, `EXIT_USAGE` where it could not be
            looked at at all.
    """

    def __init__(self, message: str, exit_code: int = EXIT_USAGE) -> None:
        super().__init__(message)
        self.exit_code = exit_code
