"""The facts that a condition or a number looks at."""

from collections.abc import Iterator

from engine.ir.case import Place
from engine.ir.conditions import Count, Every, Exists, Node, Ref, Total, children
from engine.reason.known import Known


def places_read(node: Node, known: Known, member: int) -> Iterator[Place]:
    """Each place, asked or derived, that is looked at itself, of every member of a list."""
    match node:
        case Ref():
            yield known.place(node, member)
        case Exists(entity, part) | Every(entity, part) | Count(entity, part):
            for one in known.members(entity):
                yield from places_read(part, known, one)
        case Total(ref, part):
            for one in known.members(ref.entity):
                yield ref.fact, one
                yield from places_read(part, known, one)
        case _:
            for child in children(node):
                yield from places_read(child, known, member)
