"""What a release would do: the version from the changes, and every reason not to make it."""

from __future__ import annotations

import csv
import datetime
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from deportation_goal.commands import cli
from deportation_goal.diff.package_diff import Step
from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import load_package
from deportation_goal.pages.generated_pages import pages, stale_pages
from deportation_goal.release.archive import checksums
from deportation_goal.release.folder import files_below
from deportation_goal.release.publish.plan import Plan, dated_descriptor, plan_release, release_sources
from made_tables import EditableRows
from repositories import change_rows, previous_of, releasable, release_by_hand, released, state, write_documents
from support import REPOSITORY
from versions import (
    REVISION,
    commit_all,
    correct_cell,
    difference,
    edit_json,
    field,
    run_git,
    write_rows,
    write_version,
)

CREATED = datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the release 0.1.0."""
    return released(tmp_path_factory.mktemp("base") / "package")


@pytest.fixture
def root(base: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(base, tmp_path / "package"))


def plan(root: Path, wanted: str = "auto", *, licence_changed: bool = False) -> Plan:
    return plan_release(
        load_package(root),
        wanted,
        CREATED,
        lambda folder: stale_pages(folder, pages(folder, cli)),
        lambda _step: None,
        previous=previous_of(root),
        licence_changed=licence_changed,
    )


def refusal(root: Path, wanted: str = "auto") -> str:
    before = state(root)
    with pytest.raises(UserError) as caught:
        plan(root, wanted)
    assert state(root) == before
    return str(caught.value)


def correct(rows: EditableRows) -> None:
    correct_cell(rows, "figures", "notes", "Read again.")


def add(rows: EditableRows) -> None:
    rows["areas"].append({**rows["areas"][0], "area": "PAN", "name": "Panama", "m49": "591"})


@pytest.mark.slow
def test_the_version_follows_from_the_rows_since_the_last_release(root: Path) -> None:
    change_rows(root, correct)
    found = plan(root)
    assert (str(found.version), found.tag, found.step) == ("0.1.1", "v0.1.1", Step.PATCH)
    assert [reason.sentence for reason in found.reasons] == ["figures: 1 row with corrected values"]
    assert {"datapackage.json", "CHANGELOG.md", "data/revisions.csv", "data/changes.csv"} <= set(found.files)
    assert state(root)[3] == ""


@pytest.mark.slow
def test_a_row_more_is_a_minor_and_a_lower_version_is_refused(root: Path) -> None:
    change_rows(root, add)
    assert str(plan(root).version) == "0.2.0"
    assert refusal(root, "0.1.1") == (
        "0.1.1 is too small a step after 0.1.0: 0.2.0 at least, because\n  minor: areas: 1 row added"
    )
    assert refusal(root, "0.1.0").startswith("0.1.0 is not above 0.1.0, the last release")
    assert refusal(root, "two").startswith('"two" is not a version')
    assert str(plan(root, "0.5.0").version) == "0.5.0"
    assert str(plan(root, "1.0.0").version) == "1.0.0"


@pytest.mark.slow
def test_code_of_another_place_releases_nothing(root: Path) -> None:
    (root / "scripts/deportation_goal").mkdir(parents=True)
    assert "not to this repository: run `make build` here, then .venv/bin/deportation-goal release" in refusal(root)


@pytest.mark.slow
def test_a_schema_is_a_major_change_which_raises_minor_before_1_0_0(root: Path) -> None:
    def tighten(document: dict[str, object]) -> None:
        field(document, "value_text")["constraints"]["maxLength"] = 79

    edit_json(root / "schemas/figures.schema.json", tighten)
    write_documents(root)
    commit_all(root, "Shorten")
    found = plan(root)
    assert (str(found.version), found.step) == ("0.2.0", Step.MAJOR)


@pytest.mark.slow
def test_after_1_0_0_it_raises_major(root: Path) -> None:
    def tighten(document: dict[str, object]) -> None:
        field(document, "value_text")["constraints"]["maxLength"] = 79

    release_by_hand(root, "1.2.3")
    edit_json(root / "schemas/figures.schema.json", tighten)
    write_documents(root)
    commit_all(root, "Shorten")
    assert str(plan(root).version) == "2.0.0"


@pytest.mark.slow
def test_code_alone_is_a_patch_and_nothing_is_nothing(root: Path) -> None:
    commit = run_git(root, "rev-parse", "HEAD")[:12]
    nothing = f"nothing changed since 0.1.0 (commit {commit}): there is nothing to release"
    assert refusal(root) == f"{nothing}. It has no tag yet: `git tag --annotate v0.1.0 {commit}` gives it one"
    run_git(root, "tag", "v0.1.0")
    assert refusal(root) == nothing
    (root / "code.py").touch()
    commit_all(root, "Write code")
    found = plan(root)
    assert (str(found.version), [reason.sentence for reason in found.reasons]) == (
        "0.1.1",
        ["only code, documents or logs changed"],
    )
    assert "only code or documents changed" in found.block


@pytest.mark.slow
def test_the_first_release_takes_the_version_that_is_there(tmp_path: Path) -> None:
    root = releasable(tmp_path / "package")
    found = plan(root)
    assert (str(found.version), found.last, found.diff, found.reasons) == ("0.1.0", None, None, ())
    assert str(plan(root, "0.3.0").version) == "0.3.0"


@pytest.mark.slow
def test_ids_never_vanish(root: Path) -> None:
    change_rows(root, lambda rows: rows["obstacles"].clear())
    assert refusal(root, "1.0.0") == (
        "1 difference from 0.1.0 without a revision that says why (`deportation-goal check --against 0.1.0` shows each "
        'with its place):\n  obstacles obs-5x1c4v: the row "obs-5x1c4v" of the older version is gone and no revision says '
        "why: put it back, then run `deportation-goal retract obs-5x1c4v` if it has to go"
    )


@pytest.mark.slow
def test_only_the_release_says_which_version_brought_a_row(root: Path) -> None:
    change_rows(root, lambda rows: rows["figures"][0].update(added_in="0.0.1"))
    assert refusal(root) == (
        "only `release` writes added_in, but it was filled or changed in these rows: empty it in rows that no release "
        "has carried, and put it back in the others:\n  figures: fig-7k2m9q"
    )


@pytest.mark.slow
def test_a_retracted_id_may_go(root: Path) -> None:
    def retract(rows: EditableRows) -> None:
        rows["obstacles"].clear()
        whole = {**REVISION, "table_name": "obstacles", "row_id": "obs-5x1c4v"}
        rows["revisions"].append({**whole, "old_value": '{"obstacle_id":"obs-5x1c4v"}'})

    change_rows(root, retract)
    found = plan(root)
    assert (str(found.version), found.step) == ("0.2.0", Step.MINOR)


@pytest.mark.slow
def test_a_revision_never_vanishes_either(root: Path) -> None:
    change_rows(root, lambda rows: rows["revisions"].clear())
    assert '\n  revisions rev-2w7e5r: the revision "rev-2w7e5r" of the older version is gone' in refusal(root)


@pytest.mark.slow
def test_no_cell_changes_without_its_reason(root: Path) -> None:
    change_rows(root, lambda rows: rows["figures"][0].update(notes="Read again."))
    assert "\n  figures fig-7k2m9q, notes: the cell was empty and no chain of revisions leads to" in refusal(root)


@pytest.mark.slow
def test_without_the_last_release_nobody_can_tell_what_the_code_changed(root: Path, tmp_path: Path) -> None:
    change_rows(root, correct)
    shutil.move(previous_of(root), tmp_path / "published")
    assert "published is not there: name a folder or a zip" in refusal(root)
    (tmp_path / "published/derived/agreement.csv").write_text("by hand\n", encoding="utf-8")
    shutil.move(tmp_path / "published", previous_of(root))
    assert "published was changed after it was made: derived/agreement.csv does not match SHA256SUMS" in refusal(root)


@pytest.mark.slow
def test_a_derived_row_that_the_code_changed_is_a_minor_change_and_listed(root: Path) -> None:
    (root / "code.py").touch()
    commit_all(root, "Write code")
    published = previous_of(root)
    path = published / "derived/agreement.csv"
    # As if the code of the last release had come to another answer.
    path.write_text(path.read_text(encoding="utf-8").replace(",single,", ",conflict,"), encoding="utf-8")
    (published / "SHA256SUMS").write_bytes(checksums(published, files_below(published) - {"SHA256SUMS"}))
    found = plan(root)
    assert (str(found.version), found.step) == ("0.2.0", Step.MINOR)
    assert "agreement: 2 derived rows computed in another way by the new code" in found.reasons[0].sentence
    assert "`agreement.verdict` `conflict` → `single`: 2 (" in found.block
    row, _ = table(found.files["data/changes.csv"])
    assert (row["table_name"], row["change"]) == ("agreement", "computed")


@pytest.mark.slow
def test_another_licence_is_refused_unless_it_is_meant(root: Path) -> None:
    edit_json(root / "datapackage.json", lambda document: document["licenses"].pop())
    (root / "LICENSE").write_text("Another text.\n", encoding="utf-8")
    write_documents(root)
    commit_all(root, "Change the licence")
    said = refusal(root)
    assert said.startswith("the licence changed, and with it what everybody may do with the release. ")
    assert said.endswith(
        "add --licence-changed:\n  the licences were CC-BY-4.0, MIT and are CC-BY-4.0 now\n  LICENSE has another text"
    )
    assert plan(root, licence_changed=True).step is Step.MAJOR


def break_a_cell(root: Path) -> None:
    write_rows(root, lambda rows: rows["figures"][0].update(status="projected"))


def break_a_document(root: Path) -> None:
    with (root / "docs/rules.md").open("a", encoding="utf-8") as file:
        file.write("by hand\n")


def take_a_tag(root: Path) -> None:
    change_rows(root, correct)
    run_git(root, "tag", "v0.1.1", run_git(root, "commit-tree", "-m", "elsewhere", "HEAD^{tree}"))
    (root / "something").touch()


def write_a_block(root: Path) -> None:
    (root / "CHANGELOG.md").write_text("# Changelog\n\n## 0.1.1 (2026-12-01)\n\nx\n", encoding="utf-8")


def lower_the_version(root: Path) -> None:
    edit_json(root / "datapackage.json", lambda document: document.update(version="0.0.9"))
    write_documents(root)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (break_a_cell, "the check found 1 error: `deportation-goal check` shows them"),
        (break_a_document, "generated documents are stale: run `make docs` and commit docs/rules.md"),
        (take_a_tag, "the tag v0.1.1 exists already: choose a higher version"),
        (
            write_a_block,
            "CHANGELOG.md has a block of 0.1.1, but no commit here changed the version in datapackage.json",
        ),
        (lower_the_version, "datapackage.json gives the version 0.0.9, but the last release is 0.1.0 (commit "),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_speaks_against_a_release_is_said(root: Path, spoil: Callable[[Path], None], sentence: str) -> None:
    spoil(root)
    commit_all(root, "Spoil")
    assert sentence in refusal(root)


DATED = datetime.datetime(2026, 12, 1, 23, 59, 58, tzinfo=datetime.UTC)


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_only_version_and_date_of_the_descriptor_change() -> None:
    text = (REPOSITORY / "datapackage.json").read_text(encoding="utf-8")
    dated = dated_descriptor(text, "7.8.9", DATED).decode()
    before, after = json.loads(text), json.loads(dated)
    assert after == {**before, "version": "7.8.9", "created": "2026-12-01T23:59:58Z"}
    assert list(after) == list(before)
    lines = zip(text.splitlines(), dated.splitlines(), strict=True)
    assert len([line for line in lines if line[0] != line[1]]) == 2


@pytest.mark.parametrize(
    "text",
    [
        '{"version": "0.1.0", "created": "2026"}',
        '{\n  "version": "0.1.0"\n}',
        '{\n  "version": "0.1.0",\n  "created": "a",\n  "version": "0.1.0"\n}',
        '{"resources": {\n  "version": "0.1.0",\n  "created": "a"\n}, "version": "0.1.0"}',
    ],
)
def test_a_descriptor_in_another_form_is_refused_with_the_form(text: str) -> None:
    with pytest.raises(UserError, match=r"datapackage\.json: "):
        dated_descriptor(text, "0.2.0", DATED)


def test_a_later_release_fills_changes_revisions_and_changelog(tmp_path: Path) -> None:
    old = write_version(tmp_path / "old")
    new = write_version(tmp_path / "new", lambda rows: rows["figures"][0].update(value="900000"))
    (new / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n\nWords.\n", encoding="utf-8")
    files, block = release_sources(load_package(new), difference(old, new), "0.1.1", DATED)
    assert {"datapackage.json", "CHANGELOG.md", "data/revisions.csv", "data/changes.csv"} <= set(files)
    assert "data/reference/accepted.csv" not in files
    assert {row["added_in"] for row in table(files["data/figures.csv"])} == {"0.1.1"}
    assert [row["version"] for row in table(files["data/revisions.csv"])] == ["0.1.1"]
    (change,) = table(files["data/changes.csv"])
    assert (change["change_id"], change["date"]) == ("0.1.1:figures:fig-7k2m9q:value", "2026-12-01")
    assert block.startswith("## 0.1.1 (2026-12-01)\n\nWords.\n\n### Corrections\n")
    assert files["CHANGELOG.md"].decode() == f"# Changelog\n\n## Unreleased\n\n{block}"


def test_the_first_release_brings_no_changes(tmp_path: Path) -> None:
    new = write_version(tmp_path / "new")
    files, block = release_sources(load_package(new), None, "0.1.0", DATED)
    assert table(files["data/changes.csv"]) == []
    assert "- Figures: 2 rows" in block


def test_a_package_without_its_logs_is_refused(tmp_path: Path) -> None:
    def drop(document: dict[str, list[dict[str, str]]]) -> None:
        document["resources"] = [member for member in document["resources"] if member["name"] != "changes"]

    new = write_version(tmp_path / "new", descriptor=drop)
    with pytest.raises(UserError, match="lists no table changes, which a release writes to: list it"):
        release_sources(load_package(new), None, "0.1.0", DATED)


def test_changes_of_earlier_releases_stay_and_all_are_in_order(tmp_path: Path) -> None:
    earlier = {"change_id": "0.1.1:areas:CRI", "version": "0.1.1", "date": "2026-11-30"}
    old = write_version(tmp_path / "old", lambda rows: rows["changes"].append(earlier))

    def change(rows: dict[str, list[dict[str, str]]]) -> None:
        rows["changes"].append(earlier)
        for row in rows["areas"]:
            row["m49"] = "000"

    new = write_version(tmp_path / "new", change)
    files, _ = release_sources(load_package(new), difference(old, new), "0.1.2", DATED)
    ids = [row["change_id"] for row in table(files["data/changes.csv"])]
    assert ids == ["0.1.1:areas:CRI", "0.1.2:areas:CRI:m49", "0.1.2:areas:USA:m49"]
