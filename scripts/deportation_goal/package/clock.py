"""Now and today, as tests and reproducible builds can set them."""

from __future__ import annotations

import datetime
import os


def now() -> datetime.datetime:
    """Return the time in UTC, whole seconds; SOURCE_DATE_EPOCH, seconds since 1970, where set (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)


def today() -> datetime.date:
    """Return the day in UTC."""
    return now().date()


def system_day() -> datetime.date:
    """Return the day in UTC by the clock of the system, whatever SOURCE_DATE_EPOCH says: data are judged by it."""
    return datetime.datetime.now(datetime.UTC).date()
