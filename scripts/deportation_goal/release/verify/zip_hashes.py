"""Has the zip the hash that is published beside it, and does one that lies in a folder hold what the folder does?"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from deportation_goal.errors import UserError
from deportation_goal.findings import Finding
from deportation_goal.package.unpacked import opened
from deportation_goal.release.archive import file_hash, parse_checksums, version_in_name
from deportation_goal.release.folder import files_below
from deportation_goal.release.verify.verification import Release, file_finding
from deportation_goal.rules.release_files import VERSION_RULE, ZIP_CONTENT
from deportation_goal.wording import listed

_LISTED: Final = 5


def zips_of(release: Release) -> list[Path]:
    """Return the zips to look at: the one that was named, else those in the folder."""
    if release.named.is_file():
        return [release.named]
    names = sorted(
        entry for entry in release.folder.iterdir() if version_in_name(entry.name) and entry.suffix == ".zip"
    )
    return [entry for entry in names if entry.is_file() and not entry.is_symlink()]


def hash_file(zipped: Path) -> Path:
    """Return where the hash of a zip lies, if it does."""
    return zipped.with_name(f"{zipped.name}.sha256")


def check_zips(release: Release, version: str, reported: Collection[str]) -> Iterator[Finding]:
    """Yield what is wrong with the zips of a release; `reported` are paths of which something wrong was said already."""
    for zipped in zips_of(release):
        yield from _check_hash(zipped)
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
        message = (
            f"the zip has not the hash that stands in {beside.name}: one of the two was changed; download both again"
        )
        yield file_finding(ZIP_CONTENT, zipped.name, message)


def _check_content(release: Release, zipped: Path, reported: frozenset[str]) -> Iterator[Finding]:
    try:
        with opened(zipped) as (folder, damaged):
            inside, outside = files_below(folder) - reported, release.present - reported
            differing = sorted(path for path in inside & outside if _differ(folder / path, release.folder / path))
            for word, paths in (
                ("cannot be unpacked", sorted(damaged)),
                ("differ from those in the folder", differing),
                ("are in the zip only", sorted(inside - outside)),
                ("are in the folder only", sorted(outside - inside - set(damaged))),
            ):
                if paths:
                    yield file_finding(ZIP_CONTENT, zipped.name, f"files that {word}: {listed(paths, _LISTED)}")
    except UserError as error:
        yield file_finding(ZIP_CONTENT, zipped.name, str(error))


def _differ(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        return True
    return file_hash(one) != file_hash(other)
