from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from deportation_goal.intake.issue_fields import LICENCE_LABEL, LICENCE_TEXT, RETRACTED_ID_LABEL, ROW_ID_LABEL
from deportation_goal.package.descriptor import Package
from deportation_goal.pages.issue_forms import render_issue_forms
from issues import FOLDER, elements, form
from support import REPOSITORY

FILES = (
    *("1-figure.yml", "2-quote.yml", "3-source.yml", "4-obstacle.yml", "5-country.yml", "6-agent.yml"),
    *("7-correction.yml", "8-retraction.yml"),
)
RESERVED = {"y", "yes", "n", "no", "true", "false", "on", "off", "none"}
"""What GitHub takes for a truth value or reserves, in any case: no name of an option or field may be one."""


@pytest.fixture(params=FILES)
def document(request: pytest.FixtureRequest) -> dict[str, Any]:
    return form(FOLDER / request.param)


def test_the_forms_of_the_repository_are_those_of_the_schemas(package: Package) -> None:
    rendered = render_issue_forms(package)
    there = {path.relative_to(REPOSITORY).as_posix(): path.read_bytes() for path in FOLDER.iterdir()}
    assert there == rendered, "run `make docs`"
    assert set(rendered) == {f".github/ISSUE_TEMPLATE/{name}" for name in (*FILES, "config.yml")}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("schema", "files"), [("vendor.github-issue-forms", FILES), ("vendor.github-issue-config", ("config.yml",))]
)
def test_the_forms_are_valid_by_githubs_schema(schema: str, files: tuple[str, ...]) -> None:
    paths = [str(FOLDER / name) for name in files]
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, "--output-format", "json"]
    finished = subprocess.run([*command, *paths], capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stdout
    assert json.loads(finished.stdout)["status"] == "ok"


@pytest.mark.slow
def test_the_schema_refuses_a_form_with_a_wrong_key(tmp_path: Path) -> None:
    broken = form(FOLDER / FILES[0]) | {"boddy": []}
    (tmp_path / "broken.yml").write_text(yaml.safe_dump(broken))
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-issue-forms"]
    finished = subprocess.run([*command, str(tmp_path / "broken.yml")], capture_output=True, text=True, check=False)
    assert finished.returncode == 1


def test_ids_and_labels_are_unique_and_nothing_is_reserved(document: dict[str, Any]) -> None:
    asked = elements(document)
    labels = [element["attributes"]["label"].casefold() for element in asked]
    assert len(set(labels)) == len(labels)
    assert len({element["id"] for element in asked}) == len(asked)
    assert not RESERVED & set(labels)
    for element in asked:
        options = element["attributes"].get("options", []) if element["type"] == "dropdown" else []
        assert all(isinstance(option, str) for option in options)
        assert not RESERVED & {option.casefold() for option in options}


def test_no_form_asks_for_an_id_of_a_statement_or_for_a_locator(document: dict[str, Any]) -> None:
    ids = {element["id"] for element in elements(document)}
    made = {
        "figure_id",
        "quote_id",
        "obstacle_id",
        "country_role_id",
        "evidence_start",
        "evidence_end",
        "evidence_sha256",
        "text_sha256",
        "text_length",
    }
    assert not ids & made


@pytest.mark.parametrize(
    ("file", "table"),
    [
        ("1-figure.yml", "figures"),
        ("2-quote.yml", "quotes"),
        ("3-source.yml", "sources"),
        ("4-obstacle.yml", "obstacles"),
        ("5-country.yml", "countries"),
        ("6-agent.yml", "agents"),
    ],
)
def test_every_other_column_has_a_field_with_its_codes(file: str, table: str, package: Package) -> None:
    schema = package.resource(table).schema
    asked = {element["id"]: element for element in elements(form(FOLDER / file))}
    made = {
        "figure_id",
        "quote_id",
        "obstacle_id",
        "country_role_id",
        "evidence_start",
        "evidence_end",
        "evidence_sha256",
        "text_sha256",
        "text_length",
    }
    assert "added_in" not in asked
    for field in schema.entered:
        if field.name in made:
            continue
        attributes = asked[field.name]["attributes"]
        assert attributes["label"] == field.title
        assert field.description in attributes["description"]
        proposed = field.name == "utterance" or field.name == schema.primary_key
        assert asked[field.name]["validations"]["required"] == (field.required and not proposed)
        if field.categories:
            assert attributes["options"] == [f"{item.label} ({item.value})" for item in field.categories]
        elif field.type != "boolean":
            assert attributes.get("placeholder", "") == field.example


def test_every_form_asks_for_the_licence_of_the_data(document: dict[str, Any], package: Package) -> None:
    element = elements(document)[-1]
    assert element["attributes"]["label"] == LICENCE_LABEL
    assert element["attributes"]["options"] == [{"label": LICENCE_TEXT, "required": True}]
    (data_licence,) = [item["name"] for item in package.descriptor["licenses"] if item["name"].startswith("CC-")]
    assert data_licence.replace("-", " ") == "CC BY 4.0"
    assert "CC BY 4.0" in LICENCE_TEXT


@pytest.mark.parametrize(
    ("label", "file"), [(ROW_ID_LABEL, "7-correction.yml"), (RETRACTED_ID_LABEL, "8-retraction.yml")]
)
def test_one_form_has_the_heading_that_chooses_a_command(label: str, file: str) -> None:
    with_it = [
        name for name in FILES if any(item["attributes"]["label"] == label for item in elements(form(FOLDER / name)))
    ]
    assert with_it == [file]
