"""Rules across the fields of the statement block: attribution, notes, and the source that was read."""

from __future__ import annotations

from deportation_goal.findings import Level
from deportation_goal.rules.rule import STATEMENTS, Breach, Example, Phase, row_rule


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
    why='"Garbled" alone does not tell a reader what to distrust.',
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
    "source-seen",
    Level.ERROR,
    Phase.ACROSS,
    table=STATEMENTS,
    column="source_id",
    unless_wrong=("source_id__text_quality", "source_id__text_sha256"),
    title="A statement's source is a document that was seen.",
    why="source_id is the document that we read; a document that it only cites goes into primary_source.",
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
        f'nobody here has seen "{source_id}" (its access is not_seen): name the document that carries the statement, '
        "and this one as primary_source"
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
        return Breach(
            f'attributed_to names the unnamed agent "{attributed_to}", so the type must be anonymous', "anonymous"
        )
    return Breach(f'attributed_to names "{attributed_to}", who has a name, so the type cannot be anonymous', "named")
