"""Files of boundaries: an advice or a fact, a situation that gives it, and edges where it stops."""

from collections.abc import Iterator
from pathlib import Path

from engine.ir.base import NUMERIC, Fact, Kind, RuleBase
from engine.ir.boundary import Boundary
from engine.ir.values import NO, YES
from engine.problem import BadInput, Problems, quoted, suggest
from engine.reading.case import case_from_tree
from engine.reading.document import Mapping, Scalar, Sequence, Tree, read_file
from engine.reading.fields import Fields

ENDING = ".boundaries.yaml"
OPEN = "open"


def read_boundaries(base: RuleBase, path: Path) -> tuple[Boundary, ...]:
    """Every boundary of a file. Raises BadInput with every mistake found."""
    problems = Problems()
    tree = read_file(path, str(path), problems)
    found = tuple(_items(base, tree, problems)) if tree else ()
    if problems:
        raise BadInput(problems.sorted())
    return found


def _items(base: RuleBase, tree: Tree, problems: Problems) -> Iterator[Boundary]:
    for item in tree.items if isinstance(tree, Sequence) else (tree,):
        fields = Fields(item, problems, "boundary")
        target = fields.scalar("boundary", required=True)
        if target is not None:
            allowed = _results(base, target.text)
            if allowed is None:
                names = [*(advice.id for advice in base.advice), *base.order]
                message = f"there is no advice or derived fact {quoted(target.text)}"
                problems.add(target.span, message, suggest(target.text, names))
            else:
                yield from _Reader(base, problems, target.text, allowed).read(fields)
        fields.finish()


def _results(base: RuleBase, name: str) -> tuple[str, ...] | None:
    """What the target can give; empty: any number. None where there is no such target."""
    if any(advice.id == name for advice in base.advice):
        return (YES, NO)
    fact = base.facts.get(name)
    if fact is None or not fact.derived:
        return None
    return () if fact.kind in NUMERIC else _values(fact)


def _values(fact: Fact) -> tuple[str, ...]:
    return (*((YES, NO) if fact.kind is Kind.YES_NO else fact.choices), OPEN)


class _Reader:
    def __init__(
        self, base: RuleBase, problems: Problems, target: str, allowed: tuple[str, ...]
    ) -> None:
        self._base, self._problems = base, problems
        self._target, self._allowed = target, allowed

    def read(self, fields: Fields) -> Iterator[Boundary]:
        given = fields.tree("given", required=True) or Mapping({}, {}, fields.span)
        yield self._boundary(fields, given, YES)
        for item in fields.items("edges"):
            edge = Fields(item, self._problems, "edge")
            change = edge.tree("with", required=True)
            if change is not None:
                yield self._boundary(edge, merged(given, change), NO)
            edge.finish()

    def _boundary(self, fields: Fields, situation: Tree, usual: str) -> Boundary:
        """What comes out is `usual`, unless the entry says otherwise."""
        scalar = fields.scalar("gives")
        gives = usual if scalar is None else scalar.text
        if self._allowed and gives not in self._allowed:
            span = fields.span if scalar is None else scalar.span
            message = f"{self._target} never gives {quoted(gives)}"
            self._problems.add(span, message, "gives: " + " | ".join(self._allowed))
        because = fields.text("because", required=True)
        case = case_from_tree(self._base, situation, fields.span.file, self._problems)
        return Boundary(self._target, case, gives, because, fields.span)


def merged(tree: Tree, change: Tree) -> Tree:
    """The situation with a change: entries replace entries of the same name, list items those at
    the same position, and `open` takes an answer back."""
    match tree, change:
        case Mapping(entries, keys), Mapping(new, new_keys):
            both = {name: _after(entries, new, name) for name in {**entries, **new}}
            left = {name: found for name, found in both.items() if not _is_open(found)}
            return Mapping(left, {**keys, **new_keys}, change.span)
        case Sequence(items), Sequence(new_items) if all(
            isinstance(item, Mapping) for item in (*items, *new_items)
        ):
            pairs = zip(items, new_items, strict=False)
            together = [merged(one, other) for one, other in pairs]
            longer = items if len(items) > len(new_items) else new_items
            return Sequence((*together, *longer[len(together) :]), change.span)
    return change


def _after(entries: dict[str, Tree], new: dict[str, Tree], name: str) -> Tree:
    if name not in new:
        return entries[name]
    return merged(entries[name], new[name]) if name in entries else new[name]


def _is_open(tree: Tree) -> bool:
    return isinstance(tree, Scalar) and tree.text == OPEN and not tree.quoted
