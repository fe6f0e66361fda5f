"""What a release holds but for the further formats, as paths and bytes. Pure: the same package gives the same bytes.

Neither a clock nor git, neither time zone nor locale nor folder is asked: these files are the same on every machine.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from deportation_goal.derived import DERIVED
from deportation_goal.derived.joined import Joined
from deportation_goal.package.created import created_of
from deportation_goal.package.cycles import no_search_for_cycles
from deportation_goal.package.derived_schema import DERIVED_SCHEMAS, derived_schema
from deportation_goal.package.descriptor import DERIVED_FOLDER, DESCRIPTOR, Package
from deportation_goal.package.facts import dataset_facts
from deportation_goal.release.artefacts import formats
from deportation_goal.release.artefacts.release_format import Format
from deportation_goal.release.artefacts.typed_cells import refuse_inexact
from deportation_goal.release.metadata.metadata_files import metadata_files
from deportation_goal.release.pictures import can_be_drawn, picture_files
from deportation_goal.release.release_readme import readme
from deportation_goal.statements.quoting_notes import quoting_notes, texts_of
from deportation_goal.table_files import Row, Rows
from deportation_goal.table_files.canonical import csv_bytes, in_order
from deportation_goal.table_files.read_rows import read_rows

CARRIED: Final = (
    "LICENSE",
    "LICENSE-CODE",
    "LICENSE-DATA",
    "CHANGELOG.md",
    "docs/dictionary.md",
    "docs/formats.md",
    "docs/interface.json",
    "docs/method.md",
    "docs/notebook.ipynb",
    "docs/quality.md",
    "docs/quality/double_coding.csv",
    "docs/quality/judged_verdicts.csv",
    "docs/quality/second_reading.csv",
    "docs/quality/third_reading.csv",
    "docs/questions.md",
    "docs/reproducibility.md",
    "docs/rules.md",
    "docs/tasks.md",
    "docs/upgrade.md",
)
"""Files of the repository that a release carries where they are there."""


@dataclass(frozen=True)
class ReleaseDraft:
    """What a maker of further files is given.

    Attributes:
        descriptor: The descriptor of the release: with hash, size and row count of each table.
        rows: The rows of every table, those of the derived ones too, cells as strings, empty where missing.
        files: The files made so far, by path.
        formats: The further formats, whose files are written later. Their bytes belong to a machine, so no text file
            may hold their hash or size.
    """

    descriptor: Mapping[str, Any]
    rows: Rows
    files: Mapping[str, bytes]
    formats: tuple[Format, ...]

    @property
    def version(self) -> str:
        """Version of the release (SemVer)."""
        return str(self.descriptor["version"])

    @property
    def has_pictures(self) -> bool:
        """Whether the release has pictures: a release with very many documents has none."""
        return can_be_drawn(len(self.rows["sources"]))


Maker = Callable[[ReleaseDraft], Mapping[str, bytes]]
"""Gives files of the release by path: from what was made before, and from nothing else."""


def _readme(draft: ReleaseDraft) -> dict[str, bytes]:
    named = [(form.title, form.files) for form in draft.formats]
    notes = quoting_notes(texts_of(draft.rows.get("sources", [])), dataset_facts(draft.descriptor))
    return {"README.md": readme(draft.descriptor, named, tuple(draft.files), notes)}


def _metadata(draft: ReleaseDraft) -> Mapping[str, bytes]:
    return metadata_files(draft.descriptor, draft.rows, draft.files, draft.formats)


def make_pictures(draft: ReleaseDraft) -> Mapping[str, bytes]:
    """Return the pictures of a release by path; none if so many documents would make them unreadable."""
    return picture_files(draft.rows, draft.version) if draft.has_pictures else {}


MAKERS: Final[tuple[Maker, ...]] = (_metadata, make_pictures, _readme)
"""Who makes the files besides tables, schemas and descriptor; each sees the files of those before it."""


def derived_tables(package: Package) -> dict[str, list[Row]]:
    """Return the rows of every derived table of a package that was checked."""
    return _derived(package, read_rows(package))


def _derived(package: Package, rows: Rows) -> dict[str, list[Row]]:
    joined = Joined(rows)
    with no_search_for_cycles():
        return {name: in_order(derived_schema(package, name), compute(joined)) for name, compute in DERIVED.items()}


def release_files(
    package: Package, makers: Sequence[Maker] | None = None, rows: Rows | None = None
) -> dict[str, bytes]:
    """Return every file of the release by its path, but for the further formats and the list of checksums.

    Args:
        package: The tables and their schemas.
        makers: What makes the files besides those; `MAKERS` if not given.
        rows: The rows of its tables; they are read if not given.

    Raises:
        UserError: If the descriptor lacks what a release needs, or a number has more digits than programs keep.
    """
    draft = release_draft(package, rows)
    return {**draft.files, **further_files(draft, makers)}


def release_draft(package: Package, rows: Rows | None = None) -> ReleaseDraft:
    """Return the tables of a release, derived ones too, with schemas, descriptor and the documents it carries.

    The CSVs are byte for byte those of data/; the descriptor gets hash, size and row count of each table.

    Args:
        package: The tables and their schemas.
        rows: The rows of its tables; they are read if not given.

    Raises:
        UserError: If the descriptor lacks what a release needs, or a number has more digits than programs keep.
    """
    created_of(package.descriptor)
    files: dict[str, bytes] = {}
    base = read_rows(package) if rows is None else rows
    for resource in package.resources:
        files[resource.path] = package.read(resource.path)
        refuse_inexact(resource.schema, resource.path, base[resource.name])
        if resource.schema_path:
            files[resource.schema_path] = package.read(resource.schema_path)
    resources = [dict(member) for member in package.descriptor["resources"]]
    derived = _derived(package, base)
    for name, table in derived.items():
        schema_path, path = f"{DERIVED_SCHEMAS}/{name}.schema.json", f"{DERIVED_FOLDER}/{name}.csv"
        schema = derived_schema(package, name)
        refuse_inexact(schema, path, table)
        files[schema_path] = package.read(schema_path)
        files[path] = csv_bytes(schema.columns, table)
        described = {"title": schema.title, "description": schema.description}
        resources.append({**resources[0], "name": name, **described, "path": path, "schema": schema_path})
    rows = {**base, **derived}
    for member in resources:
        content = files[member["path"]]
        member |= {"bytes": len(content), "hash": f"sha256:{_sha256(content)}", "rowCount": len(rows[member["name"]])}
        # The package has the licence of the code too; a table is data.
        member["licenses"] = package.descriptor["licenses"][:1]
    descriptor = {**package.descriptor, "resources": resources}
    files[DESCRIPTOR] = (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()
    for name in CARRIED:
        if package.file(name).is_file():
            files[name] = package.read(name)
    return ReleaseDraft(descriptor, rows, files, formats())


def further_files(draft: ReleaseDraft, makers: Sequence[Maker] | None = None) -> dict[str, bytes]:
    """Return the files of a release besides those of the draft, by path.

    Args:
        draft: Tables, schemas and descriptor.
        makers: What makes the files; `MAKERS` if not given.
    """
    made: dict[str, bytes] = {}
    for maker in MAKERS if makers is None else makers:
        made |= maker(replace(draft, files={**draft.files, **made}))
    return made


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
