"""On how many origins do statements rest? Those of one comparison that share a key have one (docs/method.md, origins)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from deportation_goal.statements.claims import Claim

_BODIES: Final = ("government", "organisation")
_NOT_COUNTED: Final = frozenset({"target", "limit", "amount"})
_PUBLISHED: Final = frozenset({"own_count", "document"})
_DOCUMENTS: Final = frozenset({"stated", "inherited"})
_SIGNIFICANT: Final = 4
"""An equal number of so many digits was hardly found twice."""


class Basis(StrEnum):
    """Which key ties a statement to its origin, the firmest first."""

    STATED = "stated"
    INHERITED = "inherited"
    UTTERANCE = "utterance"
    PUBLICATION = "publication"
    VALUE = "value"


_RANK: Final = {basis: rank for rank, basis in enumerate(Basis)}


@dataclass(frozen=True)
class Origin:
    """What statements rest on.

    Attributes:
        name: The id of a document, else `utterance:SLUG`, else `publication:AGENT:INDICATOR:PERIOD`.
        members: The statements, in their order, with the key that ties each.
    """

    name: str
    members: tuple[tuple[Claim, Basis], ...]


def origin_keys(claim: Claim) -> dict[str, Basis]:
    """Return the keys of a statement, the firmest first: two statements that share one have one origin."""
    figure, background = claim.figure, claim.background
    found: dict[str, Basis] = {}
    who, root = figure["attributed_to"], claim.lineage.first_reported_in
    count = f"{claim.indicator['indicator_id']}:{claim.comparison_period}"
    if who:
        place = figure["source_id"], figure["evidence_start"], figure["evidence_end"], who
        found |= {f"utterance:{slug}": Basis.UTTERANCE for slug in background.utterances.get(place, ())}
    # The carrier's root says where the number is from only if the claimant published it, or nothing else says it.
    known = found or figure["primary_source"] or _is_published(claim)
    if not known or background.publisher(root) in background.above(who):
        found[root] = Basis.INHERITED
    # One body is one voice: what its people and its documents say of one count does not confirm it twice.
    if who:
        found[f"publication:{claim.voice}:{count}"] = Basis.PUBLICATION
    if figure["primary_source"]:
        found[figure["primary_source"]] = Basis.STATED
    publisher = background.publisher(claim.lineage.origin)
    if background.is_a(publisher, "government"):
        found.setdefault(f"publication:{background.voice(publisher)}:{count}", Basis.PUBLICATION)
    value = claim.value.normalize()
    found[f"value:{root}:{value:f}"] = Basis.VALUE
    if len(value.as_tuple().digits) >= _SIGNIFICANT:
        found[f"value:{value:f}"] = Basis.VALUE
    return dict(sorted(found.items(), key=_firmness)) if len(found) > 1 else found


def _firmness(key: tuple[str, Basis]) -> tuple[int, str]:
    return _RANK[key[1]], key[0]


def _is_published(claim: Claim) -> bool:
    """Whether a statement tells what its claimant publishes: its own statistics, a document, or a body by name."""
    figure = claim.figure
    if figure["attribution_type"] in _PUBLISHED:
        return True
    is_body = any(claim.background.is_a(figure["attributed_to"], kind) for kind in _BODIES)
    return is_body and figure["attribution_type"] == "named" and claim.indicator["measure"] not in _NOT_COUNTED


def origins_of(claims: Iterable[Claim]) -> tuple[Origin, ...]:
    """Return the origins of the statements of one comparison, by name: joined where they share a key, also through others."""
    keys = {claim: claim.origin_keys for claim in claims}
    joined: dict[str, str] = {}

    def root(key: str) -> str:
        while joined.setdefault(key, key) != key:
            joined[key] = key = joined[joined[key]]
        return key

    for own in keys.values():
        first, *others = map(root, own)
        joined |= dict.fromkeys(others, first)
    members: dict[str, list[Claim]] = defaultdict(list)
    for claim, own in keys.items():
        members[root(next(iter(own)))].append(claim)
    return tuple(sorted((_origin(group, keys) for group in members.values()), key=lambda origin: origin.name))


def _origin(group: list[Claim], keys: Mapping[Claim, Mapping[str, Basis]]) -> Origin:
    having: dict[str, int] = defaultdict(int)
    bases: dict[str, Basis] = {}
    for claim in group:
        for key, basis in keys[claim].items():
            having[key] += 1
            if key not in bases or _RANK[basis] < _RANK[bases[key]]:
                bases[key] = basis
    name = _name(bases, having)
    return Origin(name, tuple((claim, _tie(name, keys[claim], having)) for claim in group))


def _name(bases: Mapping[str, Basis], having: Mapping[str, int]) -> str:
    """The firmest key; among several documents what most share, as none of them is the origin of the others."""
    documents = [item for item in bases.items() if item[1] in _DOCUMENTS]
    if len(documents) < 2:
        return min(bases.items(), key=_firmness)[0]
    published = [item for item in bases.items() if item[1] is Basis.PUBLICATION]
    return min(documents + published, key=lambda item: (-having[item[0]], _firmness(item)))[0]


def _tie(name: str, own: Mapping[str, Basis], having: Mapping[str, int]) -> Basis:
    """The key that names the origin, otherwise the firmest one that another statement has, too."""
    return own[name] if name in own else next(basis for key, basis in own.items() if having[key] > 1)
