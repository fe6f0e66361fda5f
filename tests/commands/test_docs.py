"""The hidden command that writes the generated documents."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from support import REPOSITORY, run_command


@pytest.mark.slow
def test_pages_are_written_and_a_stale_one_is_named(package_copy: Path) -> None:
    shutil.copytree(REPOSITORY / "docs" / "quality", package_copy / "docs" / "quality")
    for name in ("README.md", "docs/method.md", "docs/quality.md"):
        (package_copy / name).write_bytes((REPOSITORY / name).read_bytes())
    assert run_command("docs", folder=package_copy).code == 0
    page = package_copy / "docs/rules.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nby hand\n", encoding="utf-8")
    assert run_command("docs", "--check", folder=package_copy).err == "docs/rules.md is stale: run `make docs`\n"


def test_outside_a_package_it_says_so(tmp_path: Path) -> None:
    run = run_command("docs", folder=tmp_path)
    assert run.code == 2
    assert "no package here" in run.err


def test_it_is_hidden_from_the_help() -> None:
    assert "docs" not in run_command("--help").out.split("Commands:")[1].split()
