"""Does a release of the version of this tool hold what that version holds? The tool carries a copy to compare with."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from deportation_goal.findings import Finding, Level
from deportation_goal.package.derived_schema import DERIVED_SCHEMAS
from deportation_goal.package.descriptor import DESCRIPTOR, Package
from deportation_goal.release.content import CARRIED
from deportation_goal.release.verify.verification import Release, file_finding
from deportation_goal.rules.release_files import NOT_CHECKED, REMOVED_FILE, VERSION_CONTENT
from deportation_goal.wording import listed

_CHECKOUT: Final = "pyproject.toml"
"""A file that a checkout has and an installed package does not."""
_NAMED: Final = 3


def is_checkout(installed: Path) -> bool:
    """Whether the tool runs from a checkout: its tables and documents may be newer than the release of its version."""
    return (installed / _CHECKOUT).is_file()


def has_own_tables(release: Release, package: Package) -> bool:
    """Whether the tables of a release are byte for byte those that the tool carries."""
    return all(
        _read(release.installed / resource.path) == _read(package.file(resource.path)) is not None
        for resource in release.carried.resources
    )


def check_own_version(release: Release, package: Package, unsound: Collection[str]) -> Iterator[Finding]:
    """Yield where schemas, documents, licences, tables and the descriptor of a release differ from the tool's copy.

    The derived schemas may be in no other place than in the tool's: it computes those tables.

    Args:
        release: The release, of the version of the tool.
        package: Its descriptor and schemas.
        unsound: Paths of files of which something wrong is known.
    """
    own = release.carried
    checkout = is_checkout(release.installed)
    fixed = Level.WARNING if checkout else Level.ERROR
    derived = sorted(path.name for path in (release.installed / DERIVED_SCHEMAS).glob("*.schema.json"))
    schemas = [
        *(resource.schema_path for resource in own.resources),
        *(f"{DERIVED_SCHEMAS}/{name}" for name in derived),
    ]
    for path in (*schemas, *CARRIED):
        yield from _compare(release, package, path, unsound, fixed)
    differing = _descriptor_members(own.descriptor, package.descriptor)
    if differing and DESCRIPTOR not in unsound:
        yield file_finding(VERSION_CONTENT, DESCRIPTOR, _message(release, f" in {', '.join(differing)}"), fixed)
    tables = [found for path in own.resources for found in _compare(release, package, path.path, unsound, fixed)]
    if checkout and tables:
        # Between two releases the tables of a checkout are edited, and its version stays.
        paths = listed([finding.path for finding in tables], _NAMED)
        yield file_finding(NOT_CHECKED, DESCRIPTOR, f"the tables are not those of this checkout: {paths}", Level.NOTE)
    else:
        yield from tables


def _compare(
    release: Release, package: Package, path: str, unsound: Collection[str], level: Level
) -> Iterator[Finding]:
    expected = _read(release.installed / path)
    if path in unsound or expected is None:
        return
    found = _read(package.file(path))
    if found is None:
        yield file_finding(REMOVED_FILE, path, f"the file is missing, and a release of {package.version} has it")
    elif found != expected:
        yield file_finding(VERSION_CONTENT, path, _message(release), level)


def _message(release: Release, where: str = "") -> str:
    message = f"the file differs{where} from that of version {release.tool_version} that this tool carries"
    if is_checkout(release.installed):
        return f"{message}; the tool runs from a checkout, which may be newer than the release"
    return message


def _descriptor_members(own: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    """Return the members that differ; those of resources that a build adds are not looked at."""
    names = [name for name in {**own, **found} if name != "resources" and own.get(name) != found.get(name)]
    listed = {member["name"]: member for member in found["resources"]}
    for member in own["resources"]:
        other = listed.get(member["name"], {})
        names.extend(f"resource {member['name']}, {name}" for name, value in member.items() if other.get(name) != value)
    return names


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
