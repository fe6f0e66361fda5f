"""Single mistakes in what columns mean, made by hand; beside each that cannot be seen, why."""

from __future__ import annotations

import re
from typing import Final

from deportation_goal.values.hedges import hedge_in
from mutation_kinds import (
    Kind,
    always,
    edit,
    indicator_of,
    other_code,
    other_row,
    shared_locator,
    source_of,
    swapped,
    where,
)

_ONLY_THE_TEXT: Final = "only the text shows which of two possible values is right"
_ONLY_THE_WORLD: Final = "only a look at the thing itself shows which of two possible values is right"
_ONLY_HISTORY: Final = "only earlier releases show which version is right"

_EMPTY_HASH: Final = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
_SCALE: Final = re.compile(r"([0-9][0-9.]*) (?:million|billion|thousand)")
_HEDGE: Final = re.compile(r"\b(?:about|nearly|almost|more than|at least|up to|over|around) ")


def _bare(row: dict[str, str], rows: object) -> bool:
    return row["qualifier"] not in ("between", "magnitude") and row["value"].isdigit()


def _day_before(text: str) -> str:
    return f"{int(text[:4]) - 2}{text[4:]}"


FIGURES: Final = [
    Kind("ten times the number", "figures", "value", where(_bare, edit("value", lambda text: text + "0"))),
    Kind("a tenth of the number", "figures", "value", where(lambda r, _: _bare(r, _) and r["value"].endswith("0") and len(r["value"]) > 1, edit("value", lambda text: text[:-1]))),
    Kind("two digits exchanged", "figures", "value", where(_bare, edit("value", swapped))),
    Kind("one digit wrong", "figures", "value", where(_bare, edit("value", lambda text: ("8" if text[0] != "8" else "3") + text[1:]))),
    Kind("the number without its million", "figures", "value", where(lambda r, _: _bare(r, _) and len(_SCALE.findall(r["value_text"])) == 1, lambda rng, row, rows: _SCALE.search(row["value_text"])[1].rstrip("."))),  # type: ignore[index]
    Kind("a minus sign", "figures", "value", where(lambda r, rows: _bare(r, rows) and indicator_of(r, rows)["measure"] != "change" and "net" not in r["indicator_id"], edit("value", lambda text: "-" + text))),
    Kind("a needless zero", "figures", "value", where(_bare, edit("value", lambda text: text + ".0"))),
    Kind("an upper end without a range", "figures", "value_max", where(lambda r, _: _bare(r, _), always("99999999"))),
    Kind("an upper end below the lower", "figures", "value_max", where(lambda r, _: r["qualifier"] == "between", always("0"))),
    Kind("no upper end", "figures", "value_max", edit("value_max", lambda text: "")),
    Kind("a hedge where the text has none", "figures", "qualifier", where(lambda r, rows: r["qualifier"] == "exact", other_code("qualifier", "about", "at_least", "up_to", "nearly"))),
    Kind("no hedge where the text has one", "figures", "qualifier", where(lambda r, rows: r["qualifier"] in ("about", "nearly", "more_than", "up_to") and indicator_of(r, rows)["measure"] != "limit", always("exact"))),
    Kind("the opposite hedge", "figures", "qualifier", where(lambda r, rows: r["qualifier"] in ("at_least", "more_than") and hedge_in(r["value_text"]) and indicator_of(r, rows)["measure"] != "limit", always("up_to"))),
    Kind("a range of one number", "figures", "qualifier", where(_bare, always("between"))),
    Kind("a magnitude of a number", "figures", "qualifier", where(_bare, always("magnitude"))),
    Kind("approximate without a range", "figures", "approximate", where(_bare, always("true"))),
    Kind("the words of another row", "figures", "value_text", where(_bare, other_row("figures", "value_text", lambda row, other: row["value"] != other["value"] and row["value"][:2] not in other["value_text"].replace(",", "")))),
    Kind("words without their hedge", "figures", "value_text", where(lambda r, rows: r["qualifier"] in ("about", "nearly", "more_than", "up_to"), edit("value_text", lambda text: _HEDGE.sub("", text) if _HEDGE.search(text) and len(_HEDGE.findall(text)) == 1 and not text.endswith("+") else None))),
    Kind("words without percent", "figures", "value_text", where(lambda r, rows: "%" in indicator_of(r, rows)["unit"], edit("value_text", lambda text: re.sub(r" ?(?:%|per ?cent(?:age)?)", "", text) if re.search("%|per ?cent", text) else None))),
    Kind("words without dollars", "figures", "value_text", where(lambda r, rows: "USD" in indicator_of(r, rows)["unit"], edit("value_text", lambda text: text.replace("$", "") if "$" in text else None))),
    Kind("an indicator in another unit", "figures", "indicator_id", lambda rng, row, rows: next((one["indicator_id"] for one in rows["indicators"] if ("%" in one["unit"]) != ("%" in indicator_of(row, rows)["unit"])), None)),
    Kind("another indicator in the unit", "figures", "indicator_id", lambda rng, row, rows: next((one["indicator_id"] for one in rows["indicators"] if one["unit"] == indicator_of(row, rows)["unit"] and one["indicator_id"] != row["indicator_id"]), None), _ONLY_THE_TEXT),
    Kind("another area", "figures", "area", other_row("areas", "area"), _ONLY_THE_TEXT),
    Kind("another counterpart", "figures", "counterpart_area", where(lambda r, _: r["counterpart_area"], lambda rng, row, rows: next(one["area"] for one in rows["areas"] if one["area"] not in (row["counterpart_area"], row["area"]))), _ONLY_THE_TEXT),
    Kind("no period", "figures", "period", edit("period", lambda text: "")),
    Kind("another month", "figures", "period", where(lambda r, _: re.fullmatch(r"20[0-9]{2}-[0-9]{2}", r["period"]), always("2024-02")), _ONLY_THE_TEXT),
    Kind("a count of the future", "figures", "period", where(lambda r, rows: r["status"] != "forecast" and source_of(r, rows)["published"] and indicator_of(r, rows)["measure"] in ("stock", "flow", "cumulative"), always("2031"))),
    Kind("no basis of a period", "figures", "period_basis", where(lambda r, _: r["period"], always("none"))),
    Kind("a basis without a period", "figures", "period_basis", where(lambda r, _: not r["period"], always("stated"))),
    Kind("another basis", "figures", "period_basis", where(lambda r, _: r["period_basis"] == "stated", always("inferred")), _ONLY_THE_TEXT),
    Kind("another status", "figures", "status", where(lambda r, _: r["status"] == "reported", always("estimated")), _ONLY_THE_TEXT),
    Kind("a voice beside a count", "figures", "voice", where(lambda r, rows: indicator_of(r, rows)["measure"] != "target", always("sets"))),
    Kind("another voice", "figures", "voice", where(lambda r, rows: indicator_of(r, rows)["measure"] == "target", other_code("indicator_id", "repeats", "asks")), _ONLY_THE_TEXT),
    Kind("the id of a row that is listed as changed", "figures", "figure_id", where(lambda r, rows: any(c["row_id"] == r["figure_id"] for c in rows["changes"]), lambda rng, row, rows: row["figure_id"][:-1] + ("0" if row["figure_id"][-1] != "0" else "1"))),
]  # fmt: skip


