"""What the wheel holds and asks for."""

from __future__ import annotations

import json
import zipfile
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

pytestmark = pytest.mark.slow
"""A wheel is built."""

PACKAGE = "deportation_goal/package"


@pytest.fixture(scope="module")
def content(built: Any) -> dict[str, bytes]:
    """The files of the wheel by path."""
    with zipfile.ZipFile(built.wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def metadata(content: dict[str, bytes]) -> Message:
    """Its METADATA."""
    (path,) = [name for name in content if name.endswith(".dist-info/METADATA")]
    return HeaderParser().parsestr(content[path].decode("utf-8"))


def test_pandas_is_the_only_dependency_and_the_tool_is_an_extra(metadata: Message) -> None:
    needs = [Requirement(line) for line in metadata.get_all("Requires-Dist", [])]
    assert {need.name for need in needs if need.marker is None} == {"pandas"}
    assert {str(need.marker) for need in needs if need.marker} == {'extra == "tool"'}
    assert metadata.get_all("Provides-Extra") == ["tool"]
    assert {"click", "pandera", "frictionless"} <= {need.name for need in needs if need.marker}


def test_the_version_is_that_of_the_data(metadata: Message, checkout: Path) -> None:
    descriptor = json.loads((checkout / "datapackage.json").read_text(encoding="utf-8"))
    assert metadata["Version"] == descriptor["version"]


def test_licences_are_named_and_carried(metadata: Message, content: dict[str, bytes], checkout: Path) -> None:
    assert metadata["License-Expression"] == "CC-BY-4.0 AND MIT"
    for name in ("LICENSE", "LICENSE-CODE", "LICENSE-DATA"):
        (path,) = [path for path in content if path.endswith(f"/licenses/{name}")]
        assert content[path] == (checkout / name).read_bytes()


def test_the_data_is_inside_byte_for_byte(content: dict[str, bytes], checkout: Path) -> None:
    for folder in ("data", "schemas"):
        inside = {path.removeprefix(f"{PACKAGE}/") for path in content if path.startswith(f"{PACKAGE}/{folder}/")}
        there = {file.relative_to(checkout).as_posix() for file in (checkout / folder).rglob("*") if file.is_file()}
        assert inside == there
        assert all(content[f"{PACKAGE}/{path}"] == (checkout / path).read_bytes() for path in there)
    assert content[f"{PACKAGE}/datapackage.json"] == (checkout / "datapackage.json").read_bytes()


def test_every_module_is_inside_and_nothing_else(content: dict[str, bytes], checkout: Path) -> None:
    scripts = checkout / "scripts"
    modules = {file.relative_to(scripts).as_posix() for file in scripts.rglob("*") if file.is_file()}
    others = {path for path in content if not path.startswith(f"{PACKAGE}/") and ".dist-info/" not in path}
    assert others == {path for path in modules if not path.startswith(f"{PACKAGE}/")}
    assert "deportation_goal/py.typed" in others
