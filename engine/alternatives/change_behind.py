"""The answers that conditions rest on, and those that an open conclusion still hangs on."""

from collections.abc import Iterator

from engine.explain.hinges import Hinges
from engine.ir.case import Place
from engine.ir.conditions import Condition, Node
from engine.reason.known import Known
from engine.reason.reads import places_read


def answers_behind(known: Known, roots: list[tuple[Node, int]]) -> set[Place]:
    """Every answer that conditions or numbers about a member can read, also through derived facts.

    `roots` are pairs of a node and the member that it is about.
    """
    found: set[Place] = set()
    waiting = [place for node, member in roots for place in places_read(node, known, member)]
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            for node in known.base.follows_from(place[0]):
                waiting += places_read(node, known, place[1])
    return {place for place in found if not known.base.facts[place[0]].derived}


class HangsOn(Hinges):
    """The answers that could still settle something, one by one: mostly the first will do.

    As long as each of them stays as it is, no other answer settles it.
    """

    def one_by_one(self, goal: Place) -> Iterator[Place]:
        """Each in the order in which the rules come to it, some of them more than once."""
        return self._fact(goal, set())

    def _backing(self, condition: Condition, member: int) -> Iterator[Place]:
        """Whatever the proof of a number rests on, also through derived facts."""
        yield from answers_behind(self._known, [(condition, member)])
