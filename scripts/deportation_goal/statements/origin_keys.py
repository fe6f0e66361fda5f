"""On how many origins do statements rest? Those of one comparison with a common key share one (docs/method.md, origins)."""

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
"""Two sources rarely arrive independently at the same number of this many digits."""


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
    who, primary = figure["attributed_to"], figure["primary_source"]
    root, count = claim.lineage.chain[0], f"{claim.indicator['indicator_id']}:{claim.comparison_period}"
    utterances = background.utterances_of(figure)
    found: dict[str, Basis] = {primary: Basis.STATED} if primary else {}
    # The carrier's root says where the number is from only if the claimant published it, or nothing else says it.
    known = utterances or primary or _is_published(claim)
    if not known or background.publisher(root) in background.above(who):
        found.setdefault(root, Basis.INHERITED)
    for slug in sorted(utterances):
        found[f"utterance:{slug}"] = Basis.UTTERANCE
    # One body is one voice: what its people and its documents say of one count does not confirm it twice.
    voices = {claim.voice} if who else set()
    publisher = background.publisher(primary or root)
    if background.is_a(publisher, "government"):
        voices.add(background.voice(publisher))
    for publication in sorted([f"publication:{voice}:{count}" for voice in voices]):
        found[publication] = Basis.PUBLICATION
    value = claim.wording[0]
    values = [f"value:{root}:{value}"]
    if len(value.replace(".", "").strip("-0")) >= _SIGNIFICANT:
        values.append(f"value:{value}")
    for key in sorted(values):
        found[key] = Basis.VALUE
    return found


def _firmness(key: tuple[str, Basis]) -> tuple[int, str]:
    return _RANK[key[1]], key[0]


def _is_published(claim: Claim) -> bool:
    """Whether a statement tells what its claimant publishes: its own statistics, a document, or a body by name."""
    figure = claim.figure
    if figure["attribution_type"] in _PUBLISHED:
        return True
    if figure["attribution_type"] != "named" or claim.indicator["measure"] in _NOT_COUNTED:
        return False
    return claim.background.is_a(figure["attributed_to"], *_BODIES)


def origins_of(claims: Iterable[Claim]) -> tuple[Origin, ...]:
    """Return the origins of the statements of one comparison, by name: joined where they share a key, also through others."""
    keys = {claim: origin_keys(claim) for claim in claims}
    joined: dict[str, str] = {}

    def root(key: str) -> str:
        while joined[key] != key:
            joined[key] = key = joined[joined[key]]
        return key

    for own in keys.values():
        known = {root(key) for key in own if key in joined}
        joined |= dict.fromkeys([*own, *known], known.pop() if known else next(iter(own)))
    members: dict[str, list[Claim]] = defaultdict(list)
    for claim, own in keys.items():
        members[root(next(iter(own)))].append(claim)
    return tuple(sorted((_origin(group, keys) for group in members.values()), key=lambda origin: origin.name))


def _origin(group: list[Claim], keys: Mapping[Claim, Mapping[str, Basis]]) -> Origin:
    if len(group) == 1:
        # Nothing else has its keys, so the firmest names the origin.
        name, basis = next(iter(keys[group[0]].items()))
        return Origin(name, ((group[0], basis),))
    having: dict[str, int] = defaultdict(int)
    bases: dict[str, Basis] = {}
    for claim in group:
        for key, basis in keys[claim].items():
            having[key] += 1
            other = bases.setdefault(key, basis)
            if other is not basis and _RANK[basis] < _RANK[other]:
                bases[key] = basis
    name = _name(bases, having)
    return Origin(name, tuple((claim, _tie(name, keys[claim], having)) for claim in group))


def _name(bases: Mapping[str, Basis], having: Mapping[str, int]) -> str:
    """The firmest key; among several documents the one that most share, as none of them is the origin of the others."""
    documents = [item for item in bases.items() if item[1] in _DOCUMENTS]
    if len(documents) < 2:
        return min(bases.items(), key=_firmness)[0]
    published = [item for item in bases.items() if item[1] is Basis.PUBLICATION]
    return min(documents + published, key=lambda item: (-having[item[0]], _firmness(item)))[0]


def _tie(name: str, own: Mapping[str, Basis], having: Mapping[str, int]) -> Basis:
    """The key that names the origin, otherwise the firmest one that another statement has, too."""
    return own[name] if name in own else next(basis for key, basis in own.items() if having[key] > 1)
