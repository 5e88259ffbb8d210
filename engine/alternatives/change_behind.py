"""The answers that conditions rest on."""

from engine.ir.case import Place
from engine.ir.conditions import Node
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
