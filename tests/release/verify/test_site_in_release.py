"""A release with its site: the site is judged by its own list of checksums."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from deportation_goal.release.archive import SITE_FOLDER, SUMS, checksums
from deportation_goal.release.folder import is_ours, release_and_site
from deportation_goal.release.verify.listed_files import check_site
from deportation_goal.release.verify.verification import Release


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A folder with a list of checksums, and a site with its own."""
    for folder, path in ((tmp_path, "README.md"), (tmp_path / SITE_FOLDER, "s/fig-1.html")):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(path, encoding="utf-8")
        (folder / SUMS).write_bytes(checksums(folder, [path]))
    return tmp_path


def said(folder: Path) -> list[tuple[str, str]]:
    release, of_site = release_and_site(folder)
    checked = check_site(Release(folder, folder, release, frozenset(), "1.0.0", folder), of_site)
    return [(finding.path, finding.rule) for finding in checked.findings]


@pytest.mark.slow
def test_a_release_with_its_site_is_ours(release: Path) -> None:
    assert is_ours(release)
    assert is_ours(release / SITE_FOLDER)
    assert said(release) == []


@pytest.mark.slow
def test_a_site_with_another_file_is_not(release: Path) -> None:
    (release / SITE_FOLDER / "mine.txt").write_text("mine", encoding="utf-8")
    assert not is_ours(release)
    assert said(release) == [("site/mine.txt", "added-file")]


def test_changed_and_removed_pages_are_found(release: Path) -> None:
    page = release / SITE_FOLDER / "s/fig-1.html"
    page.write_text("changed", encoding="utf-8")
    assert said(release) == [("site/s/fig-1.html", "changed-file")]
    page.unlink()
    assert said(release) == [("site/s/fig-1.html", "removed-file")]


def test_a_site_without_its_list_is_foreign(release: Path) -> None:
    (release / SITE_FOLDER / SUMS).unlink()
    assert not is_ours(release)
    shutil.rmtree(release / SITE_FOLDER)
    assert is_ours(release)
