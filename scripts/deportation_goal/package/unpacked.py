"""Gives the folder of a release, whether it is a folder already or a zip; nothing of a zip is trusted."""

from __future__ import annotations

import contextlib
import mmap
import re
import stat
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import DESCRIPTOR
from deportation_goal.package.zips import (
    DIRECTORY_ENTRY,
    DamagedZipError,
    Flaw,
    Limits,
    chunks,
    density,
    directory_flaw,
    open_zip,
)
from deportation_goal.wording import short

LIMITS: Final = Limits(unpacked=4 * 1024**3, ratio=200, ratio_from=64 * 1024**2)
"""What a release may unpack to: one of a million figures has three gigabytes."""

MAXIMUM_ENTRIES: Final = 2_000
_MARKS: Final = (DESCRIPTOR, "SHA256SUMS")
"""Files by which a folder is known to hold a release: of a damaged one the second may be left."""
_NAMED: Final = 5
_LONGEST_NAME, _LONGEST_PATH = 200, 1_000
_DRIVE: Final = re.compile(r"[A-Za-z]:")

_FLAWS: Final = {
    Flaw.ENCRYPTED: "is encrypted, and a release never is: download it again from where it is published",
    Flaw.TWICE: "holds a file twice, and nobody can say which counts",
    Flaw.TOO_LARGE: f"unpacks to more than {LIMITS.unpacked // 1024**3} GB: it is not a release, or made to fill a disk",
    Flaw.UNUSUAL: "is packed in an unusual way: pack it again with deflate, which every zip program has",
}


@contextlib.contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """Give the folder of a release; that of a zip is gone afterwards.

    Args:
        path: A folder or a zip, with the release at its top or in its one folder.

    Yields:
        The folder with datapackage.json (or, where that was lost, with the list of checksums).

    Raises:
        UserError: If it is neither, holds no release, is damaged, or is not safe to unpack.
    """
    with opened(path) as (folder, damaged):
        if damaged:
            raise UserError(f"{path} is damaged: its file {damaged[0]} cannot be unpacked; download it again")
        yield folder


@contextlib.contextmanager
def opened(path: Path) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Give the folder of a release, as `unpacked`, and the paths of the files in it that were too damaged to unpack.

    Raises:
        UserError: As `unpacked`, but not for damaged files.
    """
    if not path.exists():
        raise UserError(f"{path} is not there: name a folder or a zip")
    if path.is_dir():
        yield release_folder(path, path), ()
        return
    if not path.is_file():
        raise UserError(f"{path} is a pipe or a device: name a folder or a zip")
    with tempfile.TemporaryDirectory(prefix="deportation-goal-") as temporary:
        top = Path(temporary).resolve()
        damaged = _unpack(path, top)
        folder = release_folder(top, path)
        inside = "" if folder == top else f"{folder.name}/"
        try:
            yield folder, tuple(name.removeprefix(inside) for name in damaged)
        except UserError as error:
            # The reader knows the zip, not the folder that it was unpacked to for a moment.
            raise UserError(str(error).replace(str(folder), str(path))) from None


def release_folder(top: Path, named: Path) -> Path:
    """Return the folder that holds the release: the top, or the one folder in it.

    Raises:
        UserError: If neither does; the message says what the user named.
    """
    if _holds_release(top):
        return top
    folders = (entry for entry in top.iterdir() if entry.is_dir() and not entry.is_symlink())
    return top / _only([entry.name for entry in folders if _holds_release(entry)], named)


def _holds_release(folder: Path) -> bool:
    return any((folder / name).is_file() for name in _MARKS)


def _only(folders: Sequence[str], named: Path) -> str:
    if len(folders) > 1:
        some = ", ".join(sorted(folders)[:_NAMED]) + (", …" if len(folders) > _NAMED else "")
        raise UserError(f"{named} holds {len(folders)} releases ({some}): name one of them")
    if not folders:
        raise UserError(f"{named} holds no {DESCRIPTOR}, neither at its top nor in a folder: it is not a release")
    return folders[0]


def release_entries(zipped: zipfile.ZipFile, named: Path) -> dict[str, zipfile.ZipInfo]:
    """Return the files of the release in a zip by their path in it, as `release_folder` finds it in a folder.

    Raises:
        UserError: As `release_folder`.
    """
    entries = {entry.filename: entry for entry in zipped.infolist() if not entry.is_dir()}
    if entries.keys().isdisjoint(_MARKS):
        places = (name.partition("/") for name in entries)
        folder = _only(list({folder for folder, _, path in places if path in _MARKS}), named)
        entries = {name: entry for name, entry in entries.items() if name.startswith(f"{folder}/")}
        return {name.partition("/")[2]: entry for name, entry in entries.items()}
    return entries


def _unpack(path: Path, folder: Path) -> list[str]:
    """Unpack a zip and return the names of the files that were damaged."""
    with checked_zip(path) as zipped:
        entries = [entry for entry in zipped.infolist() if not entry.is_dir()]
        return [entry.filename for entry in entries if not _unpack_one(zipped, entry, folder)]


@contextlib.contextmanager
def checked_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    """Give a zip that is safe to unpack.

    Raises:
        UserError: If it is no zip, its directory is damaged, or it is not safe.
    """
    if not zipfile.is_zipfile(path):
        raise UserError(f"{path} is neither a folder nor a zip file, or only a part of one: download it again")
    _check_count(path)
    try:
        opened_zip = open_zip(path)
    except DamagedZipError:
        raise UserError(f"{path} is damaged: its directory cannot be read; download it again") from None
    with opened_zip as zipped:
        _check(path, zipped.infolist())
        yield zipped


def _check_count(path: Path) -> None:
    """Refuse a directory of countless entries before it is read into memory."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        count, found = 0, content.find(DIRECTORY_ENTRY)
        while found >= 0:
            count += 1
            if count > MAXIMUM_ENTRIES:
                raise UserError(f"{path} holds more than {MAXIMUM_ENTRIES:,} files: it is not a release")
            found = content.find(DIRECTORY_ENTRY, found + 1)


