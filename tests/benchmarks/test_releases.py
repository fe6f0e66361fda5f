"""The measuring of releases, small."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.processes import share, tree

from benchmarks import releases
from support import REPOSITORY

TOOL = """
import json
import sys
from pathlib import Path

command, *arguments = sys.argv[1:]
if command == "build":
    _, package, _, target = map(Path, arguments)
    version = json.loads((package / "datapackage.json").read_text())["version"]
    target.mkdir(exist_ok=True)
    for name in ("deportation-goal", "deportation-goal-site"):
        (target / f"{name}-{version}.zip").touch()
else:
    zipped = Path(arguments[0])
    assert (command, zipped.name.startswith("deportation-goal-site"), zipped.is_file()) == ("verify", False, True)
"""


@pytest.mark.slow
def test_real_and_invented_data_are_built_and_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # In the place of the command a program that only looks like it: how long a real build takes is no test.
    tool = tmp_path / "deportation-goal"
    tool.write_text(f"#!{sys.executable}\n{TOOL}", encoding="utf-8")
    tool.chmod(0o755)
    monkeypatch.setattr(releases, "script", lambda _name: tool)
    monkeypatch.setattr(releases, "_ALONE", "")
    lines = releases.releases(rows=50, repeats=2).splitlines()
    assert [line.split(" | ")[0] for line in lines[2:]] == [
        "| `build` on the real data",
        "| the same without the site",
        "| `verify` on its zip",
        "| `build` with 50 figures",
        "| the same without the site, 50 figures",
        "| `verify` on its zip, 50 figures",
    ]


@pytest.mark.slow
def test_a_command_that_fails_is_no_result(tmp_path: Path) -> None:
    with pytest.raises(releases.ReleaseError, match="build ended with 2"):
        releases._measured(tmp_path, tmp_path / "dist", 1)


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="memory of all processes is seen on Linux")
def test_the_memory_of_a_process_counts_those_that_it_started() -> None:
    script = "held = bytearray(b'x' * 60_000_000); print('ready', flush=True); input()"
    own = share(os.getpid())
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        assert child.pid in set(tree(os.getpid()))
        assert sum(share(process) for process in tree(os.getpid())) > own + 50_000_000
        child.communicate(b"\n")
    assert share(child.pid) == 0


def test_the_page_holds_a_result() -> None:
    page = (REPOSITORY / "docs/performance.md").read_text(encoding="utf-8")
    block = page.partition(releases.BEGIN)[2].partition(releases.END)[0]
    assert "`build` with 100,000 figures" in block
