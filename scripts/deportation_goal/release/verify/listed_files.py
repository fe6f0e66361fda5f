"""Is every file there, is none added, and does each match the list of checksums?"""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from deportation_goal.findings import Finding, Level
from deportation_goal.release.archive import SITE_FOLDER, SUMS, file_hash, parse_checksums
from deportation_goal.release.verify.verification import Release, file_finding
from deportation_goal.rules.release_files import ADDED_FILE, CHANGED_FILE, CHECKSUM_LIST, REMOVED_FILE
from deportation_goal.wording import counted, listed

_LITTER: Final = (
    (
        "macOS",
        re.compile(r"(^|/)(\.DS_Store|\._[^/]*|Icon\r|\.(fseventsd|Spotlight-V100|Trashes|TemporaryItems)(/.*)?)$"),
    ),
    ("macOS", re.compile(r"^__MACOSX/")),
    ("Windows", re.compile(r"(^|/)(Thumbs\.db|ehthumbs\.db|desktop\.ini|\$RECYCLE\.BIN/.*)$", re.IGNORECASE)),
    ("Windows, for WSL,", re.compile(r":(Zone\.Identifier|mshield)$|\.Identifier$|Zone\.Identifier$")),
    ("git", re.compile(r"(^|/)\.git(/.*|ignore|attributes|keep)?$")),
    ("LibreOffice", re.compile(r"(^|/)\.~lock\.[^/]*#$")),
    ("Excel", re.compile(r"(^|/)~\$[^/]*\.xlsx$")),
    ("KDE", re.compile(r"(^|/)\.directory$")),
    ("an editor", re.compile(r"(^|/)(\.[^/]*\.sw[a-p]|[^/]*~|#[^/]*#)$")),
)
"""Files that a program leaves in a folder when somebody opens it, with that program. No reader of the data opens them."""


def left_by(path: str) -> str:
    """Return which program leaves a file of this path in folders; empty where none is known."""
    return next((who for who, pattern in _LITTER if pattern.search(path)), "")


@dataclass(frozen=True)
class FilesChecked:
    """What the list of checksums says.

    Attributes:
        findings: What is wrong.
        unsound: Paths of files that are changed, missing, or not plain files: nothing else is asked about them.
        listed: How many files the list has; 0 if it cannot be read.
        added: Paths of plain files that the list does not have.
    """

    findings: tuple[Finding, ...]
    unsound: frozenset[str]
    listed: int
    added: frozenset[str] = frozenset()


def check_files(release: Release) -> FilesChecked:
    """Compare the files of a release with its list of checksums."""
    links = {path for path in release.present if not _is_plain(release, path)}
    findings = [
        file_finding(
            ADDED_FILE,
            path,
            "this is a link, a pipe or a device, and a release holds plain files only: put the file itself there",
        )
        for path in sorted(links)
    ]
    gone = set(release.damaged)
    findings += [
        file_finding(
            CHANGED_FILE,
            path,
            "the file cannot be unpacked because its bytes in the zip were changed: download it again",
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
        path
        for path in hashes.keys() & (release.present - links)
        if file_hash(f"{release.folder}/{path}") != hashes[path]
    }
    added = release.present - links - hashes.keys() - {SUMS}
    findings += _removed(removed)
    findings += _changed(release, {path: hashes[path] for path in sorted(changed)})
    findings += _added(added)
    return FilesChecked(tuple(findings), frozenset(links | gone | removed | changed), len(hashes), frozenset(added))


def check_site(release: Release, paths: frozenset[str]) -> FilesChecked:
    """Compare the files of the site in a release with the list of checksums of the site.

    Args:
        release: The release.
        paths: The paths of the files of its site, in the folder of the site.
    """
    folder = release.folder / SITE_FOLDER
    checked = check_files(dataclasses.replace(release, folder=folder, present=paths, damaged=frozenset()))
    findings = (dataclasses.replace(found, path=f"{SITE_FOLDER}/{found.path}") for found in checked.findings)
    return dataclasses.replace(checked, findings=tuple(findings))


_NO_LIST: Final = (
    "the list of checksums is missing, so nobody can tell which files were released: download the release again"
)
_CHANGED: Final = f"the content is not as released: its hash is not the one in {SUMS}; download it again"
_CONVERTED: Final = (
    "only the line ends differ from the release, in {files}: {names}. Git with core.autocrlf, an editor or a transfer "
    "as text converted them to {how}. Download the release again, or convert them back to LF"
)
_NAMED: Final = 5


def _changed(release: Release, hashes: Mapping[str, str]) -> Iterator[Finding]:
    """Yield the files whose content differs; those of converted line ends together, since they have one cause."""
    converted: dict[str, list[str]] = {}
    for path, digest in hashes.items():
        how = _conversion((release.folder / path).read_bytes(), digest)
        if how:
            converted.setdefault(how, []).append(path)
        else:
            yield file_finding(CHANGED_FILE, path, _CHANGED)
    for how, paths in converted.items():
        said = _CONVERTED.format(files=counted(len(paths), "file"), names=listed(paths, _NAMED), how=how)
        yield file_finding(CHANGED_FILE, paths[0], said)


def _conversion(content: bytes, digest: str) -> str:
    """Return which line ends a file has in place of LF, if that alone makes its hash another."""
    for how, end in (("CRLF", b"\r\n"), ("CR", b"\r")):
        if end in content and hashlib.sha256(content.replace(end, b"\n")).hexdigest() == digest:
            return how
    return ""


def _is_plain(release: Release, path: str) -> bool:
    # No folder on the way is a link: `files_below` looks into none.
    return stat.S_ISREG(os.lstat(f"{release.folder}/{path}").st_mode)


def _removed(paths: set[str]) -> Iterator[Finding]:
    for path in sorted(paths):
        yield file_finding(
            REMOVED_FILE, path, f"the file is missing, though {SUMS} lists it: download the release again"
        )


def _added(paths: Iterable[str]) -> Iterator[Finding]:
    for path in sorted(paths):
        yield added_file(path, f"the file is not part of the release: {SUMS} does not list it")


def added_file(path: str, message: str) -> Finding:
    """Return the finding about a file that a release does not have: a note where a program left it there."""
    who = left_by(path)
    if who:
        return file_finding(ADDED_FILE, path, f"{who} left this file here; it is not part of the release", Level.NOTE)
    return file_finding(ADDED_FILE, path, message)
