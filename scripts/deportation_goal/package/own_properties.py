"""What general code must know of single tables: properties of ours in the Table Schemas, as Data Package v2 allows them.

A new table says these things of itself, so that nothing but its schema has to change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from deportation_goal.errors import UserError


class Likeness(NamedTuple):
    """What makes two rows look like one: equal cells in some columns.

    Attributes:
        columns: The columns. The required ones must be filled, and at least one in any case.
        reason: What the rows share, for people: "same source and number".
    """

    columns: tuple[str, ...]
    reason: str


class IssueForm(NamedTuple):
    """The GitHub issue form by which new rows of a table come in without git.

    Attributes:
        file: Name of its file; GitHub lists the forms by it.
        name: What GitHub calls it.
        description: What it is for.
        title: How the title of an issue begins.
        intro: The first sentence above the fields.
    """

    file: str
    name: str
    description: str
    title: str
    intro: str


# Only tables, which have these members, are shown and compared.
@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class OwnProperties:
    """The properties of ours, the name in the JSON in brackets.

    Attributes:
        order: The columns by which rows are sorted (`order`; the key if not given).
        descending: Those of them that are sorted from the largest number or the last word (`descending`).
        id_prefix: Prefix of the ids that the tool makes (`idPrefix`); empty where people name the rows.
        id_without: Columns that have no part in the id that is made for a row (`idWithout`).
        written_by: What writes the table, where nobody adds rows by hand (`writtenBy`); else empty.
        is_log: Whether the table records what was done to the others, so that its rows are no data (`isLog`).
        is_headline: Whether people should open the table first (`isHeadline`).
        technical: Whether only programs and auditors need the table (`isTechnical`).
        needs_reference: Whether every row should be referred to by another (`needsReference`).
        locator: The columns of a statement that say where its words are in the text of a source (`locator`): start,
            end and hash; empty for other tables.
        source: The column that names the document which the locator points into (`source`, as in Web Annotation).
        text_digest: The columns with hash and length of the text of a document, in this order (`textDigest`).
        label: The columns that tell people what a row is, the one that names it first (`label`). Where it is not given,
            the first text that every row has.
        searched: The columns in which `search` looks besides the key (`searched`). For a column that refers to another
            table it looks in the first label of the row referred to.
        likenesses: What makes a new row look like one that is there (`alike`); the first that applies is reported.
        template: The columns that the example row of the template shows besides the required ones (`template`). None
            where the property is missing: a table without locator then has a sheet only if somebody asks for it.
        form: The issue form of the table (`form`); None if it has none.
        temporal_coverage: The column of the EDTF periods that the dataset covers (`temporalCoverage` of schema.org).
        variable_measured: Members of the PropertyValue that a row is among the `variableMeasured` of schema.org, each
            with its column; empty for tables whose rows are no variables.
        in_forms: Columns that the forms of other tables ask for where a row refers to a row of this table that is not
            there yet, each with the heading of its field (`inForms`).
    """

    order: tuple[str, ...]
    descending: tuple[str, ...] = ()
    id_prefix: str = ""
    id_without: tuple[str, ...] = ()
    written_by: str = ""
    is_log: bool = False
    is_headline: bool = False
    technical: bool = False
    needs_reference: bool = False
    locator: tuple[str, ...] = ()
    source: str = ""
    text_digest: tuple[str, ...] = ()
    label: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()
    likenesses: tuple[Likeness, ...] = ()
    template: tuple[str, ...] | None = None
    form: IssueForm | None = None
    in_forms: tuple[tuple[str, str], ...] = ()
    temporal_coverage: str = ""
    variable_measured: tuple[tuple[str, str], ...] = ()

    @property
    def has_evidence(self) -> bool:
        """Whether the rows are statements, with the statement block and its locator."""
        return bool(self.locator)

    @property
    def is_technical(self) -> bool:
        """Whether only programs and auditors need the table: it says so, or it is a log."""
        return self.technical or self.is_log

    @property
    def takes_rows(self) -> bool:
        """Whether people add and correct rows: neither a log nor written by the tool."""
        return not (self.is_log or self.written_by)


def own_properties(document: Mapping[str, Any], columns: Sequence[str], key: str, where: str) -> OwnProperties:
    """Read the properties of ours of a Table Schema.

    Args:
        document: The parsed JSON.
        columns: The names of its columns.
        key: The key column.
        where: What error messages call the schema.

    Raises:
        UserError: If one is of the wrong kind, or names a column that is not there.
    """

    def listed(name: str) -> tuple[str, ...]:
        return _columns(document, name, columns, where)

    return OwnProperties(
        order=listed("order") or (key,),
        descending=listed("descending"),
        id_prefix=text_member(document, "idPrefix", where),
        id_without=listed("idWithout"),
        written_by=text_member(document, "writtenBy", where),
        is_log=document.get("isLog") is True,
        is_headline=document.get("isHeadline") is True,
        technical=document.get("isTechnical") is True,
        needs_reference=document.get("needsReference") is True,
        locator=listed("locator"),
        source=_column(document, "source", columns, where),
        text_digest=listed("textDigest"),
        label=listed("label"),
        searched=listed("searched"),
        likenesses=tuple(_likeness(item, columns, where) for item in member_of(document, "alike", list, where)),
        template=listed("template") if "template" in document else None,
        form=_form(member_of(document, "form", dict, where), where) if "form" in document else None,
        temporal_coverage=_column(document, "temporalCoverage", columns, where),
        variable_measured=_variable(member_of(document, "variableMeasured", dict, where), columns, where),
        in_forms=_in_forms(member_of(document, "inForms", dict, where), columns, where),
    )


def member_of(document: Mapping[str, Any], name: str, kind: type, where: str) -> Any:
    """Return a member of a JSON object, empty where it is left out.

    Raises:
        UserError: If it is not of the wanted kind.
    """
    member = document.get(name, kind())
    if not isinstance(member, kind):
        raise UserError(f'{where}: "{name}" is not {"a list" if kind is list else "an object"}')
    return member


def text_member(document: Mapping[str, Any], name: str, where: str) -> str:
    """Return a member that is a text, empty where it is left out.

    Raises:
        UserError: If it is something else.
    """
    member = document.get(name, "")
    if not isinstance(member, str):
        raise UserError(f'{where}: "{name}" is not a text')
    return member


def _likeness(item: object, columns: Sequence[str], where: str) -> Likeness:
    where = f'{where}, "alike"'
    if not isinstance(item, Mapping):
        raise UserError(f"{where}: an item is not an object")
    alike = Likeness(_columns(item, "columns", columns, where), text_member(item, "reason", where))
    if not alike.columns or not alike.reason:
        raise UserError(f'{where}: an item needs "columns" and a "reason"')
    return alike


def _columns(document: Mapping[str, Any], name: str, columns: Sequence[str], where: str) -> tuple[str, ...]:
    """Return a member that lists columns, empty where it is left out."""
    listed = member_of(document, name, list, where)
    unknown = next((column for column in listed if column not in columns), None)
    if unknown is not None:
        raise UserError(f'{where}: "{name}" names "{unknown}", which is not a column')
    return tuple(listed)


def _column(document: Mapping[str, Any], name: str, columns: Sequence[str], where: str) -> str:
    """Return a member that names a column, empty where it is left out."""
    column = text_member(document, name, where)
    if column and column not in columns:
        raise UserError(f'{where}: "{name}" names "{column}", which is not a column')
    return column


def _form(document: Mapping[str, Any], where: str) -> IssueForm:
    where = f'{where}, "form"'
    members = {name: text_member(document, name, where) for name in ("file", "name", "description", "title", "intro")}
    lacking = next((name for name, text in members.items() if not text), None)
    if lacking:
        raise UserError(f'{where}: "{lacking}" is missing or empty')
    return IssueForm(**members)


def _in_forms(document: Mapping[str, Any], columns: Sequence[str], where: str) -> tuple[tuple[str, str], ...]:
    where = f'{where}, "inForms"'
    _columns({"columns": list(document)}, "columns", columns, where)
    return tuple((column, text_member(document, column, where)) for column in document)


def _variable(document: Mapping[str, Any], columns: Sequence[str], where: str) -> tuple[tuple[str, str], ...]:
    where = f'{where}, "variableMeasured"'
    return tuple((member, _column(document, member, columns, where)) for member in document)
