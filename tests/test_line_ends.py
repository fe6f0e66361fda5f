"""The files of the repository have the same bytes on every system."""

from __future__ import annotations

from programs import require_path, require_program
from support import REPOSITORY
from versions import run_git


def test_every_file_has_unix_line_ends_and_is_checked_out_with_them() -> None:
    require_program("git")
    require_path(REPOSITORY / ".git", "run the tests in a clone")
    for line in run_git(REPOSITORY, "ls-files", "--eol").splitlines():
        about, _, path = line.partition("\t")
        stored, _, attributes = about.partition(" ")
        assert stored in ("i/lf", "i/none", "i/-text"), path
        assert "text=auto eol=lf" in attributes or "-text" in attributes, path