def _of_statements(table: str) -> list[Kind]:
    return [
        Kind("a source that nobody saw", table, "source_id", other_row("sources", "source_id", lambda row, other: other["access"] == "not_seen")),
        Kind("a row in the wrong place", table, "source_id", where(lambda r, rows: source_of(r, rows)["source_id"] < "k", lambda rng, row, rows: max(s["source_id"] for s in rows["sources"] if s["access"] != "not_seen"))),
        Kind("an unnamed agent as a named one", table, "attributed_to", where(lambda r, _: r["attribution_type"] not in ("anonymous", "unattributed"), lambda rng, row, rows: next((a["agent_id"] for a in rows["agents"] if a["agent_type"] == "unnamed"), None))),
        Kind("another named agent", table, "attributed_to", where(lambda r, _: r["attribution_type"] == "named" and table != "quotes", lambda rng, row, rows: rng.choice([a["agent_id"] for a in rows["agents"] if a["agent_type"] != "unnamed"])), _ONLY_THE_TEXT),
        Kind("no agent", table, "attributed_to", edit("attributed_to", lambda text: "")),
        Kind("anonymous with a name", table, "attribution_type", where(lambda r, _: r["attribution_type"] in ("named", "own_count", "document"), always("anonymous"))),
        Kind("unattributed with an agent", table, "attribution_type", where(lambda r, _: r["attributed_to"], always("unattributed"))),
        Kind("another kind of attribution", table, "attribution_type", where(lambda r, _: r["attribution_type"] == "named", always("document")), _ONLY_THE_TEXT),
        Kind("said after it was published", table, "said_on", where(lambda r, rows: source_of(r, rows)["published"], always("2026-08-01"))),
        Kind("said on the day of the source", table, "said_on", lambda rng, row, rows: source_of(row, rows)["published"] or None),
        Kind("a document younger than the source", table, "primary_source", lambda rng, row, rows: next((s["source_id"] for s in rows["sources"] if source_of(row, rows)["published"] and s["published"][:4] > source_of(row, rows)["published"][:4] and "/" not in source_of(row, rows)["published"]), None)),
        Kind("an issue without a note", table, "text_issue", where(lambda r, _: not r["notes"], always("garbled"))),
        Kind("a locator without its start", table, "evidence_start", edit("evidence_start", lambda text: "")),
        Kind("another start than rows of the passage", table, "evidence_start", where(shared_locator, edit("evidence_start", lambda text: str(int(text) + 1)))),
        Kind("an excerpt that ends too early", table, "evidence_end", where(lambda r, _: r["evidence_start"], lambda rng, row, rows: str(int(row["evidence_start"]) + 5))),
        Kind("another end than rows of the passage", table, "evidence_end", where(shared_locator, edit("evidence_end", lambda text: str(int(text) + 1)))),
        Kind("an excerpt after the end of its text", table, "evidence_end", where(lambda r, rows: source_of(r, rows)["text_length"] and r["evidence_end"], always("99999999"))),
        Kind("another hash than rows of the passage", table, "evidence_sha256", where(shared_locator, edit("evidence_sha256", lambda text: text[1:] + ("0" if text[0] != "0" else "1")))),
        Kind("the hash of nothing", table, "evidence_sha256", where(lambda r, _: r["evidence_sha256"], always(_EMPTY_HASH))),
        Kind("the hash of another passage", table, "evidence_sha256", where(lambda r, _: r["evidence_sha256"], lambda rng, row, rows: next((o["evidence_sha256"] for o in rows[table] if o["source_id"] == row["source_id"] and o["evidence_sha256"] not in ("", row["evidence_sha256"])), None))),
        Kind("a wrong digit in a hash of one row", table, "evidence_sha256", where(lambda r, rows: r["evidence_sha256"] and not shared_locator(r, rows), edit("evidence_sha256", lambda text: text[1:] + "0")), "only the text has the hash"),
        Kind("a version that is still to come", table, "added_in", always("99.0.0")),
        Kind("another version", table, "added_in", edit("added_in", lambda text: "" if text == "1.0.0" else "1.0.0"), _ONLY_HISTORY),
    ]  # fmt: skip


