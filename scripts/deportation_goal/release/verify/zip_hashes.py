"""Does the zip match the hash beside it, does it hold its files and nothing more, and are they those of its folder?"""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from deportation_goal.errors import UserError
from deportation_goal.findings import Finding
from deportation_goal.package.descriptor import DESCRIPTOR
from deportation_goal.package.unpacked import checked_zip, release_entries
from deportation_goal.package.zips import DamagedZipError, bytes_outside, chunks, open_zip
from deportation_goal.release.archive import SUMS, file_hash, hash_file, parse_checksums, version_in_name
from deportation_goal.release.verify.listed_files import added_file
from deportation_goal.release.verify.verification import Release, file_finding
from deportation_goal.rules.release_files import VERSION_RULE, ZIP_CONTENT
from deportation_goal.wording import listed

_LISTED: Final = 5


def zips_of(release: Release) -> list[Path]:
    """Return the zips to look at: the one that was named, otherwise those in the folder."""
    if release.named.is_file():
        return [release.named]
    names = sorted(
        entry for entry in release.folder.iterdir() if version_in_name(entry.name) and entry.suffix == ".zip"
    )
    return [entry for entry in names if entry.is_file() and not entry.is_symlink()]


def check_zips(release: Release, version: str, reported: Collection[str]) -> Iterator[Finding]:
    """Yield what is wrong with the zips of a release; `reported` are paths that have a finding already."""
    for zipped in zips_of(release):
        yield from _check_hash(zipped)
        yield from _check_bytes(release, zipped)
        named = version_in_name(zipped.name)
        if named not in (None, version):
            holds = "it" if zipped == release.named else "the folder"
            yield file_finding(VERSION_RULE, zipped.name, f"the name says {named}, and {holds} holds {version}")
        elif zipped != release.named:
            yield from _check_content(release, zipped, frozenset(reported))


def _check_hash(zipped: Path) -> Iterator[Finding]:
    beside = hash_file(zipped)
    if not beside.is_file():
        return
    try:
        stated = parse_checksums(beside.read_bytes()).get(zipped.name)
    except (ValueError, OSError) as error:
        yield file_finding(ZIP_CONTENT, beside.name, f"the hash cannot be read: {error}")
        return
    if stated != file_hash(zipped):
        message = f"the zip does not match the hash in {beside.name}: one of the two was changed; download both again"
        yield file_finding(ZIP_CONTENT, zipped.name, message)


_PLACES: Final = {
    "before": "before its first file",
    "between": "between its files",
    "after": "after its end",
    "comment": "in its comment",
}


def _check_bytes(release: Release, zipped: Path) -> Iterator[Finding]:
    """Yield what a zip holds besides the release: bytes that no program shows, and files beside its folder."""
    try:
        for place in bytes_outside(zipped):
            message = f"the zip has data {_PLACES[place]}, which is not part of the release: download it again"
            yield file_finding(ZIP_CONTENT, zipped.name, message)
        if zipped != release.named:
            return
        with open_zip(zipped) as opened_zip:
            names = [entry.filename for entry in opened_zip.infolist() if not entry.is_dir()]
    except DamagedZipError as error:
        yield file_finding(ZIP_CONTENT, zipped.name, f"the zip is damaged ({error}): download it again")
        return
    folder = f"{release.folder.name}/"
    if any(f"{folder}{name}" in names for name in (DESCRIPTOR, SUMS)):
        for name in sorted(name for name in names if not name.startswith(folder)):
            yield added_file(name, f"the zip has this file beside the folder {folder}: it is not part of the release")


def _check_content(release: Release, zipped: Path, reported: frozenset[str]) -> Iterator[Finding]:
    try:
        with checked_zip(zipped) as opened_zip:
            entries = release_entries(opened_zip, zipped)
            outside = release.present - reported
            damaged, differing = set(), set()
            for path, entry in entries.items():
                try:
                    if not _is_same(opened_zip, entry, release.folder / path if path in outside else None):
                        differing.add(path)
                except DamagedZipError:
                    damaged.add(path)
    except UserError as error:
        yield file_finding(ZIP_CONTENT, zipped.name, str(error))
        return
    for word, paths in (
        ("cannot be unpacked", damaged),
        ("differ from those in the folder", differing),
        ("are in the zip only", entries.keys() - damaged - reported - outside),
        ("are in the folder only", outside - entries.keys()),
    ):
        if paths:
            yield file_finding(ZIP_CONTENT, zipped.name, f"files that {word}: {listed(sorted(paths), _LISTED)}")


def _is_same(zipped: zipfile.ZipFile, entry: zipfile.ZipInfo, file: Path | None) -> bool:
    """Whether a file in a zip is that of the folder, if it is there; it is read to its end, to see whether it is damaged.

    Raises:
        DamagedZipError: If it is damaged.
    """
    packed = chunks(zipped, entry)
    if file is None:
        return all(True for _ in packed)
    with file.open("rb") as other:
        same = [other.read(len(chunk)) == chunk for chunk in packed]
        return all(same) and not other.read(1)
