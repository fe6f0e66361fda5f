"""A format more is a module more in one folder, and nothing else is edited: shown with Arrow IPC."""

from __future__ import annotations

import json
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.release import artefacts
from deportation_goal.release.artefacts import formats
from deportation_goal.release.verify import verify_release
from releases import built, mend_sums, only_our_own, said, verified, zip_of
from support import copy_package, example_files, write_files

pytestmark = pytest.mark.slow
"""A whole build: what it rests on is tested by itself in seconds."""

MODULE: Final = '''
"""Arrow IPC: a file a table, memory-mapped by whoever reads it."""

import pyarrow as pa

from deportation_goal.errors import UserError
from deportation_goal.release.artefacts.release_format import Format
from deportation_goal.release.artefacts.typed_cells import cell_of, csv_rows, typed

TYPES = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "date": pa.date32()}


def write(package):
    for resource in package.resources:
        fields, rows = resource.schema.fields, list(csv_rows(package, resource))
        schema = pa.schema(
            [(field.name, TYPES.get(field.type, pa.string())) for field in fields], {"version": package.version}
        )
        columns = [[typed(field, row[number]) for row in rows] for number, field in enumerate(fields)]
        target = package.file(FORMAT.path(resource.name))
        target.parent.mkdir(parents=True, exist_ok=True)
        with pa.ipc.new_file(target, schema) as file:
            file.write_table(pa.table(columns, schema=schema))


def opened(package, resource):
    try:
        with pa.ipc.open_file(package.file(FORMAT.path(resource.name))) as file:
            return file.read_all()
    except (OSError, pa.ArrowException) as error:
        raise UserError(f"cannot be read: {error}") from None


def read(package, resource):
    for row in opened(package, resource).to_pylist():
        yield tuple(cell_of(field, row[field.name]) for field in resource.schema.fields)


def named_version(package, resource):
    return opened(package, resource).schema.metadata[b"version"].decode()


FORMAT = Format(
    title="Arrow IPC",
    place=35,
    folder="formats/arrow",
    extension=".arrow",
    media_type="application/vnd.apache.arrow.file",
    write=write,
    read=read,
    named_version=named_version,
)
'''


@pytest.fixture(scope="module", autouse=True)
def with_arrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of formats with one module more; and no pictures, which take longer than all the rest. Gives the example."""
    folder, example = tmp_path_factory.mktemp("formats"), tmp_path_factory.mktemp("arrow") / "example"
    (folder / "arrow_ipc.py").write_text(MODULE, encoding="utf-8")
    with only_our_own(), pytest.MonkeyPatch.context() as patched:
        patched.setattr(artefacts, "__path__", [*artefacts.__path__, str(folder)])
        patched.setattr(verify_release, "installed_package", lambda: example)
        yield example
    sys.modules.pop(f"{artefacts.__name__}.arrow_ipc", None)


@pytest.fixture(scope="module")
def original(with_arrow: Path, package: Package) -> Path:
    """A release of the example package with the format; not to be changed."""
    folder = copy_package(with_arrow, with_data=False)
    write_files(folder, example_files(package))
    return built(folder, folder / "dist")


@pytest.fixture
def release(original: Path, tmp_path: Path) -> Path:
    """A copy of the release without its zip, to be tampered with."""
    return Path(shutil.copytree(original, tmp_path / "release", ignore=shutil.ignore_patterns("*.zip*")))


def test_the_formats_come_in_the_order_that_they_state() -> None:
    assert [form.title for form in formats()] == ["Parquet", "SQLite", "XLSX", "Arrow IPC", "JSON Lines"]


def test_the_release_and_its_zip_hold_the_files(original: Path) -> None:
    paths = {f"formats/arrow/{resource.name}.arrow" for resource in load_package(original).resources}
    assert {path.relative_to(original).as_posix() for path in (original / "formats/arrow").iterdir()} == paths
    with zipfile.ZipFile(zip_of(original)) as zipped:
        assert paths <= {name.partition("/")[2] for name in zipped.namelist()}


def test_metadata_and_readme_name_it(original: Path) -> None:
    downloads = json.loads((original / "metadata/dataset.jsonld").read_bytes())["distribution"]
    assert {
        "@type": "DataDownload",
        "name": "figures.arrow",
        "contentUrl": "../formats/arrow/figures.arrow",
        "encodingFormat": "application/vnd.apache.arrow.file",
    } in downloads
    sets = {item["@id"]: item for item in json.loads((original / "croissant.json").read_bytes())["distribution"]}
    assert sets["formats/arrow/*.arrow"]["encodingFormat"] == "application/vnd.apache.arrow.file"
    assert "- Arrow IPC: `formats/arrow/*.arrow`" in (original / "README.md").read_text(encoding="utf-8")


def test_verify_compares_its_values(original: Path, release: Path) -> None:
    outcome = verified(original)
    assert said(outcome) == []
    assert any("Arrow IPC" in step.says for step in outcome.steps)
    file = release / "formats/arrow/areas.arrow"
    file.write_bytes(file.read_bytes().replace(b"United States", b"Divided State"))
    mend_sums(release)
    assert [(finding.rule, finding.message) for finding in verified(release).result.findings] == [
        ("format-values", 'Arrow IPC has "Divided State"')
    ]


def test_verify_misses_a_file_and_reads_its_version(release: Path) -> None:
    (release / "formats/arrow/areas.arrow").unlink()
    file = release / "formats/arrow/agents.arrow"
    version = load_package(release).version.encode()
    file.write_bytes(file.read_bytes().replace(version, b"9" + version[1:]))
    mend_sums(release)
    assert set(said(verified(release))) == {
        ("formats/arrow/areas.arrow", "removed-file"),
        ("formats/arrow/agents.arrow", "release-version"),
    }
