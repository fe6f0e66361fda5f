"""CHANGELOG.md: notes become a block, older blocks stay as they are, one block can be taken out again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.release.changelog import (
    ChangelogError,
    main,
    released_versions,
    unreleased_notes,
    version_block,
    with_block,
)
from support import REPOSITORY

TEXT = """\
# Changelog

What counts.

## Unreleased

- Words of people.

### A heading

More words.

## 0.1.0 (2026-11-22)

The first version.
"""
BLOCK = "## 0.2.0 (2026-12-01)\n\n- Words of people.\n\n### Data\n\nRows.\n"


def test_the_notes_are_what_stands_under_unreleased() -> None:
    assert unreleased_notes(TEXT) == "- Words of people.\n\n### A heading\n\nMore words."
    assert unreleased_notes("# Changelog\n\n## 0.1.0 (2026-11-22)\n\nx\n") == ""
    assert unreleased_notes("") == ""


def test_the_block_takes_the_place_of_the_notes() -> None:
    assert with_block(TEXT, BLOCK) == (
        "# Changelog\n\nWhat counts.\n\n## Unreleased\n\n"
        "## 0.2.0 (2026-12-01)\n\n- Words of people.\n\n### Data\n\nRows.\n\n"
        "## 0.1.0 (2026-11-22)\n\nThe first version.\n"
    )


@pytest.mark.parametrize("text", ["", "# Changelog\n", "# Changelog\n\n## 0.1.0 (2026-11-22)\n\nThe first.\n"])
def test_without_notes_or_changelog_there_is_one_afterwards(text: str) -> None:
    after = with_block(text, BLOCK)
    assert after.startswith("# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-12-01)\n")
    assert released_versions(after) == ["0.2.0", *released_versions(text)]


def test_a_version_has_one_block() -> None:
    with pytest.raises(ChangelogError, match=r"has a block of 0\.2\.0 already"):
        with_block(with_block(TEXT, BLOCK), BLOCK)
    with pytest.raises(ChangelogError, match="has the heading «## Unreleased» twice: keep one"):
        with_block(TEXT + "\n## Unreleased\n", BLOCK)


def test_a_block_is_given_back_without_its_heading() -> None:
    assert version_block(with_block(TEXT, BLOCK), "0.2.0") == "- Words of people.\n\n### Data\n\nRows."
    assert version_block(TEXT, "0.1.0") == "The first version."
    with pytest.raises(ChangelogError, match=r"has no block of 0\.3\.0"):
        version_block(TEXT, "0.3.0")


@given(st.lists(st.tuples(st.integers(0, 99), st.text("ab #\n-", max_size=30)), unique_by=lambda item: item[0]))
def test_block_after_block_the_newest_stands_first_and_none_is_lost(blocks: list[tuple[int, str]]) -> None:
    text = "# Changelog\n"
    expected = {}
    for number, content in blocks:
        plain = content.replace("##", "#").replace("\n#", "\nx").strip(" #\n")
        text = with_block(text, f"## 0.{number}.0 (2026-12-01)\n\n{plain}\n")
        expected[f"0.{number}.0"] = plain
    assert released_versions(text) == list(expected)[::-1]
    assert {version: version_block(text, version) for version in expected} == expected


def test_the_real_changelog_can_take_a_block() -> None:
    text = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    after = with_block(text, f"## 99.0.0 (2026-12-01)\n\n{unreleased_notes(text)}\n")
    assert released_versions(after) == ["99.0.0", *released_versions(text)]
    assert version_block(after, "99.0.0") == unreleased_notes(text)
    assert [version_block(after, version) for version in released_versions(text)] == [
        version_block(text, version) for version in released_versions(text)
    ]


def test_as_a_command_it_prints_a_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["0.1.0"]) == 1
    (tmp_path / "CHANGELOG.md").write_text(TEXT, encoding="utf-8")
    capsys.readouterr()
    assert main(["0.1.0"]) == 0
    assert capsys.readouterr().out == "The first version.\n"
    assert main(["0.9.0"]) == 1
    assert capsys.readouterr().err == "CHANGELOG.md has no block of 0.9.0\n"
    assert main([]) == 2