def _check(path: Path, entries: Sequence[zipfile.ZipInfo]) -> None:
    flaw = directory_flaw(entries, LIMITS)
    if flaw is Flaw.TOO_DENSE:
        raise UserError(f"{path} unpacks to {density(entries):,} times its size: no release does")
    if flaw:
        raise UserError(f"{path} {_FLAWS[flaw]}")
    seen: dict[str, str] = {}
    for entry in entries:
        _check_name(path, entry)
        _check_clash(path, entry, seen)


def _check_name(path: Path, entry: zipfile.ZipInfo) -> None:
    # The name as it is in the zip: zipfile has put `/` for `\` on Windows and cut it at a NUL.
    name = entry.orig_filename
    shown = ascii(short(name))
    parts = name.removesuffix("/").split("/")
    if name.startswith("/") or _DRIVE.match(name) or "\\" in name:
        raise UserError(f"{path} holds {shown}, a path that is absolute or has a backslash: it is not unpacked")
    if ".." in parts:
        raise UserError(f"{path} holds {shown}, a path that climbs out of its folder: it is not unpacked")
    if not name.isprintable() or ":" in name or any(part in ("", ".") for part in parts):
        raise UserError(f"{path} holds {shown}, which is not a file name on every system: it is not unpacked")
    if max(len(part.encode()) for part in parts) > _LONGEST_NAME or len(name) > _LONGEST_PATH:
        raise UserError(f"{path} holds {shown}, a name that is longer than many systems take: it is not unpacked")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise UserError(f"{path} holds {shown}, a link or a special file: a release holds plain files only")


def _check_clash(path: Path, entry: zipfile.ZipInfo, seen: dict[str, str]) -> None:
    """Refuse two names that are one file on a system that knows no case, and a file that is a folder too."""
    pure = PurePosixPath(entry.filename)
    for part in (pure, *pure.parents[:-1]):
        own = f"{part}/" if entry.is_dir() or part != pure else str(part)
        folded = unicodedata.normalize("NFC", str(part)).casefold()
        other = seen.setdefault(folded, own)
        if other != own:
            raise UserError(f"{path} holds {short(other)} and {short(own)}, which are one file on many systems")


def _unpack_one(zipped: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path) -> bool:
    """Write one file and return whether it was sound; one that is not is not written."""
    target = folder / entry.filename
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with target.open("xb") as file:
            for chunk in chunks(zipped, entry):
                file.write(chunk)
    except DamagedZipError:
        target.unlink(missing_ok=True)
        return False
    return True
