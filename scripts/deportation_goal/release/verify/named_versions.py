"""Does everything that names the version name the same one?"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from deportation_goal.errors import UserError
from deportation_goal.findings import Finding
from deportation_goal.package.descriptor import DESCRIPTOR, Package
from deportation_goal.release.archive import version_in_name
from deportation_goal.release.artefacts import formats
from deportation_goal.release.changelog import released_versions
from deportation_goal.release.verify.verification import Release, file_finding
from deportation_goal.rules.release_files import VERSION_RULE

_CITATION: Final = re.compile(r"(?m)^version: *[\"']?([^\"'\n]+?)[\"']? *$")
_README: Final = re.compile(r"(?m)^Version ([0-9]+\.[0-9]+\.[0-9]+)\b")
_TOP: Final = re.compile(r"deportation-goal-([0-9]+\.[0-9]+\.[0-9]+)")
_NUMBER: Final = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")


@dataclass(frozen=True)
class Told:
    """A version that a file names."""

    path: str
    version: str


def told_versions(release: Release, package: Package, unsound: Collection[str]) -> Iterator[Told]:
    """Yield every place of a release that names its version, with the version that it names."""
    for name in (release.named.name, release.folder.name):
        version = version_in_name(name) or (found[1] if (found := _TOP.fullmatch(name)) else None)
        if version:
            yield Told(name, version)
    for path in sorted(release.present - set(unsound)):
        version = _in_text(release, path)
        if version is not None:
            yield Told(path, version)
    seen: set[str] = set()
    for form in formats():
        for resource in package.resources:
            path = form.path(resource.name)
            if path in seen or path not in release.present or path in unsound:
                continue
            seen.add(path)
            try:
                version = form.told_version(package, resource)
            except UserError:
                # That it cannot be read is said where the values are compared.
                continue
            if version is not None:
                yield Told(path, version)


def _in_text(release: Release, path: str) -> str | None:
    """Return the version that a text file names; None where it is a file that names none."""
    if path.rpartition("/")[0] not in ("", "metadata") or path == DESCRIPTOR:
        return None
    if path.endswith((".json", ".jsonld")):
        return _in_json((release.folder / path).read_bytes())
    if path == "CHANGELOG.md":
        return next(iter(released_versions(_text(release, path))), None)
    pattern = {"CITATION.cff": _CITATION, "README.md": _README}.get(path)
    if pattern is None:
        return None
    found = pattern.search(_text(release, path))
    return found[1] if found else ""


def _text(release: Release, path: str) -> str:
    return (release.folder / path).read_text(encoding="utf-8", errors="replace")


def _in_json(content: bytes) -> str | None:
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    version = document.get("version") if isinstance(document, dict) else None
    return version if isinstance(version, str) else None


def check_versions(package: Package, told: Collection[Told], unsound: Collection[str]) -> Iterator[Finding]:
    """Yield the places that name another version than datapackage.json, and changes of versions yet to come."""
    for place in told:
        if place.version != package.version:
            what = f"the version is «{place.version}» here" if place.version else "no version can be read here"
            yield file_finding(VERSION_RULE, place.path, f"{what}, and {package.version} in {DESCRIPTOR}")
    for resource in package.resources:
        if resource.name == "changes" and resource.path not in unsound and package.file(resource.path).is_file():
            yield from _future_changes(package, resource.path)


def _future_changes(package: Package, path: str) -> Iterator[Finding]:
    text = package.file(path).read_text(encoding="utf-8", errors="replace")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    versions = {str(row.get("version")) for row in rows}
    later = sorted(
        version for version in versions if _NUMBER.fullmatch(version) and _order(version) > _order(package.version)
    )
    if later:
        message = f"it tells of changes in {', '.join(later)}, and the release is {package.version}"
        yield file_finding(VERSION_RULE, path, message)


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
