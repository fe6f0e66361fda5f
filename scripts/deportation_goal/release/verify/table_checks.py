"""Are the tables those that datapackage.json describes, do they keep the rules, and are derived files what they give?"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Final

from deportation_goal.errors import UserError
from deportation_goal.findings import CheckResult, Finding
from deportation_goal.package.descriptor import DERIVED_FOLDER, DESCRIPTOR, Package
from deportation_goal.release import content
from deportation_goal.release.archive import SUMS
from deportation_goal.release.artefacts import formats
from deportation_goal.release.artefacts.release_format import CellRows
from deportation_goal.release.content import Maker, ReleaseDraft, further_files, make_pictures, release_draft
from deportation_goal.release.pictures import drawn_before, is_whole_png, svg_files
from deportation_goal.release.verify.listed_files import FilesChecked, added_file
from deportation_goal.release.verify.own_version import has_own_tables
from deportation_goal.release.verify.verification import Release, file_finding
from deportation_goal.rules.engine import package_inputs, read_inputs
from deportation_goal.rules.release_files import COMPUTED, NOT_CHECKED, REMOVED_FILE, TABLE_HASH
from deportation_goal.table_files import Rows

_ADDED: Final = ("bytes", "hash", "rowCount")
_PNG: Final = ".png"
"""Pictures whose bytes belong to the fonts of a machine: they are not drawn again."""
_SVG: Final = ".svg"


def check_hashes(package: Package, unsound: Collection[str]) -> Iterator[Finding]:
    """Yield the tables whose hash, size or number of rows is not that of the descriptor."""
    for member in package.descriptor["resources"]:
        path = member["path"]
        if path in unsound or not package.file(path).is_file():
            continue
        table = package.file(path).read_bytes()
        found = (len(table), f"sha256:{hashlib.sha256(table).hexdigest()}", table.count(b"\n") - 1)
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
        f"the table does not match {DESCRIPTOR} in {' and '.join(differing)}{detail}: it was changed after the release "
        "was built, and the list of checksums was written again"
    )


@dataclass(frozen=True)
class RulesChecked:
    """What the rules say of the tables, and what nobody has to read or compute again.

    Attributes:
        result: The findings.
        rows: The rows of the tables, as far as they are read.
        draft: What the release is made of, if it was computed.
    """

    result: CheckResult
    rows: CellRows
    draft: ReleaseDraft | None = None


def check_rules(release: Release, package: Package) -> RulesChecked:
    """Check the tables against all rules.

    In a release of this version, derived tables that are what the tables in data/ give are not asked again: `build` asked
    just these bytes. They are asked if anything differs.

    Raises:
        UserError: If the rules of the tool do not fit the schemas of the release.
    """
    own = release.is_own(package)
    if own and (checked := _checked_by_derivation(package)):
        return checked
    asked = read_inputs(package_inputs(package))
    asked.ask()
    result = asked.result()
    if own:
        return RulesChecked(result, asked.rows())
    level = release.level(package)
    findings = tuple(
        dataclasses.replace(finding, level=max(finding.level, level, key=_leniency)) for finding in result.findings
    )
    return RulesChecked(dataclasses.replace(result, findings=findings), asked.rows())


def _checked_by_derivation(package: Package) -> RulesChecked | None:
    """Return the answer for tables of data/ that keep the rules and give the derived tables as they are; else None."""
    source = _source(package)
    asked = read_inputs(package_inputs(source))
    asked.ask()
    result, cells = asked.result(), asked.rows()
    rows = _as_rows(source, cells)
    if rows is None or result.failed():
        return None
    try:
        draft = release_draft(source, rows)
    except (UserError, KeyError):
        return None
    derived = [resource for resource in package.resources if resource.is_derived]
    if any(draft.files.get(resource.path) != package.read(resource.path) for resource in derived):
        return None
    for resource in derived:
        cells[resource.name] = list(map(itemgetter(*resource.schema.columns), draft.rows[resource.name]))
    counted = {resource.name: len(cells[resource.name]) for resource in derived}
    paths = {resource.name: resource.path for resource in derived}
    whole = dataclasses.replace(result, rows=result.rows | counted, paths=result.paths | paths)
    return RulesChecked(whole, cells, draft)


def _leniency(level: object) -> int:
    return ["error", "warning", "note"].index(str(level))


def check_computed(
    release: Release, package: Package, files: FilesChecked, checked: RulesChecked, *, only_derived: bool
) -> Iterator[Finding]:
    """Compute again what a release holds besides the tables of data/, and yield what differs, is missing or is added.

    Args:
        release: The release.
        package: Its descriptor and schemas.
        files: What is known of its files: those of which something is wrong are left alone.
        checked: What the rules say of its tables.
        only_derived: Whether to leave out the metadata: they hold the hashes of the tables.

    Raises:
        UserError: If it cannot be computed.
    """
    source = _source(package)
    makers = () if only_derived else _makers(release, package)
    draft = checked.draft or release_draft(source, _as_rows(source, checked.rows))
    computed = {**draft.files, **further_files(draft, makers)}
    level = release.level(package)
    if release.is_own(package) and not only_derived:
        formatted = {form.path(resource.name) for form in formats() for resource in package.resources}
        for path in sorted(release.present - computed.keys() - formatted - files.added - files.unsound - {SUMS}):
            yield added_file(path, f"{SUMS} lists this file, and a release of {package.version} does not have it")
    for path, expected in computed.items():
        if path == DESCRIPTOR or path in files.unsound:
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
        elif path.endswith(_PNG):
            if not is_whole_png(file.read_bytes()):
                yield file_finding(COMPUTED, path, "the file is not a PNG picture, or holds more than one", level)
        elif file.read_bytes() != expected:
            yield file_finding(COMPUTED, path, _difference(file.read_bytes(), expected, derived=derived), level)
    for resource in package.resources:
        if resource.is_derived and resource.path not in computed:
            yield file_finding(
                NOT_CHECKED,
                resource.path,
                f"this tool ({release.tool_version}) does not have the derived table {resource.name}, so it was not computed again",
            )


def _makers(release: Release, package: Package) -> list[Maker]:
    """Return what makes the further files, without drawing what is known."""

    def pictures(draft: ReleaseDraft) -> dict[str, bytes]:
        if not draft.has_pictures:
            return {}
        # The documents of the tool show the same pictures: those of its own tables need not be drawn again.
        drawn = drawn_before(release.installed) if has_own_tables(release, package) else {}
        drawn = drawn or svg_files(draft.rows, draft.version)
        painted = [path.removesuffix(_SVG) + _PNG for path in drawn if path.endswith(_SVG)]
        return {**drawn, **dict.fromkeys(painted, b"")}

    return [pictures if maker is make_pictures else maker for maker in content.MAKERS]


def _source(package: Package) -> Package:
    """Return the package from which a release was built: without derived tables, hashes, sizes and row counts."""
    resources = tuple(resource for resource in package.resources if not resource.is_derived)
    kept = {resource.name for resource in resources}
    members = [
        {name: value for name, value in member.items() if name not in _ADDED}
        for member in package.descriptor["resources"]
        if member["name"] in kept
    ]
    return Package(package.root, {**package.descriptor, "resources": members}, resources)


def _as_rows(package: Package, rows: CellRows) -> Rows | None:
    """Return the rows of a package; None if not all of its tables are read already."""
    if any(resource.name not in rows for resource in package.resources):
        return None
    return {
        resource.name: [dict(zip(resource.schema.columns, cells, strict=True)) for cells in rows[resource.name]]
        for resource in package.resources
    }


def _difference(found: bytes, computed: bytes, *, derived: bool) -> str:
    here, there = found.split(b"\n"), computed.split(b"\n")
    line = next(
        (number for number, (one, other) in enumerate(zip(here, there, strict=False), start=1) if one != other),
        min(len(here), len(there)),
    )
    given = "the tables" if derived else f"the tables and {DESCRIPTOR}"
    return f"the file is not what {given} give: the first difference is in line {line:,}"
