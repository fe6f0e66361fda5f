"""Are the tables those that datapackage.json describes, do they keep the rules, and do they give what is derived?"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Collection, Iterator
from typing import Final

from deportation_goal.findings import CheckResult, Finding
from deportation_goal.package.descriptor import DERIVED_FOLDER, DESCRIPTOR, Package
from deportation_goal.release.content import release_files
from deportation_goal.release.verify.verification import Release, file_finding
from deportation_goal.rules.engine import check_tables, package_inputs
from deportation_goal.rules.release_files import COMPUTED, NOT_CHECKED, REMOVED_FILE, TABLE_HASH

_ADDED: Final = ("bytes", "hash", "rowCount")
_BINARY: Final = (".png",)
"""Files whose bytes may differ from one machine to another."""


def check_hashes(package: Package, unsound: Collection[str]) -> Iterator[Finding]:
    """Yield the tables whose hash, size or number of rows is not that of the descriptor."""
    for member in package.descriptor["resources"]:
        path = member["path"]
        if path in unsound or not package.file(path).is_file():
            continue
        content = package.file(path).read_bytes()
        found = (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}", content.count(b"\n") - 1)
        stated = tuple(member.get(name) for name in _ADDED)
        if stated != found:
            yield file_finding(TABLE_HASH, path, _hash_message(stated, found))


def _hash_message(stated: tuple[object, ...], found: tuple[int, str, int]) -> str:
    differing = [name for name, one, other in zip(("size", "hash", "rows"), stated, found, strict=True) if one != other]
    numbers = []
    if "size" in differing:
        numbers.append(f"{found[0]:,} bytes here, {stated[0]} there")
    if "rows" in differing:
        numbers.append(f"{found[2]:,} rows here, {stated[2]} there")
    detail = f" ({'; '.join(numbers)})" if numbers else ""
    return (
        f"the table is not the one that {DESCRIPTOR} describes, by {' and '.join(differing)}{detail}: it was changed "
        "after the release was built, and the list of checksums made anew"
    )


def check_rules(release: Release, package: Package) -> CheckResult:
    """Check the tables against all rules.

    Raises:
        UserError: If the rules of the tool do not fit the schemas of the release.
    """
    result = check_tables(package_inputs(package))
    if release.is_own(package):
        return result
    level = release.level(package)
    findings = tuple(
        dataclasses.replace(finding, level=max(finding.level, level, key=_leniency)) for finding in result.findings
    )
    return dataclasses.replace(result, findings=findings)


def _leniency(level: object) -> int:
    return ["error", "warning", "note"].index(str(level))


def check_computed(
    release: Release, package: Package, unsound: Collection[str], *, only_derived: bool
) -> Iterator[Finding]:
    """Compute again what a release holds besides the tables of data/, and yield what differs.

    Args:
        release: The release.
        package: Its descriptor and schemas.
        unsound: Paths of files that are left alone.
        only_derived: Whether to leave out the metadata: they hold the hashes of the tables.

    Raises:
        UserError: If it cannot be computed.
    """
    computed = release_files(_source(package))
    level = release.level(package)
    for path, content in computed.items():
        if path == DESCRIPTOR or path in unsound or path.endswith(_BINARY):
            continue
        derived = path.startswith(f"{DERIVED_FOLDER}/")
        if only_derived and not derived:
            continue
        file = package.file(path)
        if not file.is_file():
            if release.is_own(package):
                yield file_finding(
                    REMOVED_FILE, path, f"the file is missing, and a release of {package.version} has it"
                )
        elif file.read_bytes() != content:
            yield file_finding(COMPUTED, path, _difference(file.read_bytes(), content, derived=derived), level)
    for resource in package.resources:
        if resource.is_derived and resource.path not in computed:
            yield file_finding(
                NOT_CHECKED,
                resource.path,
                f"this tool ({release.tool_version}) does not know the derived table {resource.name}: it was not computed again",
            )


def _source(package: Package) -> Package:
    """Return the package that a release was built from: without derived tables, hashes, sizes and row counts."""
    resources = tuple(resource for resource in package.resources if not resource.is_derived)
    kept = {resource.name for resource in resources}
    members = [
        {name: value for name, value in member.items() if name not in _ADDED}
        for member in package.descriptor["resources"]
        if member["name"] in kept
    ]
    return Package(package.root, {**package.descriptor, "resources": members}, resources)


def _difference(found: bytes, computed: bytes, *, derived: bool) -> str:
    here, there = found.split(b"\n"), computed.split(b"\n")
    line = next(
        (number for number, (one, other) in enumerate(zip(here, there, strict=False), start=1) if one != other),
        min(len(here), len(there)),
    )
    what = "the tables give another derived table" if derived else "the tables and the descriptor give another file"
    return f"{what}: the first difference is in line {line:,}"
