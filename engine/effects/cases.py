"""Case files under two knowledge bases: read for both, and what is said of them by one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from engine.compiled.run import run
from engine.explain.why import Explainer
from engine.explain.words import Words
from engine.ir.base import RuleBase
from engine.ir.case import Answer, Case, Place
from engine.ir.values import Interval, Value, is_settled
from engine.problem import BadInput, Problem, Problems
from engine.reading.case import case_from_tree
from engine.reading.document import Mapping as Named
from engine.reading.document import Tree, read_file
from engine.reason.known import Known
from engine.rosters.compared import DECISION, YES
from engine.rosters.decided import OPEN
from engine.rosters.packed import ADVICE, CONTRADICTION, FLAG

FACT = "fact"
_NOT_USED = ("notes", "expect", "knowledge")  # nothing follows from these


@dataclass(frozen=True, slots=True)
class Said:
    """Something that can be said: of which member of an entity (counted), what kind, which."""

    about: str
    number: int
    kind: str
    item: str


@dataclass(frozen=True)
class Both:
    """A case as each of two bases reads it, and the names of its list entries."""

    name: str
    old: Case
    new: Case
    entries: Mapping[tuple[str, int], str]


@dataclass(frozen=True)
class Read:
    """All cases; `dropped` are answers that only one base understands, as mistakes of the other's
    reading: first those that the old base drops, then those of the new."""

    cases: Sequence[Both]
    dropped: tuple[tuple[Problem, ...], tuple[Problem, ...]]


def read_cases(paths: Iterable[Path], old: RuleBase, new: RuleBase, today: date) -> Read:
    """Cases of files. Raises BadInput with every mistake that is one under both bases."""
    found, wrong = list[Both](), list[Problem]()
    dropped: tuple[list[Problem], list[Problem]] = ([], [])
    for path in paths:
        problems = Problems()
        tree = read_file(path, str(path), problems)
        if tree is None:
            wrong += problems.sorted()
            continue
        (one, its), (other, others) = (_case(base, tree, path, today) for base in (old, new))
        wrong += [problem for problem in its if problem in others]
        dropped[0].extend(problem for problem in its if problem not in others)
        dropped[1].extend(problem for problem in others if problem not in its)
        found.append(Both(path.name, one, other, _entries(new, other)))
    if wrong:
        raise BadInput(wrong)
    return Read(found, (tuple(dropped[0]), tuple(dropped[1])))


def left_out(dropped: Iterable[Problem]) -> list[str]:
    """What is dropped in words: each mistake once, with how often and where first."""
    found: dict[str, list[Problem]] = {}
    for one in dropped:
        found.setdefault(one.message, []).append(one)
    return [
        f"{message} ({f'{len(some):,} times, first ' if len(some) > 1 else ''}in {some[0].span})"
        for message, some in found.items()
    ]


def _case(base: RuleBase, tree: Tree, path: Path, today: date) -> tuple[Case, tuple[Problem, ...]]:
    """What a base understands of a case; the rest are mistakes."""
    if isinstance(tree, Named):
        entries = {key: one for key, one in tree.entries.items() if key not in _NOT_USED}
        tree = replace(tree, entries=entries)
    problems = Problems()
    case = case_from_tree(base, tree, str(path), problems)
    return replace(case, as_of=case.as_of or today), problems.sorted()


def _entries(base: RuleBase, case: Case) -> dict[tuple[str, int], str]:
    explainer = Explainer(Known(base, case))
    return {
        (entity, number): explainer.name(member)
        for entity, members in case.members.items()
        for number, member in enumerate(members)
        if number or not base.entities[entity].principal
    }


def said(base: RuleBase, case: Case) -> dict[Said, str]:
    """Every outcome, derived fact that is shown, advice, severe rule and contradiction."""
    known, trace = run(base, case)
    numbers = {m: (e, n) for e, some in case.members.items() for n, m in enumerate(some)}
    found = {}
    for kind, name in _facts(base):
        entity = base.facts[name].entity
        for number, member in enumerate(known.members(entity)):
            text = _text(base, name, known.value((name, member)))
            found[Said(entity, number, kind, name)] = text
    severe = {rule.id for rule in base.rules if rule.severity}
    kinds = dict.fromkeys(severe, FLAG) | {one.id: ADVICE for one in base.advice}
    for name, member in trace.fired:
        if name in kinds:
            found[Said(*numbers[member], kinds[name], name)] = YES
    for dispute in known.disputes:
        place = next(iter(dispute.places), None)
        about = numbers[place[1]] if place else (dispute.constraint.scope, 0)
        found[Said(*about, CONTRADICTION, dispute.constraint.id)] = YES
    return found


def _facts(base: RuleBase) -> Iterator[tuple[str, str]]:
    yield from ((DECISION, name) for name in base.decisions)
    shown = [name for layout in base.layout.entities for name in layout.fields.values()]
    for name in dict.fromkeys(shown):
        if base.facts[name].derived and name not in base.decisions:
            yield FACT, name


def _text(base: RuleBase, name: str, value: Value) -> str:
    if isinstance(value, Interval):
        return Words(base).value(base.facts[name], value)
    if is_settled(value):
        return next(iter(value))
    choices = base.facts[name].choices or sorted(value)
    return f"{OPEN}: {' | '.join(one for one in choices if one in value)}"


def shown_decisions(base: RuleBase) -> frozenset[str]:
    """The decisions that a report has."""
    fields = [name for layout in base.layout.entities for name in layout.fields.values()]
    heads = [layout.headline for layout in base.layout.entities]
    return frozenset({*base.layout.decisions.values(), *fields, *heads} & base.decisions.keys())


def between(base: RuleBase, case: Both) -> Case:
    """The case for a base that is put together from both: what it understands of the answers."""
    alike = case.old.members == case.new.members
    is_old = base.entities.keys() == case.old.members.keys()
    whole = case.old if is_old else case.new
    answers = {**case.old.answers, **case.new.answers} if alike else whole.answers
    fitting = {place: one for place, one in answers.items() if _fits(base, place, one)}
    return whole.answering(fitting)


def _fits(base: RuleBase, place: Place, answer: Answer) -> bool:
    fact = base.facts.get(place[0])
    if fact is None or fact.derived:
        return False
    if isinstance(answer.value, Interval):
        return isinstance(fact.widest, Interval) and answer.value.low >= fact.low
    return not isinstance(answer.value, frozenset) or answer.value <= fact.widest  # type: ignore[operator]
