"""The one time of a release: `created` of its descriptor. No file of a release has another, and no clock is asked."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Final

from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import DESCRIPTOR

_EARLIEST: Final = 1980
"""A zip knows no earlier year."""


def created_of(descriptor: Mapping[str, Any]) -> datetime.datetime:
    """Return when a release was made, as its descriptor says, in UTC.

    Raises:
        UserError: If the descriptor has no such time (RFC 3339 with a zone, as Data Package v2 asks for).
    """
    text = str(descriptor.get("created", ""))
    try:
        created = datetime.datetime.fromisoformat(text)
    except ValueError:
        created = None
    if created is None or created.tzinfo is None or created.year < _EARLIEST:
        raise UserError(
            f'{DESCRIPTOR}: created is "{text}": give the time of the release in the form 2026-11-22T00:00:00Z'
        )
    return created.astimezone(datetime.UTC)
