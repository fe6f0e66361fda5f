"""The site on the disk: beside a built release, with a list of checksums and a zip of its own."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from deportation_goal.errors import UserError
from deportation_goal.package.created import created_of
from deportation_goal.package.cycles import no_search_for_cycles
from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.package.facts import dataset_facts
from deportation_goal.package.in_background import InBackground
from deportation_goal.release.archive import (
    SITE_FOLDER,
    SUMS,
    checksum_line,
    parse_checksums,
    site_zip_name,
    write_checksum,
    write_entries,
    zip_entry,
)
from deportation_goal.release.changelog import CHANGELOG
from deportation_goal.release.folder import (
    FILE_MODE,
    give_modes,
    put_in_place,
    recover,
    refuse_foreign,
    stage,
    write_files,
)
from deportation_goal.site.release_pages import DOCUMENTS
from deportation_goal.site.safe_links import safe_address
from deportation_goal.site.site_assets import read_assets
from deportation_goal.site.site_files import site_files
from deportation_goal.site.site_model import ReleasedFile, SiteModel
from deportation_goal.site.site_templates import Renderer
from deportation_goal.site.statement_pages import FULL_PAGES, statement_pages
from deportation_goal.table_files.read_rows import read_rows

_MANY: Final = 1_000
"""With at least this many statements, a process of its own makes most of their pages, which are half of the work.

With more than `FULL_PAGES` their pages are a tenth of it, and the process would hold all tables once more.
"""
_OWN: Final = 4
"""One page in this many is made here: then both processes take as long."""


@dataclass(frozen=True)
class BuiltSite:
    """A site that was built.

    Attributes:
        folder: Where it is.
        zip: The zip of it.
        sizes: Size in bytes of each file by path.
    """

    folder: Path
    zip: Path
    sizes: Mapping[str, int]


def site_model(release: Package) -> SiteModel:
    """Read a built release.

    Raises:
        UserError: If the folder is not a built release.
    """
    sums = release.root / SUMS
    if not sums.is_file() or not any(resource.is_derived for resource in release.resources):
        raise UserError(f"{release.root} is not a built release: run `deportation-goal build` first, or name another")
    try:
        hashes = parse_checksums(sums.read_bytes())
    except ValueError as error:
        raise UserError(f"{sums}: {error}: run `deportation-goal build` again") from None
    files = [
        ReleasedFile(path, (release.root / path).stat().st_size, digest)
        for path, digest in hashes.items()
        if (release.root / path).is_file()
    ]
    documents = {
        path: (release.root / path).read_text(encoding="utf-8")
        for path in (CHANGELOG, *DOCUMENTS)
        if (release.root / path).is_file()
    }
    return SiteModel(
        dataset_facts(release.descriptor),
        read_rows(release),
        {resource.name: resource.schema for resource in release.resources},
        documents,
        tuple(sorted(files, key=lambda file: file.path)),
    )


def build_site(release_folder: Path, folder: Path | None = None, address: str = "") -> BuiltSite:
    """Build the site of a release and put it in its place at once.

    Args:
        release_folder: A built release.
        folder: Where the site goes; `site` in the folder of the release if not given. Its zip goes beside it.
        address: Address of the site; the homepage of the descriptor if not given, else none.

    Raises:
        UserError: If there is no release, the folder holds other files, or the address is not one of the web.
    """
    release = load_package(release_folder)
    target = folder or release_folder / SITE_FOLDER
    recover(target)
    refuse_foreign(target)
    files = _listed_files(release, address)
    # Staged beside the folder of the release: there the next build looks for what a killed one left.
    staged = stage(release_folder if folder is None else folder, files)
    try:
        # Thousands of small files that can be made again: they are not synchronised one by one as a release is.
        give_modes(staged)
        put_in_place(staged, target)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    zipped = _write_zip(target.parent, files, release)
    return BuiltSite(target, zipped, {path: len(files[path]) for path in sorted(files)})


def add_site(staged: Path, progress: Callable[[str], None]) -> None:
    """Add its site to a release that is not yet in its place.

    Args:
        staged: The folder of the release, complete but for the site.
        progress: Told that the site is being built.
    """
    progress("building the site")
    release = load_package(staged)
    files = _listed_files(release, "")
    write_files(staged / SITE_FOLDER, files)
    give_modes(staged / SITE_FOLDER)
    _write_zip(staged, files, release)


def _listed_files(release: Package, address: str) -> dict[str, bytes]:
    """Return the files of the site of a release by path, with their list of checksums."""
    model = site_model(release)
    base = _base(address or model.facts.homepage)
    with no_search_for_cycles():
        if not _MANY <= len(model.statements) <= FULL_PAGES:
            files = site_files(model, base)
        else:
            own = len(model.statements) // _OWN
            work = partial(_statements, base, slice(own, None))
            with InBackground("The site", work, release.root.resolve()) as meanwhile:
                files = site_files(
                    model, base, lambda renderer: {**dict(statement_pages(renderer, slice(own))), **meanwhile.wait()}
                )
    files[SUMS] = "".join(checksum_line(_digest(files[path]), path) for path in sorted(files)).encode()
    return files


def _statements(base: str, part: slice, folder: Path) -> dict[str, bytes]:
    """Return the pages of some statements of a release, in a process of its own."""
    return dict(statement_pages(Renderer(site_model(load_package(folder)), read_assets(), base), part))


def _base(address: str) -> str:
    if not address:
        return ""
    if not safe_address(address):
        raise UserError(f'"{address}" is not an address of the web: give one that begins with https://')
    return address.rstrip("/") + "/"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _write_zip(folder: Path, files: Mapping[str, bytes], release: Package) -> Path:
    """Write the zip of the site with its checksum beside it."""
    target = folder / site_zip_name(release.version)
    created = created_of(release.descriptor)
    unfinished = target.with_name(f".{target.name}.tmp")
    write_entries(
        unfinished,
        [(zip_entry(f"{target.stem}/{path}", created, len(files[path])), [files[path]]) for path in sorted(files)],
    )
    unfinished.replace(target)
    target.chmod(FILE_MODE)
    write_checksum(target).chmod(FILE_MODE)
    return target
