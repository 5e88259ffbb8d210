"""The `argues:` part of an item: which outcomes of which decisions it speaks for and against."""

from collections.abc import Iterator

from engine.ir.base import Fact, Kind
from engine.ir.rules import Stance
from engine.problem import Problems, quoted, suggest
from engine.reading.document import Scalar
from engine.reading.fields import Fields
from engine.reading.vocabulary_view import Names

_EXAMPLE = "write argues: {for: {DECISION: [OUTCOME]}, against: {DECISION: [OUTCOME]}}"
_SIDES = ("for", "against")


def read_stances(
    fields: Fields, scope: str, names: Names, problems: Problems, *, required: bool = False
) -> tuple[Stance, ...]:
    """What an item of the scope argues for and against; mistakes go to `problems`."""
    if fields.tree("argues") is None:
        if required:
            fields.lacks("argues", "this argument speaks for and against nothing", _EXAMPLE)
        return ()
    before = len(problems)
    group = fields.group("argues")
    assert group is not None
    reader = _Reader(names, scope, problems)
    found = [stance for side in _SIDES for stance in reader.side(group, side)]
    group.finish()
    if not found and len(problems) == before:
        problems.add(fields.value_span("argues"), "argues: names no outcome", _EXAMPLE)
    reader.check_sides(found)
    return tuple(found)


class _Reader:
    """Reads outcomes of decisions that an item of a scope can argue about."""

    def __init__(self, names: Names, scope: str, problems: Problems) -> None:
        self._names = names
        self._scope = scope
        self._problems = problems

    def side(self, group: Fields, side: str) -> Iterator[Stance]:
        named = Fields(tree, self._problems, side) if (tree := group.tree(side)) else None
        for name in named.all() if named else ():
            assert named is not None
            outcomes = named.scalars(name, f"write {name}: [OUTCOME]")
            fact = self._decision(name, named)
            for outcome in outcomes if fact else ():
                assert fact is not None
                if self._is_outcome(outcome, fact):
                    yield Stance(fact.id, outcome.text, side == "for", outcome.span)

    def _decision(self, name: str, named: Fields) -> Fact | None:
        fact, span = self._names.facts.get(name), named.key_span(name)
        if fact is None or not _is_decided(fact):
            if name not in self._names.broken:
                decided = [one.id for one in self._names.facts.values() if _is_decided(one)]
                message = f"{quoted(name)} is not a choice or yes/no fact under derived:"
                self._problems.add(span, message, suggest(name, decided))
            return None
        if fact.entity != self._scope and not self._names.entities[self._scope].principal:
            message = f"{name} is not decided for each {self._scope}, so none can argue about it"
            hint = f"leave `for: {self._scope}` out, and write exists({self._scope}, …) in when:"
            self._problems.add(span, message, hint)
            return None
        return fact

    def _is_outcome(self, outcome: Scalar, fact: Fact) -> bool:
        if outcome.text not in fact.choices:
            message = f"{quoted(outcome.text)} is not an outcome of {fact.id}"
            self._problems.add(outcome.span, message, suggest(outcome.text, fact.choices))
        return outcome.text in fact.choices

    def check_sides(self, found: list[Stance]) -> None:
        """An outcome may be named once: no item argues both ways."""
        seen: set[tuple[str, str]] = set()
        for stance in found:
            key = stance.decision, stance.outcome
            if key in seen:
                message = f"{stance.outcome} of {stance.decision} is named twice"
                hint = "an item argues for an outcome or against it; keep one of the two"
                self._problems.add(stance.span, message, hint)
            seen.add(key)


def _is_decided(fact: Fact) -> bool:
    return fact.derived and fact.kind in (Kind.CHOICE, Kind.YES_NO)
