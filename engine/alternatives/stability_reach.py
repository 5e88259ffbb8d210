"""What rests on what, entry by entry: an answer of one may not reach what is said of another.

Rules name facts; which member each fact is of follows from the case. Followed here to the single
member, so that of a list only the entries count that a conclusion really looks at.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.ir.base import RuleBase
from engine.ir.case import Place
from engine.ir.conditions import Count, Every, Exists, Node, Ref, Total, children

_LOOKS, _SEEN = "looks", "seen"


@dataclass(frozen=True, slots=True)
class Look:
    """A fact that is looked at: of the same member, of the principal, or of each of a list."""

    fact: str
    entity: str
    of: str


OWN, PRINCIPAL, EACH = "own", "principal", "each"
Members = Mapping[str, tuple[int, ...]]


def looks(node: Node, own: str = OWN) -> Iterator[Look]:
    """What a condition or a number looks at itself."""
    match node:
        case Ref(fact, entity, bound):
            yield Look(fact, entity, own if bound else PRINCIPAL)
        case Total(ref, part):
            yield Look(ref.fact, ref.entity, EACH)
            yield from looks(part, EACH)
        case Exists(_, part) | Every(_, part) | Count(_, part):
            yield from looks(part, EACH)
        case _:
            for child in children(node):
                yield from looks(child, own)


class Reach:
    """What the facts of the members of a case rest on."""

    def __init__(self, base: RuleBase, members: Members) -> None:
        self._base = base
        self._members = members
        self._direct: dict[Place, tuple[Place, ...]] = {}
        self._looks: dict[str, tuple[Look, ...]] = base.own.setdefault(_LOOKS, {})
        self._seen: dict[int, tuple[Node, tuple[Look, ...]]] = base.own.setdefault(_SEEN, {})

    def members(self, entity: str) -> tuple[int, ...]:
        """The numbers of an entity's members."""
        return self._members.get(entity, ())

    def behind(self, places: Iterable[Place]) -> frozenset[Place]:
        """The places with everything behind them, asked and derived."""
        found: set[Place] = set()
        waiting = [*places]
        while waiting:
            place = waiting.pop()
            if place not in found:
                found.add(place)
                waiting += self._below(place)
        return frozenset(found)

    def seen(self, node: Node, member: int) -> Iterator[Place]:
        """The places that a condition about a member looks at itself."""
        if id(node) not in self._seen:  # kept with the node, so that no other takes its identity
            self._seen[id(node)] = node, tuple(looks(node))
        return self._placed(self._seen[id(node)][1], member)

    def above(self, wholes: Iterable[Place]) -> dict[Place, frozenset[Place]]:
        """For each place behind some conclusions what of these rests on it."""
        order = {name: index for index, name in enumerate(self._base.order)}
        whole = self.behind(wholes)
        derived = sorted((p for p in whole if p[0] in order), key=lambda p: -order[p[0]])
        found: defaultdict[Place, set[Place]] = defaultdict(set)
        for place in derived:
            resting = found[place] | {place}
            for below in self._below(place):
                found[below] |= resting
        return {place: frozenset(resting) for place, resting in found.items()}

    def _below(self, place: Place) -> tuple[Place, ...]:
        if place not in self._direct:
            found = self._placed(self._looked(place[0]), place[1])
            self._direct[place] = tuple(dict.fromkeys(found))
        return self._direct[place]

    def _looked(self, name: str) -> tuple[Look, ...]:
        if name not in self._looks:
            derived = self._base.facts[name].derived
            nodes = self._base.follows_from(name) if derived else ()
            self._looks[name] = tuple(dict.fromkeys(one for node in nodes for one in looks(node)))
        return self._looks[name]

    def _placed(self, seen: Iterable[Look], member: int) -> Iterator[Place]:
        for look in seen:
            if look.of == OWN:
                yield look.fact, member
            else:
                members = self.members(look.entity)
                yield from ((look.fact, one) for one in self._of(look, members))

    def _of(self, look: Look, members: tuple[int, ...]) -> tuple[int, ...]:
        return members if look.of == EACH else members[:1]
