"""Installs in fresh environments, without a network: light, with the tool, editable."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from deportation_goal.data import load, tables
from deportation_goal.derived import DERIVED
from deportation_goal.package.root import version
from effort import sample

ALL: Final = (*tables(), *DERIVED)
COMPARED: Final = 4
"""Derived tables that are compared value by value, if not all of them are (see effort.py)."""

LOAD: Final = """
import json, sys
import deportation_goal as dg
frames = {name: dg.load(name).to_csv(index=False) for name in sys.argv[1:]}
columns = {name: list(dg.describe(name).index) for name in sys.argv[1:]}
from importlib.metadata import distributions
print(json.dumps({
    "version": dg.__version__,
    "tables": dg.tables(),
    "frames": frames,
    "columns": columns,
    "file": dg.__file__,
    "installed": sorted(found.metadata["Name"] for found in distributions()),
}))
"""


def _loaded(environment: Any, folder: Path, *names: str) -> Any:
    """Load tables in an environment, from a folder without a package."""
    folder.mkdir(exist_ok=True)
    finished = environment.run("python", "-c", LOAD, *names, cwd=folder)
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)


@pytest.mark.slow
def test_a_light_install_gives_every_table_with_pandas_alone(light_environment: Any, tmp_path: Path) -> None:
    loaded = _loaded(light_environment, tmp_path / "elsewhere", *ALL)
    assert "pandas" in loaded["installed"]
    assert not {"click", "pyarrow", "frictionless", "pandera"} & set(loaded["installed"])
    assert loaded["file"].startswith(str(light_environment.folder))
    assert loaded["version"] == version()
    assert tuple(loaded["tables"]) == tables()
    for name in (*tables(), *sample(tuple(DERIVED), COMPARED)):
        frame = load(name)
        assert loaded["frames"][name] == frame.to_csv(index=False)
        assert loaded["columns"][name] == list(frame.columns)
    assert all(loaded["frames"][name].count("\n") > 1 for name in DERIVED)


@pytest.mark.slow
@pytest.mark.parametrize("command", [("deportation-goal", "check"), ("python", "-m", "deportation_goal", "--help")])
def test_the_command_of_a_light_install_says_how_to_get_the_tool(
    command: tuple[str, ...], light_environment: Any, tmp_path: Path
) -> None:
    finished = light_environment.run(*command, cwd=tmp_path)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.count("\n") == 1
    assert "pip install 'deportation-goal[tool]'" in finished.stderr


@pytest.mark.slow
def test_the_command_of_a_light_install_knows_its_version(light_environment: Any, tmp_path: Path) -> None:
    finished = light_environment.run("deportation-goal", "--version", cwd=tmp_path)
    assert (finished.returncode, finished.stdout, finished.stderr) == (0, f"deportation-goal {version()}\n", "")


@pytest.mark.slow
def test_a_wheel_with_the_tool_reads_its_own_data_and_works_on_a_package(
    built: Any, full_environment: Any, example_build: Path, tmp_path: Path
) -> None:
    full_environment.install("--no-deps", built.wheel)
    elsewhere = tmp_path / "elsewhere"
    loaded = _loaded(full_environment, elsewhere, "figures")
    assert loaded["file"].startswith(str(full_environment.folder))
    assert loaded["frames"]["figures"] == load("figures").to_csv(index=False)
    for arguments, code, said in (
        (("--help",), 0, "check"),
        (("explain", "enum"), 0, "code"),
        (("compare", "removals-goal"), 0, f"reading the installed data, version {version()}"),
        (("check",), 2, "no package here"),
    ):
        finished = full_environment.run("deportation-goal", *arguments, cwd=elsewhere)
        assert finished.returncode == code, finished.stderr
        assert said in finished.stdout + finished.stderr
        assert "Traceback" not in finished.stderr
    package = Path(shutil.copytree(example_build, tmp_path / "package", ignore=shutil.ignore_patterns("dist")))
    finished = full_environment.run("deportation-goal", "build", cwd=package)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert (package / "dist/SHA256SUMS").read_bytes() == (example_build / "dist/SHA256SUMS").read_bytes()
    finished = full_environment.run("deportation-goal", "check", "--report", "html", cwd=package)
    assert finished.stdout.endswith("</html>\n"), finished.stderr


@pytest.mark.slow
def test_an_editable_install_follows_the_working_copy(
    new_checkout: Callable[[Path], Path], full_environment: Any, tmp_path: Path
) -> None:
    source = new_checkout(tmp_path / "a checkout")
    full_environment.install("--no-deps", "--no-build-isolation", "--editable", source)
    before = _loaded(full_environment, tmp_path / "elsewhere", "areas")
    assert before["file"].startswith(str(source))
    assert before["frames"]["areas"] == load("areas").to_csv(index=False)
    descriptor = source / "datapackage.json"
    text = descriptor.read_text(encoding="utf-8")
    descriptor.write_text(text.replace(f'"version": "{version()}"', '"version": "9.8.7"', 1), encoding="utf-8")
    areas = source / "data/reference/areas.csv"
    areas.write_text(areas.read_text(encoding="utf-8") + "ZZZ,Nowhere,region,,\n", encoding="utf-8")
    after = _loaded(full_environment, tmp_path / "elsewhere", "areas")
    assert after["version"] == "9.8.7"
    assert after["frames"]["areas"] == f"{before['frames']['areas']}ZZZ,Nowhere,region,,\n"
