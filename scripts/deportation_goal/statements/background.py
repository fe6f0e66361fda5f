"""What the rows around a figure say about it: the documents behind its source, the bodies behind its claimant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from deportation_goal.statements.derivation import Lineage, chain_of
from deportation_goal.table_files import Row, Rows

_SPEAKING_FOR_THEMSELVES: Final = frozenset(
    {"congress", "federal-courts", "census-bureau", "bureau-of-labor-statistics", "biden-administration"}
)
"""Parts of the government of the United States that do not repeat what its departments count."""
_NOTHING_SAID: Final[frozenset[str]] = frozenset()
_ROLLED_UP: Final = frozenset({"person", "unnamed"})

Passage = tuple[str, str, str]
"""Where words are in a document, and who says them: start, end, speaker."""


@dataclass(frozen=True)
class Background:
    """The tables that figures refer to, by key.

    Attributes:
        sources: Documents by source_id.
        agents: Agents by agent_id.
        utterances: The utterances of quotes by source_id and passage.
    """

    sources: Mapping[str, Row]
    agents: Mapping[str, Row]
    utterances: Mapping[str, Mapping[Passage, frozenset[str]]]
    _derived_from: Mapping[str, str] = field(repr=False)
    _chains: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    _above: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    _bodies: dict[str, str] = field(default_factory=dict, repr=False)
    _voices: dict[str, str] = field(default_factory=dict, repr=False)

    def lineage(self, statement: Row) -> Lineage:
        """Return where a statement, a row with the statement block, comes from."""
        return Lineage(statement["attributed_to"], self.chain(statement["source_id"]), self.origin(statement))

    def origin(self, statement: Row) -> str:
        """Return the document that a statement rests on: its primary source, otherwise the root of the chain."""
        return statement["primary_source"] or self.chain(statement["source_id"])[0]

    def chain(self, source: str) -> tuple[str, ...]:
        """Return the documents from the root to a source."""
        if source not in self._chains:
            self._chains[source] = chain_of(source, self._derived_from)
        return self._chains[source]

    def above(self, agent: str) -> tuple[str, ...]:
        """Return an agent and every body above it; nothing for an empty id."""
        if agent not in self._above:
            found: list[str] = []
            part = agent
            while part and part not in found:
                found.append(part)
                part = self.agents[part]["part_of"] if part in self.agents else ""
            self._above[agent] = tuple(found)
        return self._above[agent]

    def body(self, agent: str) -> str:
        """Return the body behind a claimant: people and unnamed people rolled up by part_of, bodies as they are."""
        if agent not in self._bodies:
            bodies = (part for part in self.above(agent) if part in self.agents and not self.is_a(part, *_ROLLED_UP))
            self._bodies[agent] = next(bodies, agent)
        return self._bodies[agent]

    def voice(self, agent: str) -> str:
        """Return the body that speaks: a government with its departments, other bodies by themselves."""
        if agent not in self._voices:
            self._voices[agent] = self._voice(agent)
        return self._voices[agent]

    def _voice(self, agent: str) -> str:
        above, body = self.above(agent), self.body(agent)
        if not self.is_a(body, "government") or not _SPEAKING_FOR_THEMSELVES.isdisjoint(above):
            return body
        return next(part for part in reversed(above) if self.is_a(part, "government"))

    def common_body(self, agents: Collection[str]) -> str:
        """Return the lowest body that all agents are, or are part of; empty if there is none."""
        first, *others = (self.above(agent)[self.above(agent).index(self.body(agent)) :] for agent in agents)
        return next((body for body in first if all(body in chain for chain in others)), "")

    def is_a(self, agent: str, *agent_types: str) -> bool:
        """Whether an agent is of one of some types; False for an agent that is not a row."""
        return agent in self.agents and self.agents[agent]["agent_type"] in agent_types

    def publisher(self, source_id: str) -> str:
        """Return who publishes a document; empty if it is not a row."""
        return self.sources[source_id]["publisher"] if source_id in self.sources else ""

    def utterances_of(self, statement: Row) -> frozenset[str]:
        """Return the utterances of the quotes that are in the passage of a statement, by the same speaker."""
        passages = self.utterances.get(statement["source_id"])
        if not passages or not statement["attributed_to"]:
            return _NOTHING_SAID
        passage = statement["evidence_start"], statement["evidence_end"], statement["attributed_to"]
        return passages.get(passage, _NOTHING_SAID)

    def name(self, agent: str) -> str:
        """Return the name of an agent for people; its id if it is not a row."""
        return self.agents[agent]["name"] if agent in self.agents else agent


def background_of(tables: Rows) -> Background:
    """Return the background of checked tables."""
    utterances: dict[str, dict[Passage, frozenset[str]]] = defaultdict(lambda: defaultdict(frozenset))
    for quote in tables["quotes"]:
        if quote["evidence_start"]:
            passage = quote["evidence_start"], quote["evidence_end"], quote["attributed_to"]
            utterances[quote["source_id"]][passage] |= {quote["utterance"]}
    return Background(
        {row["source_id"]: row for row in tables["sources"]},
        {row["agent_id"]: row for row in tables["agents"]},
        utterances,
        {row["source_id"]: row["derived_from"] for row in tables["sources"]},
    )
