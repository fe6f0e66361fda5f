"""The JSON Schema of a document from its dataclass: every member is required, and the docstring under it describes it."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import itertools
import textwrap
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema


def schema_of(document: type, title: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a document; members that it does not name may be added in later versions.

    Args:
        document: A dataclass; its docstring describes the document.
        title: What the document is called.
    """
    made = TypeAdapter(document).json_schema(mode="serialization", schema_generator=_DescribedSchema)
    return {"$schema": _DescribedSchema.schema_dialect, **made, "title": title}


def member_texts(kind: type) -> dict[str, str]:
    """Return what is said about each member of a dataclass: the docstring under a field, that of a property.

    pydantic reads the docstrings under fields too (`use_attribute_docstrings`), but not those of inherited fields.
    """
    texts: dict[str, str] = {}
    for base in reversed(kind.__mro__[:-1]):
        texts |= {name: value.__doc__ or "" for name, value in vars(base).items() if isinstance(value, property)}
        texts |= _texts_under_fields(base)
    return {name: " ".join(text.split()) for name, text in texts.items()}


def _texts_under_fields(kind: type) -> dict[str, str]:
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    assert isinstance(definition, ast.ClassDef)  # noqa: S101
    return {
        member.target.id: text.value.value
        for member, text in itertools.pairwise(definition.body)
        if isinstance(member, ast.AnnAssign) and isinstance(member.target, ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str)
    }


class _DescribedSchema(GenerateJsonSchema):
    """What is written has every member: a default says nothing, and a name needs no title beside it."""

    def dataclass_schema(self, schema: core_schema.DataclassSchema) -> JsonSchemaValue:
        made = super().dataclass_schema(schema)
        texts, members = member_texts(schema["cls"]), made["properties"]
        made["required"] = [field.name for field in dataclasses.fields(schema["cls"])]
        made["properties"] = {name: {"description": texts[name], **members[name]} for name in made["required"]}
        return made

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False
