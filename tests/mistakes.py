"""Single-cell mistakes for a copy of the real data: which rule each breaks, and in which rows it can be made.

A row is chosen by what it holds, never by its number or id, so that the list outlives changes of the data.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from made_tables import EditableRow, EditableRows


@dataclass(frozen=True)
class Mistake:
    """One wrong cell.

    Attributes:
        rule: The rule that it breaks.
        table: The table it is made in.
        column: The column it is made in.
        wrong: The wrong value of a row, among all rows.
        fits: Whether it can be made in a row, among all rows.
        found_in: The column that has the finding, where it is another.
    """

    rule: str
    table: str
    column: str
    wrong: Callable[[EditableRow, EditableRows], str]
    fits: Callable[[EditableRow, EditableRows], bool] = lambda row, rows: True
    found_in: str = ""


@dataclass(frozen=True)
class MadeMistake:
    """A mistake that was made: in row `number`, counted from 0 without the header."""

    mistake: Mistake
    number: int


def read(content: bytes) -> list[EditableRow]:
    """Read a table with Python's csv module."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))


def write(columns: Collection[str], rows: list[EditableRow]) -> bytes:
    """Write a table with Python's csv module."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode("utf-8")


def place(content: bytes, number: int, column: str) -> tuple[int, int]:
    """Return line and column of a cell, worked out from the text of a file without line breaks in its cells."""
    line = content.decode("utf-8").split("\n")[number + 1]
    header, cells = (next(csv.reader([text])) for text in (content.decode("utf-8").split("\n")[0], line))
    raw = ['"' + cell.replace('"', '""') + '"' if set(cell) & set(',"') else cell for cell in cells]
    assert ",".join(raw) == line
    return number + 2, 1 + sum(len(cell) + 1 for cell in raw[: header.index(column)])


def make(mistakes: Collection[Mistake], rows: EditableRows, taken: Mapping[str, set[int]]) -> Iterator[MadeMistake]:
    """Make each mistake in a row of its own, changing `rows`; leave out those that fit nowhere.

    `taken` has the numbers of rows that are not to be touched, by table.
    """
    used = {table: set(taken.get(table, ())) for table in rows}
    for mistake in mistakes:
        for number, row in enumerate(rows[mistake.table]):
            if number not in used[mistake.table] and mistake.fits(row, rows):
                row[mistake.column] = mistake.wrong(row, rows)
                used[mistake.table].add(number)
                yield MadeMistake(mistake, number)
                break


def _is(value: str) -> Callable[[EditableRow, EditableRows], str]:
    return lambda row, rows: value


def _empty(column: str) -> Callable[[EditableRow, EditableRows], bool]:
    return lambda row, rows: row[column] == ""


def _filled(*columns: str) -> Callable[[EditableRow, EditableRows], bool]:
    return lambda row, rows: all(row[column] for column in columns)


def _not(column: str, *values: str) -> Callable[[EditableRow, EditableRows], bool]:
    return lambda row, rows: row[column] not in ("", *values)


def _not_first(table: str) -> Callable[[EditableRow, EditableRows], bool]:
    return lambda row, rows: row is not rows[table][0]


def _unseen(row: EditableRow, rows: EditableRows) -> str:
    """A document that nobody saw whose id keeps the row in its place; empty if there is none."""
    table = rows["obstacles"]
    number = next(index for index, other in enumerate(table) if other is row)
    before = table[number - 1]["source_id"] if number else ""
    after = table[number + 1]["source_id"] if number + 1 < len(table) else "~"
    unseen = (source["source_id"] for source in rows["sources"] if source["access"] == "not_seen")
    return next((source_id for source_id in unseen if before < source_id < after), "")


def _cited_only(row: EditableRow, rows: EditableRows) -> bool:
    """Whether nobody saw a source, and no row was wrongly set to it."""
    return row["access"] == "not_seen" and all(other["source_id"] != row["source_id"] for other in rows["obstacles"])


def _has_length(row: EditableRow, rows: EditableRows) -> bool:
    source = next(source for source in rows["sources"] if source["source_id"] == row["source_id"])
    return bool(row["evidence_end"] and source["text_length"])


def _unlocated(row: EditableRow, rows: EditableRows) -> bool:
    """Whether no locator was set wrong in the text of a source: without a length, nothing could be said of it."""
    located = {figure["source_id"] for figure in rows["figures"] if figure["evidence_end"] == "99999999"}
    return bool(row["text_sha256"]) and row["source_id"] not in located


# Rows in which a change of the number or hedge has no second effect: neither ranges nor words of magnitude.
_SINGLE = _not("qualifier", "between", "magnitude")

FIGURES: Final = (
    Mistake(
        "type",
        "figures",
        "value",
        lambda row, rows: f"{int(row['value']):,}",
        lambda r, _: len(r["value"]) > 3 and r["value"].isdigit(),
    ),
    Mistake("value-in-text", "figures", "value", _is("77777777"), _SINGLE),
    Mistake("enum", "figures", "qualifier", _is("roughly")),
    Mistake("max-length", "figures", "value_text", lambda row, rows: row["value_text"] + " and so on" * 9),
    Mistake("edtf", "figures", "period", _is("2025-02-30"), _filled("period")),
    Mistake("period-basis", "figures", "period_basis", _is("none"), _filled("period")),
    Mistake("locator-whole", "figures", "evidence_sha256", _is(""), _filled("evidence_start")),
    Mistake(
        "locator-length",
        "figures",
        "evidence_end",
        lambda row, rows: str(int(row["evidence_start"]) + 10),
        lambda r, _: int(r["evidence_start"] or 0) > 14,
    ),
    Mistake("locator-inside", "figures", "evidence_end", _is("99999999"), _has_length),
    Mistake("value-max-pair", "figures", "value_max", _is("5"), _SINGLE),
    Mistake("approximate-between", "figures", "approximate", _is("true"), _SINGLE),
    Mistake(
        "foreign-key",
        "figures",
        "indicator_id",
        _is("no-such-indicator"),
        lambda r, _: r["qualifier"] == "exact" and r["value_text"][:1].isdigit(),
    ),
    Mistake("whitespace", "figures", "notes", lambda row, rows: row["notes"] + " ", _filled("notes")),
    Mistake("text-issue-notes", "figures", "text_issue", _is("garbled"), _empty("notes")),
    Mistake("attribution-pair", "figures", "attribution_type", _is("unattributed"), _filled("attributed_to")),
)

STATEMENTS: Final = (
    Mistake("formula", "quotes", "text", lambda row, rows: "=" + row["text"]),
    Mistake("pattern", "quotes", "language", _is("English")),
    Mistake("required", "quotes", "form", _is("")),
    Mistake("outer-quotation-marks", "quotes", "text", lambda row, rows: f"“{row['text']}”", lambda r, _: not set("“”") & set(r["text"])),
    Mistake("invisible-character", "obstacles", "summary", lambda row, rows: row["summary"].replace(" ", " \u200b", 1)),
    Mistake("enum", "obstacles", "obstacle_type", _is("staffing shortage")),
    Mistake("blank-id", "obstacles", "obstacle_id", _is(""), _not_first("obstacles")),
    Mistake("unique", "obstacles", "obstacle_id", lambda row, rows: rows["obstacles"][0]["obstacle_id"], _not_first("obstacles")),
    Mistake("source-seen", "obstacles", "source_id", _unseen, lambda row, rows: bool(_unseen(row, rows))),
    Mistake("unicode-normal-form", "obstacles", "summary", lambda row, rows: "E\u0301" + row["summary"][1:]),
    Mistake("pattern", "countries", "area", lambda row, rows: row["area"].lower()),
    Mistake("required", "countries", "role", _is("")),
    Mistake("foreign-key", "countries", "attributed_to", _is("no-such-agent"), _filled("attributed_to")),
    Mistake("control-character", "countries", "summary", lambda row, rows: row["summary"].replace(" ", " \0", 1)),
    Mistake("type", "countries", "evidence_start", _is("12.5"), _filled("evidence_start")),
)  # fmt: skip

DOCUMENTS: Final = (
    Mistake("pattern", "sources", "url", lambda row, rows: row["url"].split("://")[1], _filled("url")),
    Mistake("pattern", "sources", "published", _is("13 April 2025"), _filled("published")),
    Mistake("derivation-pair", "sources", "derivation", _is(""), _filled("derived_from")),
    Mistake("digest-pair", "sources", "text_length", _is(""), _unlocated),
    Mistake("minimum", "sources", "text_length", _is("0"), _unlocated),
    Mistake("quality-seen", "sources", "text_quality", _is("clean"), _cited_only),
    Mistake("published-basis", "sources", "published_basis", _is("unknown"), _filled("published")),
    Mistake("enum", "indicators", "topic", _is("aims")),
    Mistake("required", "indicators", "definition", _is("")),
    Mistake("list-reference", "indicators", "not_comparable_with", _is("no-such-indicator")),
    Mistake("enum", "series", "frequency", _is("hourly")),
    Mistake("enum", "observations", "status", _is("estimated")),
    Mistake("enum", "relations", "operation", _is("product")),
    Mistake("enum", "agents", "agent_type", _is("robot")),
    Mistake("required", "agents", "name", _is("")),
    Mistake("loop", "agents", "part_of", lambda row, rows: row["agent_id"]),
    Mistake("enum", "areas", "kind", _is("planet")),
    Mistake("pattern", "areas", "m49", _is("88"), _filled("m49")),
    Mistake("revised-row", "revisions", "row_id", _is("fig-000001"), _not("row_id", "*")),
    Mistake("date-form", "revisions", "date", _is("2025-6-1")),
    Mistake("revision-fields", "revisions", "field", _is("")),
    Mistake("cell-length", "revisions", "old_value", _is("x" * 30_000)),
    Mistake("pattern", "changes", "version", _is("1.0")),
)  # fmt: skip

MISTAKES: Final = (*FIGURES, *STATEMENTS, *DOCUMENTS)


def add_history(rows: EditableRows) -> None:
    """Add revisions and a change, so that these tables have rows to make mistakes in."""
    for number, row in enumerate(rows["figures"][:4]):
        revision = dict.fromkeys(("replaced_by", "version"), "")
        revision |= {"revision_id": f"rev-zzzzz{number}", "table_name": "figures", "row_id": row["figure_id"]}
        revision |= {"field": "value", "old_value": "1", "new_value": row["value"], "action": "corrected"}
        rows["revisions"].append({**revision, "reason": "A slip.", "date": "2025-06-01"})
    change = {"change_id": "99.0.0:figures:fig-zzzzzz", "version": "99.0.0", "date": "2025-06-01", "change": "added"}
    change |= {"table_name": "figures", "row_id": "fig-zzzzzz", "field": "", "old_value": "", "new_value": ""}
    rows["changes"].append(change)
