"""Rules across the fields of the statement block: attribution, locator, notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from deportation_goal.evidence.locator import MINIMUM_LENGTH
from deportation_goal.findings import Level, Problem
from deportation_goal.rules.checked_tables import Numbers, Tables, rows_where
from deportation_goal.rules.rule import Edit, Example, Rule, RuleCheck

ATTRIBUTION_PAIR: Final = Rule(
    "attribution-pair",
    Level.ERROR,
    "attributed_to is empty if and only if attribution_type is unattributed.",
    "Either the text gives a claimant or it does not.",
    bad=Example("An agent beside unattributed.", (Edit("figures", 0, "attribution_type", "unattributed"),)),
    good=Example(
        "No agent beside unattributed.",
        (Edit("figures", 0, "attribution_type", "unattributed"), Edit("figures", 0, "attributed_to", "")),
    ),
    alone_because="it compares two columns",
)
ISSUE_NOTES: Final = Rule(
    "text-issue-notes",
    Level.ERROR,
    "A row with a text_issue says in notes what the issue is.",
    "“Garbled” alone does not tell a reader what to distrust.",
    bad=Example("An issue without a note.", (Edit("figures", 0, "text_issue", "garbled"),)),
    good=Example(
        "An issue and its note.",
        (Edit("figures", 0, "text_issue", "garbled"), Edit("figures", 0, "notes", "The noun is lost.")),
    ),
    alone_because="it compares two columns",
)
LOCATOR_WHOLE: Final = Rule(
    "locator-whole",
    Level.ERROR,
    "evidence_start, evidence_end and evidence_sha256 are all filled or all empty.",
    "A place without its hash, or a hash without its place, cannot be verified.",
    bad=Example("A locator without its hash.", (Edit("figures", 0, "evidence_sha256", ""),)),
    good=Example(
        "A row without a locator.",
        (
            Edit("figures", 1, "evidence_start", ""),
            Edit("figures", 1, "evidence_end", ""),
            Edit("figures", 1, "evidence_sha256", ""),
        ),
    ),
    alone_because="it compares three columns",
)
LOCATOR_LENGTH: Final = Rule(
    "locator-length",
    Level.ERROR,
    f"An excerpt is at least {MINIMUM_LENGTH} characters of the evidence stream long.",
    "A shorter one is found by chance in other places; one that ends before it begins is a slip.",
    bad=Example("An excerpt of 10 characters.", (Edit("figures", 0, "evidence_start", "110"),)),
    good=Example("An excerpt of 120 characters.", (Edit("figures", 0, "evidence_start", "0"),)),
    alone_because="it compares two columns",
)
LOCATOR_INSIDE: Final = Rule(
    "locator-inside",
    Level.ERROR,
    "An excerpt ends inside its text.",
    "The length of the text is known (sources, text_length); a place after its end cannot be right.",
    bad=Example("An excerpt that ends after the text does.", (Edit("figures", 0, "evidence_end", "99999"),)),
    good=Example("An excerpt that ends with the text.", (Edit("figures", 1, "evidence_end", "6000"),)),
    alone_because="it compares two tables",
)
SOURCE_SEEN: Final = Rule(
    "source-seen",
    Level.ERROR,
    "A statement's source is a document that was seen.",
    "source_id is the document whose text was held; one that is only cited goes into primary_source.",
    bad=Example(
        "A statement filed under a document that nobody saw.",
        (Edit("obstacles", 0, "source_id", "washington-post-2025-04-12"),),
    ),
    good=Example(
        "A statement filed under the document that carries it.",
        (Edit("obstacles", 0, "source_id", "example-news-2025-04-13"),),
    ),
    alone_because="it compares two tables",
)
ANONYMOUS_AGENT: Final = Rule(
    "anonymous-agent",
    Level.ERROR,
    "attribution_type is anonymous if and only if the agent is of type unnamed.",
    "A speaker with a name is not anonymous, and one without is not named.",
    bad=Example("An unnamed official as a named speaker.", (Edit("obstacles", 0, "attribution_type", "named"),)),
    good=Example(
        "A named speaker.",
        (
            Edit("obstacles", 0, "attribution_type", "named"),
            Edit("obstacles", 0, "attributed_to", "jane-doe"),
            Edit("quotes", 1, "attributed_to", "unnamed-official-example-news-2025-04"),
            Edit("quotes", 1, "attribution_type", "anonymous"),
            Edit("quotes", 1, "utterance", "official-later"),
        ),
    ),
    alone_because="it compares two tables",
)


def _attribution_pair(tables: Tables) -> Iterator[Problem]:
    for table in tables.statement_tables():
        good = tables.good_rows(table, "attributed_to", "attribution_type")
        unattributed = tables.equals(table, "attribution_type", "unattributed")
        filled = tables.filled(table, "attributed_to")
        for row in rows_where(good & (unattributed == filled)):
            value = tables.value(table, "attribution_type", row)
            agent = tables.value(table, "attributed_to", row)
            if agent:
                message = (
                    f"the type is unattributed, but attributed_to names «{agent}»: empty that, or choose another type"
                )
            else:
                message = f"the type is {value}, but attributed_to is empty: name the agent, or write unattributed"
            yield Problem(ATTRIBUTION_PAIR.id, table, row, "attribution_type", value, message)


def _issue_notes(tables: Tables) -> Iterator[Problem]:
    for table in tables.statement_tables():
        mask = tables.filled(table, "text_issue") & ~tables.filled(table, "notes")
        for row in rows_where(mask & tables.good_rows(table, "text_issue", "notes")):
            value = tables.value(table, "text_issue", row)
            yield Problem(
                ISSUE_NOTES.id,
                table,
                row,
                "text_issue",
                value,
                f"the issue is {value}, but notes is empty: say there what is wrong",
            )


def _locator_whole(tables: Tables) -> Iterator[Problem]:
    columns = ("evidence_start", "evidence_end", "evidence_sha256")
    for table in tables.statement_tables():
        filled = {column: tables.filled(table, column) for column in columns}
        count = sum(filled[column].astype(int) for column in columns)
        for row in rows_where((count > 0) & (count < len(columns)) & tables.good_rows(table, *columns)):
            empty = next(column for column in columns if not filled[column][row])
            message = (
                f"{empty} is empty while the rest of the locator is filled: `deportation-goal locate` makes all three"
            )
            yield Problem(LOCATOR_WHOLE.id, table, row, empty, "", message)


def _locator_length(tables: Tables) -> Iterator[Problem]:
    for table in tables.statement_tables():
        start, end = tables.numbers(table, "evidence_start"), tables.numbers(table, "evidence_end")
        for row in rows_where(end - start < MINIMUM_LENGTH):
            value = tables.value(table, "evidence_end", row)
            message = f"the excerpt runs from {start[row]:.0f} to {value}; it must be at least {MINIMUM_LENGTH} characters long"
            yield Problem(LOCATOR_LENGTH.id, table, row, "evidence_end", value, message)


def _looked_up(tables: Tables, table: str, by_source: Numbers) -> Numbers:
    """Return a number of the source of each row, NaN where there is no such source."""
    import pyarrow.compute as pc

    position = pc.index_in(tables.array(table, "source_id"), value_set=tables.array("sources", "source_id"))
    rows = position.fill_null(len(by_source)).to_numpy(zero_copy_only=False)
    found: Numbers = np.append(by_source, np.nan)[rows]
    return found


def _locator_inside(tables: Tables) -> Iterator[Problem]:
    if not tables.has("sources"):
        return
    lengths = tables.numbers("sources", "text_length")
    for table in tables.statement_tables():
        end = tables.numbers(table, "evidence_end")
        length = _looked_up(tables, table, lengths)
        for row in rows_where((end > length) & tables.good_rows(table, "source_id", "evidence_start")):
            value = tables.value(table, "evidence_end", row)
            message = (
                f"the excerpt ends at {value}, but the text of its source is only {length[row]:.0f} characters long"
            )
            yield Problem(LOCATOR_INSIDE.id, table, row, "evidence_end", value, message)


def _source_seen(tables: Tables) -> Iterator[Problem]:
    if not tables.has("sources"):
        return
    sources = tables.frames["sources"]
    good = tables.good_rows("sources", "source_id", "access", "text_quality", "text_sha256")
    unseen = set(sources["source_id"][good & tables.equals("sources", "access", "not_seen")])
    for table in tables.statement_tables():
        for row in rows_where(tables.is_in(table, "source_id", unseen) & tables.good_rows(table, "source_id")):
            value = tables.value(table, "source_id", row)
            message = f"the text of «{value}» is not held (its access is not_seen): name the document that carries the statement, and this one as primary_source"
            yield Problem(SOURCE_SEEN.id, table, row, "source_id", value, message)


def _anonymous_agent(tables: Tables) -> Iterator[Problem]:
    if not tables.has("agents"):
        return
    agents = tables.frames["agents"]
    good_agents = tables.good_rows("agents", "agent_id", "agent_type")
    known = set(agents["agent_id"][good_agents])
    unnamed = set(agents["agent_id"][good_agents & tables.equals("agents", "agent_type", "unnamed")])
    for table in tables.statement_tables():
        is_unnamed = tables.is_in(table, "attributed_to", unnamed)
        anonymous = tables.equals(table, "attribution_type", "anonymous")
        mask = tables.is_in(table, "attributed_to", known) & (is_unnamed != anonymous)
        for row in rows_where(mask & tables.good_rows(table, "attributed_to", "attribution_type")):
            value = tables.value(table, "attribution_type", row)
            name = tables.value(table, "attributed_to", row)
            message = (
                f"attributed_to names the unnamed agent «{name}», so the type is anonymous"
                if is_unnamed[row]
                else f"attributed_to names «{name}», who has a name, so the type is not anonymous"
            )
            yield Problem(
                ANONYMOUS_AGENT.id,
                table,
                row,
                "attribution_type",
                value,
                message,
                "anonymous" if is_unnamed[row] else "named",
            )


FIELD_CHECKS: Final = (
    RuleCheck(ATTRIBUTION_PAIR, _attribution_pair),
    RuleCheck(ISSUE_NOTES, _issue_notes),
    RuleCheck(LOCATOR_WHOLE, _locator_whole),
    RuleCheck(LOCATOR_LENGTH, _locator_length),
)
TABLE_CHECKS: Final = (
    RuleCheck(LOCATOR_INSIDE, _locator_inside),
    RuleCheck(SOURCE_SEEN, _source_seen),
    RuleCheck(ANONYMOUS_AGENT, _anonymous_agent),
)
