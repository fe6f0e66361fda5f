"""The list of checksums."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import pytest

from deportation_goal.release.checksums import SUMS, checksums, parse_checksums
from programs import require_program
from support import write_files

FILES = {"b.txt": b"b", "data/a b.csv": b"a\n", "ä": b""}


def test_the_list_is_sorted_and_read_back(tmp_path: Path) -> None:
    write_files(tmp_path, FILES)
    content = checksums(tmp_path, FILES)
    assert parse_checksums(content) == {path: hashlib.sha256(FILES[path]).hexdigest() for path in FILES}
    assert [line.split("  ")[1] for line in content.decode().splitlines()] == sorted(FILES)


def test_sha256sum_accepts_the_list(tmp_path: Path) -> None:
    write_files(tmp_path, FILES)
    (tmp_path / SUMS).write_bytes(checksums(tmp_path, FILES))
    program = require_program("sha256sum")
    finished = subprocess.run([program, "--check", "--strict", SUMS], cwd=tmp_path, capture_output=True, check=False)
    assert finished.returncode == 0


@pytest.mark.parametrize("line", ["x", f"{'0' * 63}  a", f"{'0' * 64} a", f"{'0' * 64}  ", f"{'G' * 64}  a", "\xff"])
def test_a_line_of_another_form_is_named(line: str) -> None:
    with pytest.raises(ValueError, match="line 2 is not of the form"):
        parse_checksums(f"{'0' * 64}  first\n{line}\n".encode("latin-1"))


def test_a_path_twice_is_named() -> None:
    with pytest.raises(ValueError, match="line 2 lists a a second time"):
        parse_checksums(f"{'0' * 64}  a\n{'1' * 64}  a\n".encode())
