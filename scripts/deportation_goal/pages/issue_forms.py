""".github/ISSUE_TEMPLATE: the GitHub issue forms, by which rows and corrections come in without git.

Follows GitHub's form schema. What a form asks is in `intake.issue_fields`, made from the Table Schemas.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from deportation_goal.intake.issue_fields import (
    CORRECTION,
    LICENCE_TEXT,
    RETRACTION,
    Form,
    FormField,
    Schemas,
    Widget,
    forms,
    option_text,
)
from deportation_goal.package.descriptor import Package
from deportation_goal.package.own_properties import IssueForm
from deportation_goal.release.metadata.yaml_text import yaml_text

FOLDER: Final = ".github/ISSUE_TEMPLATE"
GENERATED: Final = "# Generated: change the schemas, then run `make docs`."


_SOURCE_FIRST: Final = "If the source is not in the table {table} yet, send the form for a new source first."
_ANSWER: Final = (
    "The form is checked within minutes, and the answer says what is missing. To correct it, edit the issue. When all "
    "is right, a pull request is made from it, which a maintainer reads."
)
_CORRECTION: Final = IssueForm(
    "7-correction.yml",
    "A correction",
    "A row does not say what its source says. People named in the data can ask here, too.",
    "Correction: ",
    "One form, one row. The old value is kept in the table revisions, with the reason.",
)

_RETRACTION: Final = IssueForm(
    "8-retraction.yml",
    "A row to retract",
    "A row is wrong as a whole, or should never have been there. People named in the data can ask here, too.",
    "Retraction: ",
    "One form, one row. The whole row is kept in the table revisions, with the reason, and its id is never reused.",
)


def render_issue_forms(package: Package) -> dict[str, bytes]:
    """Return the issue forms and the configuration of the chooser, by path.

    Args:
        package: The package whose schemas the forms are made from.
    """
    schemas = {resource.name: resource.schema for resource in package.resources}
    paths = {resource.name: resource.path for resource in package.resources}
    documents: dict[str, Mapping[str, Any]] = {
        _face(form, schemas).file: form_document(form, schemas, paths) for form in forms(schemas)
    }
    documents["config.yml"] = {"blank_issues_enabled": True}
    return {
        f"{FOLDER}/{name}": f"{GENERATED}\n{yaml_text(document)}".encode()
        for name, document in sorted(documents.items())
    }


def _face(form: Form, schemas: Schemas) -> IssueForm:
    """Return what GitHub shows of a form before it is opened, and the sentence above its fields."""
    if form.name in _OF_ROWS:
        return _OF_ROWS[form.name]
    schema = schemas[form.name]
    assert schema.form is not None  # noqa: S101 - `forms` gives only such tables
    if not schema.source:
        return schema.form
    first = _SOURCE_FIRST.format(table=schema.references[schema.source].table)
    return schema.form._replace(intro=f"{schema.form.intro} {first}")


_OF_ROWS: Final = {CORRECTION: _CORRECTION, RETRACTION: _RETRACTION}


def form_document(form: Form, schemas: Schemas, paths: Mapping[str, str]) -> dict[str, Any]:
    """Return a form in GitHub's form schema.

    Args:
        form: The form.
        schemas: Schema of every table.
        paths: Path of each table, for the reader who looks for an id.
    """
    face = _face(form, schemas)
    referred = {field.refers_to for field in form.fields}
    tables = ", ".join(f"{name}: `{path}`" for name, path in paths.items() if name in referred)
    where = f" Ids are the first column of a table ({tables})." if tables else ""
    return {
        "name": face.name,
        "description": face.description,
        "title": face.title,
        "body": [
            {"type": "markdown", "attributes": {"value": f"{face.intro} {_ANSWER}{where}"}},
            *(_element(field) for field in form.fields),
        ],
    }


def _element(field: FormField) -> dict[str, Any]:
    attributes: dict[str, Any] = {"label": field.label, "description": field.description}
    if field.widget is Widget.CHECKBOXES:
        attributes["options"] = [{"label": LICENCE_TEXT, "required": field.required}]
        return {"type": field.widget.value, "id": field.id, "attributes": attributes}
    if field.widget is Widget.DROPDOWN:
        attributes["options"] = [option_text(option) for option in field.options]
    elif field.example:
        attributes["placeholder"] = field.example
    return {
        "type": field.widget.value,
        "id": field.id,
        "attributes": attributes,
        "validations": {"required": field.required},
    }
