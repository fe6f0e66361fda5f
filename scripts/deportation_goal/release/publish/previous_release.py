"""The previous release, opened as it was published: which of its derived rows does today's code compute differently?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deportation_goal.derived import DERIVED
from deportation_goal.derived.joined import Joined
from deportation_goal.diff.computed_rows import AnswerChange, answer_changes, computed_rows
from deportation_goal.diff.package_diff import ComputedRows
from deportation_goal.errors import EXIT_ERRORS, UserError
from deportation_goal.package.derived_schema import derived_schema
from deportation_goal.package.descriptor import PACKAGE_NAME, Package, load_package
from deportation_goal.package.git import GitError, git_bytes
from deportation_goal.package.unpacked import unpacked
from deportation_goal.release.archive import SUMS, file_hash, parse_checksums, zip_name
from deportation_goal.release.publish.repository import LastRelease
from deportation_goal.table_files import Rows
from deportation_goal.table_files.read_rows import read_rows
from deportation_goal.wording import listed

_LISTED: Final = 5


@dataclass(frozen=True)
class ChangedByCode:
    """What today's code answers differently.

    Attributes:
        computed: The derived tables with rows that the code computes in another way from the same tables.
        answers: The answers that changed, by code or by data.
    """

    computed: tuple[ComputedRows, ...]
    answers: tuple[AnswerChange, ...]


def changed_by_code(package: Package, last: LastRelease, previous: Path | None) -> ChangedByCode:
    """Run today's code on the tables of the previous release, and compare with what that release published.

    Args:
        package: The package today, checked.
        last: The last release in the history.
        previous: The zip or folder of that release.

    Raises:
        UserError: If none is named, it is not that release, or it was changed after it was made.
    """
    if previous is None:
        raise UserError(
            f"name the last release with --previous (its zip, {zip_name(str(last.version))}, or its folder): today's code "
            "is run on its tables, and tells which derived rows it changes. docs/releasing.md says how to rebuild the "
            f"release from its commit {last.commit[:12]}",
            EXIT_ERRORS,
        )
    with unpacked(previous) as folder:
        published = load_package(folder)
        _refuse_another(package, published, last, previous)
        _refuse_changed(published, previous)
        return _compared(package, read_rows(published), published)


def _refuse_another(package: Package, published: Package, last: LastRelease, previous: Path) -> None:
    """Refuse a release that is not the last one of the history."""
    if published.version != str(last.version):
        raise UserError(
            f"{previous} is release {published.version} of {PACKAGE_NAME}, but the last release is {last.version}: name "
            "the zip or folder of that one",
            EXIT_ERRORS,
        )
    for resource in published.resources:
        if resource.is_derived:
            continue
        try:
            committed = git_bytes(package.root, "show", f"{last.commit}:./{resource.path}")
        except GitError:
            committed = b""
        if published.read(resource.path) != committed:
            raise UserError(
                f"{previous}: {resource.path} is not the table that the commit of {last.version} "
                f"({last.commit[:12]}) holds: download the release again, or rebuild it from that commit",
                EXIT_ERRORS,
            )


def _refuse_changed(published: Package, previous: Path) -> None:
    """Refuse a release whose files do not match its list of checksums."""
    try:
        hashes = parse_checksums((published.root / SUMS).read_bytes())
    except (OSError, ValueError) as error:
        raise UserError(
            f"{previous}: {SUMS} cannot be read ({error}): download the release again", EXIT_ERRORS
        ) from None
    paths = [path for resource in published.resources for path in (resource.path, resource.schema_path) if path]
    wrong = [path for path in paths if hashes.get(path) != file_hash(published.file(path))]
    if wrong:
        raise UserError(
            f"{previous} was changed after it was made: {listed(wrong, _LISTED)} does not match {SUMS}. Download the "
            "release again",
            EXIT_ERRORS,
        )


def _compared(package: Package, old: Rows, published: Package) -> ChangedByCode:
    base, today = Joined(_with_todays_columns(package, old)), Joined(read_rows(package))
    computed: list[ComputedRows] = []
    answers: list[AnswerChange] = []
    for name, compute in DERIVED.items():
        if name not in old:
            continue
        schema = derived_schema(package, name)
        found = computed_rows(published.resource(name).schema, schema, old[name], compute(base))
        if found is not None:
            computed.append(found)
        if any(field.announced for field in schema.fields):
            answers.extend(answer_changes(schema, old[name], compute(today)))
    return ChangedByCode(tuple(computed), tuple(answers))


def _with_todays_columns(package: Package, old: Rows) -> Rows:
    """Return the tables of an older release as today's code expects them: what is new since is empty."""
    tables: Mapping[str, tuple[str, ...]] = {
        resource.name: resource.schema.columns for resource in package.resources if not resource.is_derived
    }
    return {
        name: [{**dict.fromkeys(columns, ""), **row} for row in old.get(name, ())] for name, columns in tables.items()
    }
