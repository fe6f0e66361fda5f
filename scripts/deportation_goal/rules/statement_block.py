"""Rules across the fields of the statement block: attribution, locator, notes."""

from __future__ import annotations

from deportation_goal.evidence.locator import MINIMUM_LENGTH
from deportation_goal.findings import Level
from deportation_goal.rules.rule import STATEMENTS, Breach, Example, Phase, row_rule
from deportation_goal.values.numbers import cell_position


@row_rule(
    "attribution-pair",
    Level.ERROR,
    table=STATEMENTS,
    column="attribution_type",
    title="attributed_to is empty if and only if attribution_type is unattributed.",
    why="Either the text gives a claimant or it does not.",
    bad=Example("An agent beside unattributed.", {"figures.0.attribution_type": "unattributed"}),
    good=Example(
        "No agent beside unattributed.",
        {"figures.0.attribution_type": "unattributed", "figures.0.attributed_to": ""},
    ),
    alone_because="it compares two columns",
)
def attribution_pair(attribution_type: str, attributed_to: str) -> Breach | None:
    """Compare the type with the agent."""
    if (attribution_type == "unattributed") != bool(attributed_to):
        return None
    if attributed_to:
        return Breach(
            f'the type is unattributed, but attributed_to names "{attributed_to}": empty that, or choose another type'
        )
    return Breach(f"the type is {attribution_type}, but attributed_to is empty: name the agent, or write unattributed")


@row_rule(
    "text-issue-notes",
    Level.ERROR,
    table=STATEMENTS,
    column="text_issue",
    title="A row with a text_issue says in notes what the issue is.",
    why="“Garbled” alone does not tell a reader what to distrust.",
    bad=Example("An issue without a note.", {"figures.0.text_issue": "garbled"}),
    good=Example("An issue and its note.", {"figures.0.text_issue": "garbled", "figures.0.notes": "The noun is lost."}),
    alone_because="it compares two columns",
)
def text_issue_notes(text_issue: str, notes: str) -> Breach | None:
    """Look for issues beside empty notes."""
    if not text_issue or notes:
        return None
    return Breach(f"the issue is {text_issue}, but notes is empty: say there what is wrong")


@row_rule(
    "locator-whole",
    Level.ERROR,
    table=STATEMENTS,
    column="evidence_start",
    title="evidence_start, evidence_end and evidence_sha256 are all filled or all empty.",
    why="A place without its hash, or a hash without its place, cannot be verified.",
    bad=Example("A locator without its hash.", {"figures.0.evidence_sha256": ""}),
    good=Example(
        "A row without a locator.",
        {"figures.1.evidence_start": "", "figures.1.evidence_end": "", "figures.1.evidence_sha256": ""},
    ),
    alone_because="it compares three columns",
)
def locator_whole(evidence_start: str, evidence_end: str, evidence_sha256: str) -> Breach | None:
    """Look for locators of which a part is missing."""
    cells = {"evidence_start": evidence_start, "evidence_end": evidence_end, "evidence_sha256": evidence_sha256}
    empty = [column for column, cell in cells.items() if not cell]
    if len(empty) in (0, len(cells)):
        return None
    return Breach(
        f"{empty[0]} is empty while the rest of the locator is filled: `deportation-goal locate` makes all three",
        column=empty[0],
    )


@row_rule(
    "locator-length",
    Level.ERROR,
    table=STATEMENTS,
    column="evidence_end",
    title=f"An excerpt is at least {MINIMUM_LENGTH} characters of the evidence stream long.",
    why="A shorter one is found by chance in other places; one that ends before it begins is a slip.",
    bad=Example("An excerpt of 10 characters.", {"figures.0.evidence_start": "110"}),
    good=Example("An excerpt of 120 characters.", {"figures.0.evidence_start": "0"}),
    alone_because="it compares two columns",
)
def locator_length(evidence_start: str, evidence_end: str) -> Breach | None:
    """Compare start and end."""
    start, end = cell_position(evidence_start), cell_position(evidence_end)
    if start is None or end is None or end - start >= MINIMUM_LENGTH:
        return None
    return Breach(
        f"the excerpt runs from {start} to {evidence_end}; it must be at least {MINIMUM_LENGTH} characters long"
    )


@row_rule(
    "locator-inside",
    Level.ERROR,
    Phase.ACROSS,
    table=STATEMENTS,
    column="evidence_end",
    unless_wrong=("evidence_start",),
    title="An excerpt ends inside its text.",
    why="The length of the text is known (sources, text_length); a place after its end cannot be right.",
    bad=Example("An excerpt that ends after the text does.", {"figures.0.evidence_end": "99999"}),
    good=Example("An excerpt that ends with the text.", {"figures.1.evidence_end": "6000"}),
    alone_because="it compares two tables",
)
def locator_inside(evidence_end: str, source_id__text_length: str) -> Breach | None:
    """Compare the end with the length of the text."""
    end, length = cell_position(evidence_end), cell_position(source_id__text_length)
    if end is None or length is None or end <= length:
        return None
    return Breach(f"the excerpt ends at {evidence_end}, but the text of its source is only {length} characters long")


@row_rule(
    "source-seen",
    Level.ERROR,
    Phase.ACROSS,
    table=STATEMENTS,
    column="source_id",
    unless_wrong=("source_id__text_quality", "source_id__text_sha256"),
    title="A statement's source is a document that was seen.",
    why="source_id is the document whose text was held; one that is only cited goes into primary_source.",
    bad=Example(
        "A statement filed under a document that nobody saw.",
        {"obstacles.0.source_id": "washington-post-2025-04-12"},
    ),
    good=Example(
        "A statement filed under the document that carries it.",
        {"obstacles.0.source_id": "example-news-2025-04-13"},
    ),
    alone_because="it compares two tables",
)
def source_seen(source_id: str, source_id__access: str) -> Breach | None:
    """Look for statements of documents that nobody saw."""
    if source_id__access != "not_seen":
        return None
    return Breach(
        f'the text of "{source_id}" is not held (its access is not_seen): name the document that carries the '
        "statement, and this one as primary_source"
    )


@row_rule(
    "anonymous-agent",
    Level.ERROR,
    Phase.ACROSS,
    table=STATEMENTS,
    column="attribution_type",
    title="attribution_type is anonymous if and only if the agent is of type unnamed.",
    why="A speaker with a name is not anonymous, and one without is not named.",
    bad=Example("An unnamed official as a named speaker.", {"obstacles.0.attribution_type": "named"}),
    good=Example(
        "A named speaker.",
        {
            "obstacles.0.attribution_type": "named",
            "obstacles.0.attributed_to": "jane-doe",
            "quotes.1.attributed_to": "unnamed-official-example-news-2025-04",
            "quotes.1.attribution_type": "anonymous",
            "quotes.1.utterance": "official-later",
        },
    ),
    alone_because="it compares two tables",
)
def anonymous_agent(attribution_type: str, attributed_to: str, attributed_to__agent_type: str) -> Breach | None:
    """Compare the type of the attribution with that of the agent."""
    unnamed = attributed_to__agent_type == "unnamed"
    if not attributed_to or unnamed == (attribution_type == "anonymous"):
        return None
    if unnamed:
        return Breach(f'attributed_to names the unnamed agent "{attributed_to}", so the type is anonymous', "anonymous")
    return Breach(f'attributed_to names "{attributed_to}", who has a name, so the type is not anonymous', "named")
