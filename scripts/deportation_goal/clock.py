"""Today, as tests and reproducible builds can set it."""

from __future__ import annotations

import datetime
import os


def today() -> datetime.date:
    """Return the day in UTC; that of SOURCE_DATE_EPOCH, seconds since 1970, where it is set (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return datetime.datetime.now(datetime.UTC).date()
