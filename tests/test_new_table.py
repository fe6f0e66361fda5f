"""A new table is a schema, a CSV and an entry in the descriptor: no line of Python is edited for it."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from deportation_goal.intake.issue_form import parse_issue
from deportation_goal.package.descriptor import load_package
from deportation_goal.pages.issue_forms import render_issue_forms
from issues import issue_body
from support import REPOSITORY, run_command, schemas_of, write_files

NAME: Final = "notices"
FORM: Final = {
    "file": "5-notice.yml",
    "name": "A new notice",
    "description": "A notice in an official journal.",
    "title": "Notice: ",
    "intro": "One form, one notice.",
}
SLUG: Final = "^[a-z0-9]+(-[a-z0-9]+)*$"
ID: Final = "^not-[0-9abcdefghjkmnpqrstvwxyz]{6}$"
SCHEMA: Final[dict[str, Any]] = {
    "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
    "name": NAME,
    "title": "Notices",
    "description": "One row is one notice in an official journal.",
    "idPrefix": "not",
    "order": ["issued", "notice_id"],
    "label": ["subject"],
    "searched": ["source_id", "subject"],
    "alike": [{"columns": ["source_id", "subject"], "reason": "same source and subject"}],
    "template": ["remarks"],
    "idWithout": ["remarks"],
    "form": FORM,
    "missingValues": [""],
    "primaryKey": ["notice_id"],
    "foreignKeys": [{"fields": ["source_id"], "reference": {"resource": "sources", "fields": ["source_id"]}}],
    "fields": [
        {
            "name": "notice_id",
            "title": "Notice id",
            "type": "string",
            "description": "Permanent id.",
            "example": "not-7k2m9q",
            "constraints": {"pattern": ID, "unique": True, "required": True},
        },
        {
            "name": "subject",
            "title": "Subject",
            "type": "string",
            "description": "What it is about.",
            "example": "A rule on detention beds",
            "constraints": {"maxLength": 120, "required": True},
        },
        {
            "name": "issued",
            "title": "Issued",
            "type": "string",
            "notation": "EDTF",
            "description": "When it was issued.",
            "example": "2025-03",
            "constraints": {"pattern": "^[0-9.][0-9./~?-]*$", "required": True},
        },
        {
            "name": "source_id",
            "title": "Source",
            "type": "string",
            "description": "The journal.",
            "example": "example-news-2025-04-13",
            "constraints": {"pattern": SLUG, "required": True},
        },
        {
            "name": "remarks",
            "title": "Remarks",
            "type": "string",
            "description": "Anything else.",
            "example": "Amended later.",
            "constraints": {"maxLength": 280},
        },
    ],
}


def add_table(package: Path) -> None:
    """Add the table to a package, as its maintainer does."""
    (package / "schemas" / f"{NAME}.schema.json").write_text(json.dumps(SCHEMA, indent=2) + "\n")
    header = ",".join(field["name"] for field in SCHEMA["fields"])
    (package / "data" / f"{NAME}.csv").write_bytes(f"{header}\n".encode())
    descriptor = json.loads((package / "datapackage.json").read_bytes())
    entry = {
        **descriptor["resources"][0],
        "name": NAME,
        "title": "Notices",
        "description": SCHEMA["description"],
        "path": f"data/{NAME}.csv",
        "schema": f"schemas/{NAME}.schema.json",
    }
    descriptor["resources"].append(entry)
    (package / "datapackage.json").write_text(json.dumps(descriptor, indent=2) + "\n")


@pytest.fixture
def package(example_copy: Path) -> Path:
    """The example package with the new table, in a version that this tool does not carry."""
    descriptor = example_copy / "datapackage.json"
    document = json.loads(descriptor.read_text(encoding="utf-8"))
    descriptor.write_text(json.dumps(document | {"version": "0.0.1"}, indent=2) + "\n", encoding="utf-8")
    add_table(example_copy)
    return example_copy


def source_of(package: Path) -> str:
    """Return the id of a source that the package has."""
    return (package / "data" / "sources.csv").read_text(encoding="utf-8").splitlines()[1].partition(",")[0]


def add_notice(package: Path, subject: str = "Beds in tents", issued: str = "2025-03") -> str:
    """Add a row by the command, and return what it said."""
    cells = {"subject": subject, "issued": issued, "source_id": source_of(package)}
    settings = [part for column, value in cells.items() for part in ("--set", f"{column}={value}")]
    run = run_command("add", NAME, *settings, folder=package)
    assert run.code == 0, run.out + run.err
    return run.out + run.err


def rows_of(package: Path) -> list[str]:
    """Return the lines of the table below its header."""
    return (package / "data" / f"{NAME}.csv").read_text(encoding="utf-8").splitlines()[1:]


def test_rows_come_in_are_found_and_shown(package: Path) -> None:
    assert run_command("check", folder=package).code == 0
    add_notice(package)
    assert "same source and subject" in add_notice(package, issued="2024")
    rows = rows_of(package)
    assert [row.split(",")[2] for row in rows] == ["2024", "2025-03"]
    name = rows[0].partition(",")[0]
    assert name.startswith("not-")
    assert run_command("check", folder=package).code == 0
    assert f"  {name}  " in run_command("search", "tents", "--table", NAME, folder=package).out
    assert "Beds in tents" in run_command("show", name, folder=package).out


def test_wrong_rows_are_refused_by_the_rules_that_all_tables_share(package: Path) -> None:
    cells = {"subject": "x" * 121, "issued": "2025-02-30", "source_id": "nobody"}
    settings = [part for column, value in cells.items() for part in ("--set", f"{column}={value}")]
    run = run_command("add", NAME, *settings, folder=package)
    assert run.code == 1
    assert all(f"[{rule}]" in run.out for rule in ("max-length", "edtf", "foreign-key"))
    assert rows_of(package) == []


def test_it_is_corrected_and_compared(package: Path, tmp_path: Path) -> None:
    add_notice(package)
    old = shutil.copytree(package, tmp_path / "old")
    add_notice(package, "A rule on flights", "2026")
    name = rows_of(package)[0].partition(",")[0]
    run = run_command("correct", name, "--set", "issued=2025-04", "--reason", "The journal says April.", folder=package)
    assert run.code == 0, run.out + run.err
    run = run_command("diff", str(old), str(package), folder=package)
    assert "added: A rule on flights" in run.out
    assert "The journal says April." in run.out


def test_its_form_is_made_and_read(package: Path) -> None:
    loaded = load_package(package)
    made = render_issue_forms(loaded)[".github/ISSUE_TEMPLATE/5-notice.yml"]
    document = yaml.safe_load(made)
    assert document["name"] == "A new notice"
    answers = {"subject": "Beds in tents", "issued": "2025-03", "source_id": source_of(package)}
    found = parse_issue(issue_body(document, answers), "issue.md", schemas_of(loaded))
    assert not found.findings
    assert [(row.table, dict(row.values)) for row in found.rows] == [(NAME, answers)]


@pytest.mark.slow
def test_documents_template_and_release_have_it(package: Path) -> None:
    for path in ("README.md", "LICENSE"):
        shutil.copy(REPOSITORY / path, package / path)
    # The real page shows rows of the real data.
    write_files(package, {"docs/method.md": b"# Method\n"})
    add_notice(package)
    run = run_command("docs", folder=package)
    assert run.code == 0, run.out + run.err
    assert "\n## notices\n" in (package / "docs" / "dictionary.md").read_text(encoding="utf-8")
    assert (package / ".github" / "ISSUE_TEMPLATE" / "5-notice.yml").is_file()
    assert NAME in run_command("template", folder=package).out
    run = run_command("build", folder=package)
    assert run.code == 0, run.out + run.err
    (archive,) = (path for path in (package / "dist").glob("*.zip") if "-site-" not in path.name)
    inside = {name.partition("/")[2] for name in zipfile.ZipFile(archive).namelist()}
    assert {f"data/{NAME}.csv", f"schemas/{NAME}.schema.json"} <= inside
    run = run_command("verify", str(archive), folder=package)
    assert run.code == 0, run.out
