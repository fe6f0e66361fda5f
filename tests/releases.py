"""Releases as tests build and verify them, and what somebody mends in one to hide a change."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from deportation_goal.package.descriptor import load_package
from deportation_goal.release import build, content
from deportation_goal.release.archive import SUMS, checksums
from deportation_goal.release.build import build_release
from deportation_goal.release.content import Maker, ReleaseDraft
from deportation_goal.release.folder import release_and_site
from deportation_goal.release.verify.verification import Verified
from deportation_goal.release.verify.verify_release import verify
from deportation_goal.table_files.canonical import csv_bytes
from made_tables import EditableRow


def silent(_step: str) -> None:
    """Take a step's name and say nothing."""


_MADE: dict[tuple[Maker, bytes], Mapping[str, bytes]] = {}


def _remembered(maker: Maker) -> Maker:
    """Return a maker that gives again what it made of the same draft."""

    def make(draft: ReleaseDraft) -> Mapping[str, bytes]:
        # The descriptor and the files hold all that a draft has: its rows are those of the tables among them.
        known = hashlib.sha256(repr((draft.descriptor, sorted(draft.files.items()))).encode())
        key = maker, known.digest()
        if key not in _MADE:
            _MADE[key] = maker(draft)
        return _MADE[key]

    return make


@contextlib.contextmanager
def only_our_own() -> Iterator[None]:
    """Build and verify releases without pictures, which are files like others, and without asking other validators.

    Those take longer than all the rest, and say nothing of the tables of the example package that is not tested alone.
    What is made of the same tables and documents is made once, for nearly all tampered releases have those.
    """
    makers = tuple(_remembered(maker) for maker in content.MAKERS if maker is not content.make_pictures)
    assert len(makers) == len(content.MAKERS) - 1
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(content, "MAKERS", makers)
        patched.setattr(build, "VALIDATORS", ())
        yield


def built(package_folder: Path, target: Path) -> Path:
    """Build the release of a package and return its folder."""
    done = build_release(load_package(package_folder), target, silent)
    assert done.complete, done
    return target


def verified(path: Path, tool_version: str = "") -> Verified:
    """Verify a release."""
    return verify(path, silent, tool_version)


def said(outcome: Verified) -> list[tuple[str, str]]:
    """Return path and rule of every finding that is no note."""
    return [(finding.path, finding.rule) for finding in outcome.result.findings if finding.level != "note"]


def rows_of(folder: Path, path: str) -> list[EditableRow]:
    """Return the rows of a CSV."""
    return list(csv.DictReader(io.StringIO((folder / path).read_text(encoding="utf-8"), newline="")))


def write_rows(folder: Path, path: str, rows: list[EditableRow]) -> None:
    """Write the rows of a CSV that has some already."""
    columns = list(rows_of(folder, path)[0])
    (folder / path).write_bytes(csv_bytes(columns, rows))


def mend_sums(folder: Path) -> None:
    """Write the list of checksums anew, as somebody does who hides a change."""
    (folder / SUMS).write_bytes(checksums(folder, release_and_site(folder)[0] - {SUMS}))


def mend_descriptor(folder: Path) -> None:
    """Write hash, size and row count of every table anew, then the list of checksums."""
    descriptor: dict[str, Any] = json.loads((folder / "datapackage.json").read_bytes())
    for member in descriptor["resources"]:
        table = (folder / member["path"]).read_bytes()
        digest = hashlib.sha256(table).hexdigest()
        member |= {"bytes": len(table), "hash": f"sha256:{digest}", "rowCount": table.count(b"\n") - 1}
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    mend_sums(folder)


def zip_of(folder: Path) -> Path:
    """Return the zip in the folder of a release."""
    (found,) = (path for path in folder.glob("*.zip") if "-site-" not in path.name)
    return found


def repacked(source: Path, target: Path, changed: dict[str, bytes | None]) -> Path:
    """Copy a zip with other content in some files; None leaves a file out."""
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            packed = changed.get(name.partition("/")[2], before.read(name))
            if packed is not None:
                after.writestr(name, packed)
    return target
