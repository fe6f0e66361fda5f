"""A release as a folder or a zip: one folder to read, and no zip that can do harm."""

from __future__ import annotations

import stat
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from deportation_goal.errors import UserError
from deportation_goal.package import unpacked as module
from deportation_goal.package.descriptor import DESCRIPTOR
from deportation_goal.package.unpacked import opened, unpacked
from deportation_goal.package.zips import DIRECTORY_ENTRY

FILES: Mapping[str, bytes] = {DESCRIPTOR: b"{}", "data/figures.csv": b"figure_id\n"}


def _zip(path: Path, files: Mapping[str, bytes], top: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(f"{top}{name}", content)
    return path


def _refusal(path: Path) -> str:
    with pytest.raises(UserError) as raised, unpacked(path):
        pass
    message = str(raised.value)
    assert "\n" not in message
    assert path.name in message
    return message


@pytest.mark.parametrize("top", ["", "deportation-goal-1.0.0/", "a folder/"])
def test_a_zip_gives_its_files_and_leaves_nothing(top: str, tmp_path: Path) -> None:
    with unpacked(_zip(tmp_path / "release.zip", FILES, top)) as folder:
        assert {name: (folder / name).read_bytes() for name in FILES} == FILES
    assert not folder.exists()


@pytest.mark.parametrize("inner", [".", "deportation-goal-1.0.0"])
def test_a_folder_is_given_as_it_is_even_with_one_around_it(inner: str, tmp_path: Path) -> None:
    release = tmp_path / "release" / inner
    release.mkdir(parents=True)
    (release / DESCRIPTOR).write_bytes(b"{}")
    with unpacked(tmp_path / "release") as folder:
        assert folder == release
    assert release.is_dir()


def test_a_release_that_lost_its_descriptor_is_still_found(tmp_path: Path) -> None:
    with unpacked(_zip(tmp_path / "release.zip", {"SHA256SUMS": b""}, "release/")) as folder:
        assert folder.name == "release"


def test_what_is_no_release_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_bytes(b"hello")
    (tmp_path / "empty.zip").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    assert "is not there" in _refusal(tmp_path / "nothing.zip")
    assert "neither a folder nor a zip" in _refusal(tmp_path / "text.zip")
    assert "neither a folder nor a zip" in _refusal(tmp_path / "empty.zip")
    assert DESCRIPTOR in _refusal(tmp_path / "folder")
    assert DESCRIPTOR in _refusal(_zip(tmp_path / "other.zip", {"notes.txt": b"mine"}))
    both = {f"{top}/{DESCRIPTOR}": b"{}" for top in ("one", "two")}
    assert "one, two" in _refusal(_zip(tmp_path / "both.zip", both))


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "a/../../evil",
        "/etc/evil",
        "C:/evil",
        "C:evil",
        "..\\evil",
        "a\\evil",
        "./evil",
        "a//evil",
        "file:stream",
        "a\nb",
        "\u202egpj.exe",
    ],
)
def test_a_path_that_leads_elsewhere_is_refused_before_anything_is_written(name: str, tmp_path: Path) -> None:
    path = _zip(tmp_path / "release.zip", {**FILES, name: b"evil"})
    assert "it is not unpacked" in _refusal(path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["release.zip"]


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_special_files_are_refused(kind: int, tmp_path: Path) -> None:
    entry = zipfile.ZipInfo("link")
    entry.external_attr = (kind | 0o777) << 16
    with zipfile.ZipFile(_zip(tmp_path / "release.zip", FILES), "a") as zipped:
        zipped.writestr(entry, "/etc/passwd")
    assert "a link or a special file" in _refusal(tmp_path / "release.zip")


@pytest.mark.parametrize("names", [("readme", "README"), ("a/x", "A/y"), ("a", "a/b"), ("a/b", "a"), ("é", "e\u0301")])
def test_names_that_are_one_file_on_some_system_are_refused(names: tuple[str, str], tmp_path: Path) -> None:
    path = _zip(tmp_path / "release.zip", {**FILES, **dict.fromkeys(names, b"")})
    assert "one file on many systems" in _refusal(path)


def test_a_file_twice_is_refused(tmp_path: Path) -> None:
    path = _zip(tmp_path / "release.zip", FILES)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as zipped:
        zipped.writestr(DESCRIPTOR, b"{}")
    assert "holds a file twice" in _refusal(path)


def _directory_entry(content: bytearray, name: str) -> int:
    found = content.rfind(DIRECTORY_ENTRY, 0, content.rfind(name.encode()))
    assert content[found + 46 :].startswith(name.encode())
    return found


def test_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    path = _zip(tmp_path / "release.zip", FILES)
    content = bytearray(path.read_bytes())
    content[_directory_entry(content, DESCRIPTOR) + 8] |= 1
    path.write_bytes(content)
    assert "is encrypted" in _refusal(path)


def test_other_packing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "release.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as zipped:
        zipped.writestr(DESCRIPTOR, b"{}")
    assert "unusual way" in _refusal(path)


@pytest.mark.slow
def test_a_bomb_is_refused_by_its_directory(tmp_path: Path) -> None:
    assert "times its size" in _refusal(_zip(tmp_path / "bomb.zip", {**FILES, "zeros": bytes(65 * 1024**2)}))


def test_what_unpacks_to_too_much_or_to_too_many_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _zip(tmp_path / "release.zip", FILES)
    with monkeypatch.context() as patched:
        patched.setattr(module, "LIMITS", replace(module.LIMITS, unpacked=5))
        assert "unpacks to more than" in _refusal(path)
    monkeypatch.setattr(module, "MAXIMUM_ENTRIES", 1)
    assert "more than 1 files" in _refusal(path)


def test_a_file_is_never_longer_than_its_directory_says(tmp_path: Path) -> None:
    path = _zip(tmp_path / "release.zip", {**FILES, "long": b"x" * 1000})
    content = bytearray(path.read_bytes())
    entry = _directory_entry(content, "long")
    content[entry + 24 : entry + 28] = struct.pack("<I", 10)
    path.write_bytes(content)
    assert "its file long cannot be unpacked" in _refusal(path)


def test_a_damaged_file_is_named_and_the_others_can_still_be_had(tmp_path: Path) -> None:
    path = _zip(tmp_path / "release.zip", FILES, "top/")
    content = bytearray(path.read_bytes())
    content[content.index(b"top/data/figures.csv") + len("top/data/figures.csv") + 3] ^= 1
    path.write_bytes(content)
    assert "its file data/figures.csv cannot be unpacked" in _refusal(path)
    with opened(path) as (folder, damaged):
        assert damaged == ("data/figures.csv",)
        assert (folder / DESCRIPTOR).read_bytes() == b"{}"
        assert not (folder / "data/figures.csv").exists()


@pytest.mark.parametrize("cut", [30, 100])
def test_a_part_of_a_zip_is_refused(cut: int, tmp_path: Path) -> None:
    path = _zip(tmp_path / "release.zip", FILES)
    path.write_bytes(path.read_bytes()[:-cut])
    assert "download it again" in _refusal(path)


def test_an_error_inside_names_the_zip(tmp_path: Path) -> None:
    path = _zip(tmp_path / "release.zip", FILES)
    with pytest.raises(UserError) as raised, unpacked(path) as folder:
        raise UserError(f"{folder / DESCRIPTOR} has no version")
    assert str(raised.value) == f"{path / DESCRIPTOR} has no version"


@pytest.mark.parametrize("name", ["x" * 201, "é" * 101, "/".join(["folder"] * 200)])
def test_a_name_that_is_too_long_for_a_file_is_refused(name: str, tmp_path: Path) -> None:
    message = _refusal(_zip(tmp_path / "release.zip", {**FILES, name: b""}))
    assert "longer than many systems take" in message
    assert len(message) - len(str(tmp_path)) < 400
