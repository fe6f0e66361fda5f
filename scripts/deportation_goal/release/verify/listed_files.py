"""Is every file there, none more, and each as the list of checksums says?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from deportation_goal.findings import Finding, Level
from deportation_goal.release.archive import SUMS, file_hash, parse_checksums
from deportation_goal.release.verify.verification import Release, file_finding
from deportation_goal.rules.release_files import ADDED_FILE, CHANGED_FILE, CHECKSUM_LIST, REMOVED_FILE

_LITTER: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""Files that systems put into every folder that somebody looks at."""


@dataclass(frozen=True)
class FilesChecked:
    """What the list of checksums says.

    Attributes:
        findings: What is wrong.
        unsound: Paths of files that are changed, missing, or no plain files: nothing else is asked of them.
        listed: How many files the list has; 0 where it cannot be read.
    """

    findings: tuple[Finding, ...]
    unsound: frozenset[str]
    listed: int


def check_files(release: Release) -> FilesChecked:
    """Hold the files of a release against its list of checksums."""
    links = {path for path in release.present if not _is_plain(release, path)}
    findings = [
        file_finding(
            ADDED_FILE,
            path,
            "this is a link, a pipe or a device, and a release holds plain files only: put the file in its place",
        )
        for path in sorted(links)
    ]
    gone = set(release.damaged)
    findings += [
        file_finding(
            CHANGED_FILE, path, "the file cannot be unpacked, its bytes in the zip were changed: download it again"
        )
        for path in sorted(gone)
    ]
    if SUMS not in release.present - links:
        if SUMS not in gone:
            findings.append(file_finding(CHECKSUM_LIST, SUMS, _NO_LIST))
        return FilesChecked(tuple(findings), frozenset(links | gone), 0)
    try:
        hashes = parse_checksums((release.folder / SUMS).read_bytes())
    except ValueError as error:
        findings.append(file_finding(CHECKSUM_LIST, SUMS, f"{error}: download the release again"))
        return FilesChecked(tuple(findings), frozenset(links | gone), 0)
    removed = hashes.keys() - release.present - gone
    changed = {
        path for path in hashes.keys() & (release.present - links) if file_hash(release.folder / path) != hashes[path]
    }
    added = release.present - links - hashes.keys() - {SUMS}
    findings += _removed(removed)
    findings += [file_finding(CHANGED_FILE, path, _CHANGED) for path in sorted(changed)]
    findings += _added(added)
    return FilesChecked(tuple(findings), frozenset(links | gone | removed | changed), len(hashes))


_NO_LIST: Final = (
    "the list of checksums is missing, so nobody can say which files were released: download the release again"
)
_CHANGED: Final = f"the content is not the one that was released: its hash is not that in {SUMS}; download it again"


def _is_plain(release: Release, path: str) -> bool:
    inside = PurePosixPath(path)
    linked = any((release.folder / part).is_symlink() for part in (inside, *inside.parents[:-1]))
    return not linked and (release.folder / path).is_file()


def _removed(paths: set[str]) -> Iterator[Finding]:
    for path in sorted(paths):
        yield file_finding(
            REMOVED_FILE, path, f"the file is missing, though {SUMS} lists it: download the release again"
        )


def _added(paths: set[str] | frozenset[str]) -> Iterator[Finding]:
    for path in sorted(paths):
        level = Level.NOTE if PurePosixPath(path).name in _LITTER else None
        yield file_finding(ADDED_FILE, path, f"the file has no part in the release: {SUMS} does not list it", level)
