"""Table Schemas: what is read from them, and what is refused with a reason."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import Package
from deportation_goal.package.own_properties import IssueForm, Likeness
from deportation_goal.package.schema import Category, ForeignKey, parse_schema

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.integers(10**300, 10**400) | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)


def _document(**members: Any) -> dict[str, Any]:
    return {
        "fields": [
            {"name": "id", "constraints": {"required": True, "unique": True, "pattern": "[a-z]+"}},
            {"name": "parent"},
        ],
        "primaryKey": ["id"],
    } | members


def _field(**members: Any) -> dict[str, Any]:
    return _document(fields=[{"name": "id"} | members])


def test_everything_that_a_field_says() -> None:
    document = _document(
        title="Things",
        description="One row is one thing.",
        fields=[
            {
                "name": "id",
                "title": "Id",
                "type": "string",
                "description": "The key.",
                "example": "a",
                "categories": [{"value": "a", "label": "A", "description": "First."}, {"value": "b"}],
                "constraints": {
                    "required": True,
                    "unique": True,
                    "enum": ["a", "b"],
                    "pattern": "[ab]",
                    "maxLength": 1,
                },
            },
            {"name": "size", "type": "integer", "constraints": {"minimum": 0, "maximum": 9}},
        ],
        foreignKeys=[
            {"fields": ["id"], "reference": {"resource": "others", "fields": ["other_id"]}},
            {"fields": ["size"], "reference": {"resource": "", "fields": ["id"]}},
        ],
    )
    schema = parse_schema("things", document)
    assert (schema.name, schema.title, schema.description) == ("things", "Things", "One row is one thing.")
    assert (schema.columns, schema.primary_key) == (("id", "size"), "id")
    assert schema.foreign_keys == (ForeignKey("id", "others", "other_id"), ForeignKey("size", "things", "id"))
    key, size = schema.by_name["id"], schema.by_name["size"]
    assert (key.title, key.type, key.description, key.example) == ("Id", "string", "The key.", "a")
    assert (key.required, key.unique, key.pattern, key.max_length) == (True, True, "[ab]", 1)
    assert key.enum == ("a", "b")
    assert key.categories == (Category("a", "A", "First."), Category("b", "b", ""))
    assert (size.type, size.minimum, size.maximum) == ("integer", 0, 9)
    assert (size.required, size.unique, size.pattern, size.enum, size.max_length) == (False, False, None, (), None)


def test_what_is_left_out_has_its_default() -> None:
    schema = parse_schema("things", {"fields": [{"name": "id"}], "primaryKey": "id"})
    (field,) = schema.fields
    assert (schema.title, schema.primary_key, schema.foreign_keys) == ("things", "id", ())
    assert (field.title, field.type) == ("id", "string")


def test_categories_may_be_plain_strings() -> None:
    (field,) = parse_schema("things", _field(categories=["a", "b"])).fields
    assert field.categories == (Category("a", "a", ""), Category("b", "b", ""))


def test_properties_of_ours_say_what_general_code_must_know() -> None:
    fields = [{"name": name} for name in ("id", "start", "end", "hash")]
    fields.append({"name": "day", "notation": "EDTF"})
    schema = parse_schema(
        "things",
        {
            "fields": fields,
            "primaryKey": "id",
            "idPrefix": "thi",
            "order": ["day", "id"],
            "locator": ["start", "end", "hash"],
            "writtenBy": "`release`",
            "needsReference": True,
            "source": "hash",
            "textDigest": ["hash", "end"],
            "label": ["day"],
            "searched": ["day", "hash"],
            "alike": [{"columns": ["day", "hash"], "reason": "same day"}],
            "idWithout": ["day"],
            "template": ["day"],
            "form": {"file": "1.yml", "name": "A thing", "description": "Any.", "title": "Thing: ", "intro": "One."},
            "inForms": {"day": "New thing: day"},
        },
    )
    assert (schema.id_prefix, schema.order, schema.locator) == ("thi", ("day", "id"), ("start", "end", "hash"))
    assert (schema.written_by, schema.needs_reference, schema.has_evidence) == ("`release`", True, True)
    assert (schema.by_name["id"].made_id, schema.by_name["day"].made_id) == (True, False)
    assert schema.by_name["day"].notation == "EDTF"
    assert (schema.source, schema.text_digest) == ("hash", ("hash", "end"))
    assert (schema.label, schema.searched, schema.id_without) == (("day",), ("day", "hash"), ("day",))
    assert (schema.template, schema.in_forms) == (("day",), (("day", "New thing: day"),))
    assert schema.form == IssueForm("1.yml", "A thing", "Any.", "Thing: ", "One.")
    assert schema.likenesses == (Likeness(("day", "hash"), "same day"),)


def test_without_them_a_table_is_sorted_by_its_key_and_named_by_people() -> None:
    schema = parse_schema("things", _document())
    assert (schema.order, schema.id_prefix, schema.locator, schema.written_by) == (("id",), "", (), "")
    assert (schema.needs_reference, schema.has_evidence, schema.by_name["id"].made_id) == (False, False, False)


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({"order": ["nothing"]}, '"order" names "nothing"'),
        ({"locator": "id"}, '"locator" is not a list'),
        ({"idPrefix": 3}, '"idPrefix" is not a text'),
        ({"writtenBy": []}, '"writtenBy" is not a text'),
        ({"source": "nothing"}, '"source" names "nothing"'),
        ({"label": ["nothing"]}, '"label" names "nothing"'),
        ({"form": {"file": "1.yml"}}, '"form": "name" is missing'),
        ({"inForms": {"nothing": "New"}}, 'names "nothing"'),
        ({"fields": [{"name": "id", "proposedFrom": [["nothing"]]}]}, '"proposedFrom" names "nothing"'),
        ({"alike": ["id"]}, '"alike": an item is not an object'),
        ({"alike": [{"columns": ["id"]}]}, 'needs "columns" and a "reason"'),
    ],
)
def test_a_property_of_ours_that_is_wrong_is_named(members: dict[str, Any], says: str) -> None:
    with pytest.raises(UserError, match=says):
        parse_schema("things", _document(**members))


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ({}, "has no fields"),
        (_document(fields=[]), "has no fields"),
        (_document(fields={"id": "string"}), '"fields" is not a list'),
        (_document(fields=["id"]), "a field without a name"),
        (_document(fields=[{"name": ""}]), "a field without a name"),
        (_document(fields=[{"name": 5}]), "a field without a name"),
        (_document(fields=[{"name": "id"}, {"name": "id"}]), 'two fields called "id"'),
        (_field(type="datetime"), 'the type "datetime"; allowed are string, integer'),
        (_field(type=[]), "allowed are string, integer"),
        (_field(constraints=[]), '"constraints" is not an object'),
        (_field(constraints={"enum": None}), '"enum" is not a list'),
        (_field(constraints={"enum": "ab"}), '"enum" is not a list'),
        (_field(constraints={"pattern": "("}), '"pattern" has a bracket that is never closed'),
        (_field(constraints={"pattern": "(a+)+"}), '"pattern" could take for ever'),
        (_field(proposedFrom=[None]), '"proposedFrom" is not a list of lists of columns'),
        (_field(proposedFrom=["ab"]), '"proposedFrom" is not a list of lists of columns'),
        (_field(proposedFrom=[[1]]), '"proposedFrom" is not a list of lists of columns'),
        (_field(constraints={"pattern": 5}), '"pattern" is not a regular expression'),
        (_field(constraints={"minimum": "0"}), '"minimum" is not a number'),
        (_field(constraints={"maximum": float("nan")}), '"maximum" is not a number'),
        (_field(constraints={"maximum": True}), '"maximum" is not a number'),
        (_field(constraints={"minimum": 10**400}), '"minimum" is not a number'),
        (_field(constraints={"maxLength": []}), '"maxLength" is not a number'),
        (_field(categories=None), '"categories" is not a list'),
        (_field(categories=[{"label": "A"}]), "a category has no value"),
        (_field(categories=[5]), "a category has no value"),
        (_document(primaryKey=None), "needs a primaryKey"),
        (_document(primaryKey=5), "needs a primaryKey"),
        (_document(primaryKey=[]), "needs a primaryKey"),
        (_document(primaryKey=["id", "parent"]), "needs a primaryKey of one"),
        (_document(primaryKey=[["id"]]), "needs a primaryKey"),
        (_document(primaryKey="nowhere"), "of one of its columns"),
        (_document(foreignKeys=None), '"foreignKeys" is not a list'),
        (_document(foreignKeys=[5]), "foreign key that is not of one column"),
        (_document(foreignKeys=[{"fields": ["parent"]}]), "foreign key that is not of one column"),
        (
            _document(foreignKeys=[{"fields": ["id", "parent"], "reference": {"fields": ["id"]}}]),
            "foreign key that is not of one column",
        ),
        (
            _document(foreignKeys=[{"fields": [["id"]], "reference": {"fields": ["id"]}}]),
            "foreign key that is not of one column",
        ),
        (
            _document(foreignKeys=[{"fields": ["nowhere"], "reference": {"fields": ["id"]}}]),
            'a foreign key on "nowhere", which is not a column',
        ),
    ],
)
def test_a_broken_schema_is_refused_with_the_table_and_the_reason(document: dict[str, Any], reason: str) -> None:
    with pytest.raises(UserError, match=reason) as caught:
        parse_schema("things", document)
    assert "things" in str(caught.value)


@given(
    st.sampled_from(["fields", "primaryKey", "foreignKeys", "title"]),
    JSON,
    st.sampled_from(["schema", "field", "rule"]),
)
def test_any_value_of_a_member_is_read_or_refused(member: str, value: Any, where: str) -> None:
    document = {
        "schema": _document(**{member: value}),
        "field": _field(
            **{{"fields": "name", "primaryKey": "type", "title": "title"}.get(member, "categories"): value}
        ),
        "rule": _field(
            constraints={
                {"fields": "enum", "primaryKey": "pattern", "title": "minimum"}.get(member, "maxLength"): value
            }
        ),
    }[where]
    try:
        schema = parse_schema("things", document)
    except UserError as error:
        assert str(error)
    else:
        assert schema.primary_key in schema.columns


def test_every_schema_of_the_package_has_a_code_list_equal_to_its_categories(package: Package) -> None:
    for resource in package.resources:
        for field in resource.schema.fields:
            assert field.enum == tuple(category.value for category in field.categories), (resource.name, field.name)


def test_every_column_of_the_package_is_described(package: Package) -> None:
    for resource in package.resources:
        for field in resource.schema.fields:
            assert field.description.endswith("."), (resource.name, field.name)
            assert all(category.label and category.description for category in field.categories), field.name
