"""Which folder is the package."""

from __future__ import annotations

from pathlib import Path

import pytest

from deportation_goal.errors import UserError
from deportation_goal.package import root
from deportation_goal.package.descriptor import DESCRIPTOR
from deportation_goal.package.root import enclosing_package, installed_package
from support import REPOSITORY

OURS = '{"name": "deportation-goal"}'


def _folder(path: Path, descriptor: str | None = OURS) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    if descriptor is not None:
        (path / DESCRIPTOR).write_text(descriptor, encoding="utf-8")
    return path.resolve()


def test_the_nearest_folder_upwards_is_the_package(tmp_path: Path) -> None:
    outer = _folder(tmp_path / "outer")
    inner = _folder(outer / "a" / "inner")
    deep = _folder(inner / "data" / "reference", None)
    assert enclosing_package(deep) == inner
    assert enclosing_package(inner) == inner
    assert enclosing_package(outer / "a") == outer


@pytest.mark.parametrize("descriptor", ['{"name": "another"}', "[]", "{}", '"deportation-goal"'])
def test_other_data_packages_are_passed_over(tmp_path: Path, descriptor: str) -> None:
    outer = _folder(tmp_path / "outer")
    assert enclosing_package(_folder(outer / "other", descriptor)) == outer


@pytest.mark.parametrize("descriptor", ["{", "", "\0", "[" * 100_000])
def test_a_broken_descriptor_is_still_the_nearest(tmp_path: Path, descriptor: str) -> None:
    broken = _folder(_folder(tmp_path / "outer") / "broken", descriptor)
    assert enclosing_package(broken) == broken


def test_a_folder_called_like_a_descriptor_is_none(tmp_path: Path) -> None:
    outer = _folder(tmp_path / "outer")
    inner = _folder(outer / "inner", None)
    (inner / DESCRIPTOR).mkdir()
    assert enclosing_package(inner) == outer


def test_without_a_package_there_is_none(tmp_path: Path) -> None:
    assert enclosing_package(tmp_path) is None


def test_a_folder_that_is_not_there_is_looked_up_from_its_parents(tmp_path: Path) -> None:
    outer = _folder(tmp_path / "outer")
    assert enclosing_package(outer / "not" / "there") == outer


def test_this_repository_is_the_package_of_an_editable_install() -> None:
    assert installed_package() == REPOSITORY
    assert enclosing_package(Path(__file__)) == REPOSITORY


def test_the_data_of_a_wheel_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel, repository = _folder(tmp_path / "wheel"), _folder(tmp_path / "repository")
    monkeypatch.setattr(root, "_MODULE_FOLDER", wheel)
    monkeypatch.setattr(root, "_REPOSITORY", repository)
    assert installed_package() == wheel
    (wheel / DESCRIPTOR).unlink()
    assert installed_package() == repository


def test_an_install_without_data_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(root, "_MODULE_FOLDER", tmp_path)
    monkeypatch.setattr(root, "_REPOSITORY", tmp_path)
    with pytest.raises(UserError, match="carries no data: install it again"):
        installed_package()