STATEMENTS: Final = [
    kind for table in ("figures", "quotes", "obstacles", "countries") for kind in _of_statements(table)
]

OTHERS: Final = [
    Kind("another speaker than other wordings", "quotes", "attributed_to", where(lambda r, rows: r["attribution_type"] == "named" and sum(o["utterance"] == r["utterance"] for o in rows["quotes"]) > 2, lambda rng, row, rows: next(a["agent_id"] for a in rows["agents"] if a["agent_type"] == "person" and a["agent_id"] != row["attributed_to"]))),
    Kind("an utterance of another speaker", "quotes", "utterance", where(lambda r, rows: sum(o["utterance"] == r["utterance"] for o in rows["quotes"]) == 1, lambda rng, row, rows: next((o["utterance"] for o in rows["quotes"] if o["attributed_to"] != row["attributed_to"]), None))),
    Kind("outer quotation marks", "quotes", "text", edit("text", lambda text: f"“{text}”" if "“" not in text and "”" not in text else None)),
    Kind("another language than the source", "quotes", "language", where(lambda r, rows: source_of(r, rows)["language"] == "en", always("es"))),
    Kind("three letters for a language", "quotes", "language", always("eng")),
    Kind("a language that is not registered", "quotes", "language", always("xx")),
    Kind("another form", "quotes", "form", other_code("form", "full", "partial", "fragment"), _ONLY_THE_TEXT),
    Kind("another wording", "quotes", "wording", other_code("wording", "translated", "paraphrased"), _ONLY_THE_TEXT),
    Kind("another obstacle", "obstacles", "obstacle_type", other_code("obstacle_type", "funding", "fines", "morale"), _ONLY_THE_TEXT),
    Kind("the opposite effect", "obstacles", "effect", other_code("effect", "helps", "hinders"), _ONLY_THE_TEXT),
    Kind("another explicitness", "obstacles", "explicitness", other_code("explicitness", "stated", "implied"), _ONLY_THE_TEXT),
    Kind("another role", "countries", "role", other_code("role", "transit", "origin"), _ONLY_THE_TEXT),
    Kind("another country", "countries", "area", other_row("areas", "area"), _ONLY_THE_TEXT),
    Kind("the address of another publisher", "sources", "url", other_row("sources", "url", lambda row, other: row["publisher"] != other["publisher"])),
    Kind("a machine at home", "sources", "url", always("http://localhost/report")),
    Kind("two addresses", "sources", "url", edit("url", lambda text: f"{text};{text}")),
    Kind("no host", "sources", "archive_url", always("https://archive")),
    Kind("another date than the address has", "sources", "published", where(lambda r, _: re.search(r"/20[0-9]{2}/[0-9]{2}/", r["url"]) and r["published"], edit("published", _day_before))),
    Kind("another date than the id has", "sources", "published", where(lambda r, _: r["published"] and re.fullmatch(re.escape(r["publisher"]) + r"-20[0-9-]{2,8}", r["source_id"]), edit("published", _day_before))),
    Kind("a date after today", "sources", "published", where(lambda r, _: r["published"], always("2999-01-01"))),
    Kind("a date without a basis", "sources", "published_basis", where(lambda r, _: r["published"], always("unknown"))),
    Kind("a basis without a date", "sources", "published_basis", where(lambda r, _: not r["published"], always("stated"))),
    Kind("an inferred date without a note", "sources", "notes", where(lambda r, _: r["published_basis"] == "inferred", edit("notes", lambda text: ""))),
    Kind("another publisher", "sources", "publisher", where(lambda r, rows: not any(c["row_id"] == r["source_id"] and c["field"] for c in rows["changes"]), other_row("agents", "agent_id", lambda row, other: other["agent_type"] == "government")), _ONLY_THE_WORLD),
    Kind("another type of source", "sources", "source_type", other_code("source_type", "news", "advocacy"), _ONLY_THE_WORLD),
    Kind("a language that is not registered", "sources", "language", always("zz")),
    Kind("derived from itself", "sources", "derived_from", where(lambda r, _: r["derivation"], lambda rng, row, rows: row["source_id"])),
    Kind("derived from a younger document", "sources", "derived_from", where(lambda r, _: r["derivation"] and r["published"], lambda rng, row, rows: next((s["source_id"] for s in rows["sources"] if s["published"][:4] > row["published"][-4:] and "/" not in row["published"] and s["published"][:4] > row["published"][:4]), None))),
    Kind("an origin without its kind", "sources", "derivation", edit("derivation", lambda text: "")),
    Kind("a kind without an origin", "sources", "derivation", where(lambda r, _: not r["derived_from"], always("quotes"))),
    Kind("another derivation", "sources", "derivation", other_code("derivation", "quotes", "compiles"), _ONLY_THE_WORLD),
    Kind("not seen with statements", "sources", "access", where(lambda r, _: r["access"] != "not_seen", always("not_seen"))),
    Kind("read in part with a hash", "sources", "access", where(lambda r, _: r["text_sha256"], always("excerpt"))),
    Kind("read in full though partial", "sources", "access", where(lambda r, _: r["text_quality"] == "partial", always("full"))),
    Kind("the hash of another text", "sources", "text_sha256", where(lambda r, _: r["text_sha256"], other_row("sources", "text_sha256"))),
    Kind("the hash of an excerpt", "sources", "text_sha256", where(lambda r, _: r["text_sha256"], lambda rng, row, rows: next(f["evidence_sha256"] for f in rows["figures"] if f["evidence_sha256"]))),
    Kind("the hash of nothing", "sources", "text_sha256", where(lambda r, _: r["text_sha256"], always(_EMPTY_HASH))),
    Kind("a wrong digit in a hash", "sources", "text_sha256", edit("text_sha256", lambda text: text[1:] + "0"), "only the text has the hash"),
    Kind("a length without a hash", "sources", "text_length", where(lambda r, _: not r["text_sha256"], always("5000"))),
    Kind("a text shorter than its excerpts", "sources", "text_length", where(lambda r, rows: r["text_length"] and any(f["source_id"] == r["source_id"] and f["evidence_end"] for f in rows["figures"]), always("30"))),
    Kind("a quality nobody saw", "sources", "text_quality", where(lambda r, _: r["access"] == "not_seen", always("clean"))),
    Kind("another quality", "sources", "text_quality", where(lambda r, _: r["text_quality"] == "clean", always("garbled")), _ONLY_THE_WORLD),
    Kind("unnamed with a name", "agents", "agent_type", where(lambda r, rows: r["agent_type"] != "unnamed" and any(f["attributed_to"] == r["agent_id"] for f in rows["figures"]), always("unnamed"))),
    Kind("the name of another", "agents", "name", where(lambda r, _: r["agent_type"] != "unnamed", other_row("agents", "name", lambda row, other: other["agent_type"] != "unnamed"))),
    Kind("part of an unnamed agent", "agents", "part_of", other_row("agents", "agent_id", lambda row, other: other["agent_type"] == "unnamed" and other is not row)),
    Kind("part of itself", "agents", "part_of", lambda rng, row, rows: row["agent_id"]),
    Kind("the number of another", "areas", "m49", where(lambda r, _: r["m49"], other_row("areas", "m49"))),
    Kind("no number", "areas", "m49", edit("m49", lambda text: "")),
    Kind("a country as a region", "areas", "kind", where(lambda r, _: r["kind"] == "country", always("region"))),
    Kind("a country as a territory", "areas", "kind", where(lambda r, _: r["kind"] == "country", always("territory")), _ONLY_THE_WORLD),
    Kind("the name of another", "areas", "name", other_row("areas", "name")),
    Kind("the name of another", "indicators", "name", other_row("indicators", "name")),
    Kind("the definition of another", "indicators", "definition", other_row("indicators", "definition")),
    Kind("a word for a unit", "indicators", "unit", always("people")),
    Kind("a unit that no list has", "indicators", "unit", always("{Person}")),
    Kind("percent for a count", "indicators", "unit", where(lambda r, rows: r["unit"].startswith("{") and any(f["indicator_id"] == r["indicator_id"] for f in rows["figures"]), always("%"))),
    Kind("another measure", "indicators", "measure", where(lambda r, rows: r["measure"] == "stock", always("amount")), _ONLY_THE_WORLD),
    Kind("another topic", "indicators", "topic", other_code("topic", "goal", "money"), _ONLY_THE_WORLD),
    Kind("an emptied list", "indicators", "not_comparable_with", edit("not_comparable_with", lambda text: "")),
    Kind("an id twice in a list", "indicators", "not_comparable_with", edit("not_comparable_with", lambda text: f"{text} {text.split(' ')[0]}")),
    Kind("an id too many in a list", "indicators", "not_comparable_with", lambda rng, row, rows: next((" ".join((*row["not_comparable_with"].split(), one["indicator_id"])) for one in rows["indicators"] if one is not row and one["indicator_id"] not in row["not_comparable_with"].split()), None)),
    Kind("an id that is not there", "indicators", "not_comparable_with", edit("not_comparable_with", lambda text: text + " no-such-indicator")),
    Kind("the row itself in its list", "indicators", "not_comparable_with", lambda rng, row, rows: row["indicator_id"]),
    Kind("a part of itself", "indicators", "parent_indicator_id", lambda rng, row, rows: row["indicator_id"]),
    Kind("a part of another unit", "indicators", "parent_indicator_id", other_row("indicators", "indicator_id", lambda row, other: row["unit"] != other["unit"])),
    Kind("a third period without an indicator", "relations", "third_period", where(lambda r, _: not r["third_indicator_id"], always("same"))),
    Kind("a third indicator without a period", "relations", "third_indicator_id", where(lambda r, _: not r["third_period"], lambda rng, row, rows: rows["indicators"][0]["indicator_id"])),
    Kind("another operation", "relations", "operation", other_code("operation", "sum", "ratio"), _ONLY_THE_WORLD),
    Kind("a period too early", "observations", "period", always("2031-01")),
    Kind("a cell without its sheet", "observations", "sheet", edit("sheet", lambda text: "")),
    Kind("a sheet without its cell", "observations", "cell", edit("cell", lambda text: "")),
    Kind("a cell without its file", "observations", "file_sha256", where(lambda r, _: r["cell"], edit("file_sha256", lambda text: ""))),
    Kind("the hash of nothing", "observations", "file_sha256", always(_EMPTY_HASH)),
    Kind("two digits exchanged", "observations", "value", edit("value", swapped), "only the workbook shows the number: `evidence` compares it"),
    Kind("another status", "observations", "status", other_code("status", "reported", "counted"), _ONLY_THE_WORLD),
    Kind("another frequency", "series", "frequency", other_code("frequency", "weekly", "irregular"), _ONLY_THE_WORLD),
    Kind("the same value twice", "revisions", "new_value", where(lambda r, _: r["action"] == "corrected" and r["row_id"] != "*", lambda rng, row, rows: row["old_value"] or None)),
    Kind("a value that the cell does not have", "revisions", "new_value", where(lambda r, _: r["field"] == "value", always("77"))),
    Kind("a row cut short", "revisions", "old_value", where(lambda r, _: r["action"] == "merged", edit("old_value", lambda text: text[:-1]))),
    Kind("another row", "revisions", "old_value", where(lambda r, _: r["action"] == "merged", always('{"figure_id":"fig-000000"}'))),
    Kind("a correction as a retraction", "revisions", "action", where(lambda r, _: r["action"] == "corrected", always("retracted"))),
    Kind("a column that is not there", "revisions", "field", where(lambda r, _: r["field"], always("valuee"))),
    Kind("no column", "revisions", "field", edit("field", lambda text: "")),
    Kind("a table that is not there", "revisions", "table_name", always("figure")),
    Kind("a row that never was", "revisions", "row_id", where(lambda r, _: r["action"] == "corrected" and r["row_id"] != "*", always("fig-000001"))),
    Kind("a replacement that is nowhere", "revisions", "replaced_by", edit("replaced_by", lambda text: "fig-000001")),
    Kind("a replacement of a correction", "revisions", "replaced_by", where(lambda r, _: r["action"] == "corrected", lambda rng, row, rows: rows["figures"][0]["figure_id"])),
    Kind("a date after today", "revisions", "date", always("2999-01-01")),
    Kind("a date after its release", "revisions", "date", where(lambda r, _: r["version"], always("2026-11-25"))),
    Kind("a release that never was", "revisions", "version", where(lambda r, _: r["version"], always("1.0.7"))),
    Kind("another reason", "revisions", "reason", always("Another reason."), _ONLY_HISTORY),
    Kind("another version", "changes", "version", always("0.9.0")),
    Kind("another day", "changes", "date", always("2026-01-01")),
    Kind("another row", "changes", "row_id", always("fig-000001")),
    Kind("another table", "changes", "table_name", always("quotes2")),
    Kind("retracted with a column", "changes", "field", where(lambda r, _: r["change"] == "retracted", always("value"))),
    Kind("changed without a column", "changes", "change", where(lambda r, _: r["change"] == "retracted", always("changed"))),
    Kind("a value of a row that went", "changes", "new_value", where(lambda r, _: r["change"] == "retracted", always("5"))),
    Kind("the same value twice", "changes", "old_value", where(lambda r, _: r["change"] == "changed", lambda rng, row, rows: row["new_value"])),
    Kind("another old value", "changes", "old_value", where(lambda r, _: r["change"] == "changed", always("2")), _ONLY_HISTORY),
    Kind("the id of another entry", "accepted", "accepted_id", edit("accepted_id", lambda text: text + "_x")),
    Kind("a rule that is not there", "accepted", "rule", always("no-such-rule")),
    Kind("a row that never was", "accepted", "row_id", always("fig-000001")),
    Kind("a table that is not there", "accepted", "table_name", always("figure")),
    Kind("another column", "accepted", "field", always("notes")),
]  # fmt: skip

BY_HAND: Final = (*FIGURES, *STATEMENTS, *OTHERS)
