"""The order of times: sources, their origins, what was said, and the day of the check."""

from __future__ import annotations

import datetime

import pytest

from deportation_goal.package.descriptor import Package
from deportation_goal.rules.chronology import date_in_address, date_in_id, said_before_published
from deportation_goal.rules.engine import check_tables
from deportation_goal.rules.rule import Breach, Rule
from support import example_files, inputs_of


def _asked(rule: Rule, *cells: str) -> Breach | None:
    assert rule.detect is not None
    breach = rule.detect(*cells)
    assert breach is None or isinstance(breach, Breach)
    return breach


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (datetime.date(2025, 6, 1), []),
        # A day is allowed for other time zones.
        (datetime.date(2025, 5, 31), []),
        (datetime.date(2025, 5, 30), ["rev-2w7e5r"]),
        (datetime.date(2025, 4, 12), ["rev-2w7e5r"]),
        (datetime.date(2025, 4, 11), ["example-news-2025-04-13", "rev-2w7e5r"]),
    ],
)
def test_nothing_is_published_after_the_day_of_the_check(
    day: datetime.date, found: list[str], package: Package
) -> None:
    findings = check_tables(inputs_of(package, example_files(package)), today=day).findings
    assert sorted(finding.row_id for finding in findings) == found
    assert {finding.rule for finding in findings} <= {"future-date"}


@pytest.mark.parametrize(
    ("said_on", "published", "good"),
    [
        ("2025-04-12", "2025-04-13", True),
        ("2025-04-12", "2025-04", True),
        ("2025-04", "2025-04-13", True),
        ("2025-04-12", "", True),
        ("", "2025-04-13", True),
        ("2025-04-13", "2025-04-13", False),
        ("2025-04", "2025-04", False),
        ("2025-05", "2025-04-13", False),
        ("2025-04-14", "2025-04-12/2025-04-13", False),
        ("2025-04-13", "2025-04-12/2025-04-13", True),
    ],
)
def test_said_on(said_on: str, published: str, good: bool) -> None:
    assert (_asked(said_before_published, said_on, published) is None) is good


@pytest.mark.parametrize(
    ("url", "printed"),
    [
        ("https://example.org/2025/04/12/report", "2025-04-12"),
        ("https://example.org/2025/4/report", "2025-04"),
        ("https://example.org/20250412-report", "2025-04-12"),
        ("https://example.org/news/2025-12-31", "2025-12-31"),
        ("https://example.org/2025/10/1/report", "2025-10-01"),
        ("https://example.org/post/202400/report", ""),
        ("https://example.org/2025-01720.htm", ""),
        ("https://example.org/2025/report", ""),
        ("https://example.org/2025/02/30/report", ""),
        ("https://example.org/page?date=2025-04-12", ""),
    ],
)
def test_dates_in_addresses(url: str, printed: str) -> None:
    breach = _asked(date_in_address, "1999-01-01", url)
    assert (breach is not None) is bool(printed)
    assert breach is None or f"holds {printed}, but published is 1999-01-01" in breach.message
    assert not printed or _asked(date_in_address, printed, url) is None
    assert _asked(date_in_address, "", url) is None


@pytest.mark.parametrize(
    ("source_id", "published", "good"),
    [
        ("example-news-2025-04-12", "2025-04-12", True),
        ("example-news-2025-04-12", "2025-04", True),
        ("example-news-2025-04-12", "2025-04-10/2025-04-12", True),
        ("example-news-2025-04-goal", "2025-04-12", True),
        ("example-news-2025-04-12", "2025-04-13", False),
        ("example-news-2025", "2026", False),
        ("example-news", "2026", True),
        ("example-news-2025-04-12", "", True),
        # The date of a title is that of the subject.
        ("example-news-report-2024", "2025-01-30", True),
        ("example-news-report-2024", "2023-12-30", False),
    ],
)
def test_dates_in_ids(source_id: str, published: str, good: bool) -> None:
    assert (_asked(date_in_id, source_id, "example-news", published) is None) is good
