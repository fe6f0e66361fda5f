"""Verifying releases that nobody touched, and releases that somebody did: each kind of tampering is told apart."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.release.archive import SUMS
from deportation_goal.release.artefacts import formats, sqlite
from deportation_goal.release.artefacts.release_format import Format
from deportation_goal.release.verify import verify_release
from deportation_goal.release.verify.verification import State
from releases import mend_descriptor, mend_sums, repacked, rows_of, said, verified, write_rows, zip_of
from tampering import flip_byte

FIGURES = "data/figures.csv"
SQLITE = sqlite.FORMAT.files
JSONL = "formats/jsonl/figures.jsonl"


def _slow(*paths: str) -> list[ParameterSet]:
    return [pytest.param(path, marks=pytest.mark.slow) for path in paths]


@pytest.mark.slow
def test_a_release_is_sound_as_a_folder_and_as_a_zip(original: Path) -> None:
    for path in (original, zip_of(original)):
        outcome = verified(path)
        assert said(outcome) == []
        assert [step.state for step in outcome.steps] == [State.OK] * 7
        assert outcome.version == load_package(original).version


@pytest.mark.slow
def test_a_release_without_its_zip_is_sound(release: Path) -> None:
    outcome = verified(release)
    assert said(outcome) == []
    assert [step.name for step in outcome.steps] == ["files", "descriptor", "rules", "computed", "version", "formats"]


@pytest.mark.parametrize(
    "path",
    [FIGURES, *_slow("derived/lineage.csv", SQLITE, "README.md", "schemas/figures.schema.json", "datapackage.json")],
)
def test_a_flipped_byte_is_told_by_the_name_of_its_file(path: str, release: Path) -> None:
    flip_byte(path)(release)
    assert said(verified(release)) == [(path, "changed-file")]


@pytest.mark.slow
def test_a_flipped_byte_in_a_zip_is_told_by_the_name_of_its_file(original: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(zip_of(original), tmp_path))
    content = bytearray(path.read_bytes())
    name = f"{path.stem}/{FIGURES}".encode()
    content[content.index(name) + len(name) + 5] ^= 1
    path.write_bytes(content)
    assert said(verified(path)) == [(FIGURES, "changed-file")]


@pytest.mark.parametrize("path", [FIGURES, *_slow(JSONL, "datapackage.json", "schemas/figures.schema.json")])
@pytest.mark.slow
def test_a_removed_file_is_told(path: str, release: Path) -> None:
    (release / path).unlink()
    assert said(verified(release)) == [(path, "removed-file")]


@pytest.mark.slow
def test_an_added_file_is_told(release: Path) -> None:
    (release / "data/figures-new.csv").write_bytes(b"figure_id\n")
    assert said(verified(release)) == [("data/figures-new.csv", "added-file")]


@pytest.mark.slow
def test_what_systems_leave_in_folders_is_a_note(release: Path) -> None:
    (release / "data/.DS_Store").write_bytes(b"")
    outcome = verified(release)
    assert not outcome.result.failed(strict=True)
    assert [finding.path for finding in outcome.result.findings] == ["data/.DS_Store"]


@pytest.mark.slow
def test_a_link_is_told_and_never_followed(release: Path, tmp_path: Path) -> None:
    shutil.move(release / FIGURES, tmp_path / "figures.csv")
    (release / FIGURES).symlink_to(tmp_path / "figures.csv")
    assert (FIGURES, "added-file") in said(verified(release))


@pytest.mark.parametrize("content", [None, b"", b"not a list\n", b"\xff\xfe"])
@pytest.mark.slow
def test_a_lost_or_broken_list_of_checksums_is_told(content: bytes | None, release: Path) -> None:
    (release / SUMS).unlink()
    if content is not None:
        (release / SUMS).write_bytes(content)
    found = said(verified(release))
    if content == b"":
        assert {rule for _, rule in found} == {"added-file"}
    else:
        assert found == [(SUMS, "checksum-list")]


def _change_figure(release: Path) -> None:
    rows = rows_of(release, "data/sources.csv")
    rows[0]["notes"] = "Changed by a hand."
    write_rows(release, "data/sources.csv", rows)


@pytest.mark.slow
def test_a_changed_row_with_mended_checksums_is_told_by_the_descriptor_and_shown_by_the_formats(release: Path) -> None:
    _change_figure(release)
    mend_sums(release)
    outcome = verified(release)
    assert said(outcome) == [("data/sources.csv", "table-hash"), ("data/sources.csv", "format-values")]
    cell = outcome.result.findings[1]
    line = (release / "data/sources.csv").read_text(encoding="utf-8").splitlines()[cell.line - 1]
    assert (cell.field, cell.value) == ("notes", "Changed by a hand.")
    assert line[cell.column - 1 : cell.end_column - 1] == cell.value
    assert line.startswith(f"{cell.row_id},")
    assert cell.message == "Parquet, SQLite, XLSX and JSON Lines have no value"


@pytest.mark.slow
def test_a_changed_row_with_a_mended_descriptor_too_is_told_by_the_formats(release: Path) -> None:
    _change_figure(release)
    mend_descriptor(release)
    assert ("data/sources.csv", "format-values") in said(verified(release))


@pytest.mark.slow
def test_a_changed_derived_table_with_everything_mended_is_told_by_computing_it(release: Path) -> None:
    rows = rows_of(release, "derived/lineage.csv")
    rows[0]["steps"] = "7"
    write_rows(release, "derived/lineage.csv", rows)
    mend_descriptor(release)
    assert {("derived/lineage.csv", "computed-file"), ("derived/lineage.csv", "format-values")} <= set(
        said(verified(release))
    )


@pytest.mark.slow
def test_rows_that_one_side_lacks_are_told_by_their_ids(release: Path) -> None:
    first, *rest = rows_of(release, "data/reference/agents.csv")
    write_rows(release, "data/reference/agents.csv", [*rest, {**first, "agent_id": "zz-new"}])
    mend_descriptor(release)
    messages = [finding.message for finding in verified(release).result.findings if finding.rule == "format-values"]
    for form in formats():
        assert f"agents in {form.title} has 1 row that data/reference/agents.csv lacks: {first['agent_id']}" in messages
        assert f"agents in {form.title} lacks 1 row of data/reference/agents.csv: zz-new" in messages


@pytest.mark.slow
def test_rows_in_another_order_are_told(release: Path) -> None:
    write_rows(release, "data/reference/agents.csv", rows_of(release, "data/reference/agents.csv")[::-1])
    mend_descriptor(release)
    messages = [finding.message for finding in verified(release).result.findings if finding.rule == "format-values"]
    assert messages == [
        f"agents in {form.title} has its rows in another order than data/reference/agents.csv"
        for form in sorted(formats(), key=lambda form: form.path("agents"))
    ]


@pytest.mark.parametrize("form", formats(), ids=lambda form: form.title)
@pytest.mark.slow
def test_a_changed_value_in_one_format_alone_is_told(form: Format, release: Path, other: Path) -> None:
    path = form.path("sources")
    shutil.copy(other / path, release / path)
    mend_sums(release)
    outcome = verified(release)
    assert said(outcome) == [("data/sources.csv", "format-values")]
    assert outcome.result.findings[0].message == f'{form.title} has "A remark of ours."'


@pytest.mark.parametrize("form", formats(), ids=lambda form: form.title)
@pytest.mark.parametrize("content", [b"", b"not what it was\n"])
@pytest.mark.slow
def test_a_format_that_cannot_be_read_is_told(form: Format, content: bytes, release: Path) -> None:
    (release / form.path("figures")).write_bytes(content)
    mend_sums(release)
    assert {(form.path("figures"), "format-values")} == set(said(verified(release)))


@pytest.mark.slow
def test_a_file_that_was_taken_out_of_the_list_too_is_told(release: Path) -> None:
    (release / JSONL).unlink()
    (release / "README.md").unlink()
    mend_sums(release)
    assert said(verified(release)) == [("README.md", "removed-file"), (JSONL, "removed-file")]


@pytest.mark.parametrize("path", ["CITATION.cff", "README.md", "croissant.json", "metadata/datacite.json"])
@pytest.mark.slow
def test_another_version_in_a_text_is_not_what_the_tables_give(path: str, release: Path) -> None:
    text = (release / path).read_text(encoding="utf-8")
    version = load_package(release).version
    assert version in text
    (release / path).write_text(text.replace(version, "9.9.9"), encoding="utf-8")
    mend_sums(release)
    assert said(verified(release)) == [(path, "computed-file")]


@pytest.mark.slow
def test_another_version_in_the_descriptor_is_told_of_every_format_that_names_one(release: Path) -> None:
    descriptor = json.loads((release / "datapackage.json").read_bytes())
    (release / "datapackage.json").write_text(json.dumps({**descriptor, "version": "9.9.9"}), encoding="utf-8")
    mend_sums(release)
    found = {path for path, rule in said(verified(release)) if rule == "release-version"}
    parquet = {f"formats/parquet/{resource.name}.parquet" for resource in load_package(release).resources}
    assert found == {SQLITE, "formats/deportation-goal.xlsx"} | parquet


@pytest.mark.slow
def test_a_zip_under_a_wrong_name_is_told(original: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(zip_of(original), tmp_path / "deportation-goal-9.9.9.zip"))
    assert said(verified(path)) == [("deportation-goal-9.9.9.zip", "release-version")]


@pytest.mark.slow
def test_a_zip_that_differs_from_its_folder_is_told(with_zip: Path, original: Path) -> None:
    path = zip_of(with_zip)
    repacked(zip_of(original), path, {FIGURES: b"other\n", JSONL: None})
    messages = [finding.message for finding in verified(with_zip).result.findings if finding.rule == "zip-content"]
    assert sorted(message.partition(":")[0] for message in messages) == [
        "files that are in the folder only",
        "files that differ from those in the folder",
        f"the zip does not match the hash in {path.name}.sha256",
    ]


@pytest.mark.slow
def test_a_file_that_was_told_of_is_not_told_of_again_for_the_zip(with_zip: Path) -> None:
    flip_byte(FIGURES)(with_zip)
    (with_zip / JSONL).unlink()
    (with_zip / "new.csv").write_bytes(b"")
    assert {rule for _, rule in said(verified(with_zip))} == {"changed-file", "removed-file", "added-file"}


@pytest.mark.slow
def test_a_zip_with_another_hash_than_that_beside_it_is_told(with_zip: Path) -> None:
    path = zip_of(with_zip)
    repacked(path, path.with_name("copy.zip"), {}).replace(path)
    assert said(verified(path)) == [(path.name, "zip-content")]


@pytest.mark.slow
def test_a_zip_that_cannot_be_read_beside_a_folder_is_told(with_zip: Path) -> None:
    path = zip_of(with_zip)
    path.write_bytes(b"no zip")
    assert {rule for _, rule in said(verified(with_zip))} == {"zip-content"}


@pytest.mark.slow
def test_a_broken_rule_is_told_with_its_place(package: Package, release: Path) -> None:
    text = (release / FIGURES).read_bytes()
    (release / FIGURES).write_bytes(text.replace(b",reported,", b",projected,", 1))
    mend_descriptor(release)
    outcome = verified(release)
    assert (FIGURES, "enum") in said(outcome)
    assert next(step for step in outcome.steps if step.name == "computed").state is State.SKIPPED


@pytest.mark.slow
def test_a_release_of_another_version_is_held_to_what_does_not_change(release: Path) -> None:
    rows = rows_of(release, "derived/lineage.csv")
    rows[0]["steps"] = "7"
    write_rows(release, "derived/lineage.csv", rows)
    mend_descriptor(release)
    outcome = verified(release, tool_version="99.0.0")
    levels = {(finding.rule, finding.level.value) for finding in outcome.result.findings}
    assert levels == {("computed-file", "warning"), ("format-values", "error")}


@pytest.mark.slow
def test_an_older_release_without_formats_is_not_called_incomplete(release: Path) -> None:
    shutil.rmtree(release / "formats")
    mend_sums(release)
    outcome = verified(release, tool_version="99.0.0")
    assert not outcome.result.failed(strict=True)
    assert {finding.rule for finding in outcome.result.findings} == {"not-checked"}
    assert verified(release).result.failed()


@pytest.mark.slow
def test_everything_made_anew_from_other_tables_is_told_by_the_copy_of_the_tool(other: Path) -> None:
    assert said(verified(other)) == [("data/sources.csv", "version-content")]


@pytest.mark.slow
def test_a_checkout_may_have_other_tables_than_the_release_of_its_version(
    other: Path, original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout = Path(shutil.copytree(original.parent, tmp_path / "checkout", ignore=shutil.ignore_patterns("dist")))
    (checkout / "pyproject.toml").touch()
    monkeypatch.setattr(verify_release, "installed_package", lambda: checkout)
    assert not verified(other).result.failed(strict=True)
    (checkout / "LICENSE").write_bytes(b"Free.")
    outcome = verified(other)
    assert said(outcome) == [("LICENSE", "version-content")]
    assert not outcome.result.failed()


def test_what_is_no_release_is_refused(example_copy: Path) -> None:
    with pytest.raises(UserError, match="the package itself"):
        verified(example_copy)


@pytest.mark.slow
def test_a_descriptor_that_cannot_be_read_is_told(release: Path) -> None:
    (release / "datapackage.json").write_text("{", encoding="utf-8")
    mend_sums(release)
    assert said(verified(release)) == [("datapackage.json", "release-descriptor")]
