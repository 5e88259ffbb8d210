"""The older base with some of the edits applied, as if somebody had made only these."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from engine.effects.edits import ORDER, REMOVED, Edit
from engine.effects.items import (
    ADVICE,
    CONCLUSION,
    CONSTRAINT,
    DECISION,
    LIST,
    PARAMETER,
    QUESTION,
    ROW,
    RULE,
    TABLE,
    Key,
)
from engine.effects.lacking import lacking
from engine.ir.base import Fact, RuleBase, Setting
from engine.ir.conditions import Parameter
from engine.ir.rules import Decision, Row
from engine.problem import Problems
from engine.reading.order import evaluation_order

_T = TypeVar("_T")
Chosen = frozenset[int]


class Merged:
    """Bases between an old and a new one; each is made once."""

    def __init__(self, old: RuleBase, new: RuleBase, edits: Sequence[Edit]) -> None:
        self._old, self._new, self._edits = old, new, edits
        self._numbers = {edit.key: number for number, edit in enumerate(edits)}
        self._made: dict[Chosen, RuleBase | None] = {}

    def needed(self, chosen: Chosen) -> Chosen | None:
        """The edits with those others without which they cannot be made; None if nothing helps."""
        while lack := lacking(self._plain(chosen)):
            more = [self._numbers[key] for key in self._all(lack) if key in self._numbers]
            more = [number for number in more if number not in chosen]
            if not more:
                return None
            chosen |= {more[0]}
        return chosen if self.base(chosen) is not None else None

    def _all(self, lack: Iterable[Key]) -> Iterator[Key]:
        """Where a derived fact is missing its rules are, too."""
        for kind, name in lack:
            yield kind, name
            for base in (self._new, self._old) if kind == CONCLUSION else ():
                yield from ((RULE, rule.id) for rule in base.concluding.get(name, ()))

    def base(self, chosen: Chosen) -> RuleBase | None:
        """The older base with these edits; None where they make no base by themselves."""
        if chosen not in self._made:
            found = self._plain(chosen)
            self._made[chosen] = None if lacking(found) else _ordered(found)
        return self._made[chosen]

    def _plain(self, chosen: Chosen) -> RuleBase:
        done = {self._edits[number].key: self._edits[number] for number in chosen}
        return _Applied(self._old, self._new, done).base()


def _ordered(base: RuleBase) -> RuleBase | None:
    """The base with its derived facts in order; None where one depends on itself."""
    problems = Problems()
    order = evaluation_order(base.facts, base.decisions, base.rules, problems)
    return None if problems else replace(base, order=order)


class _Applied:
    def __init__(self, old: RuleBase, new: RuleBase, done: Mapping[Key, Edit]) -> None:
        self._old, self._new, self._done = old, new, done

    def base(self) -> RuleBase:
        old, new = self._old, self._new
        settings = self._picked(PARAMETER, old.settings, new.settings)
        made = replace(
            old,
            entities=self._picked(LIST, old.entities, new.entities),
            facts=self._facts(),
            settings=settings,
            tables=self._picked(TABLE, old.tables, new.tables),
            decisions=self._decisions(),
            rules=self._by_id(RULE, old.rules, new.rules),
            advice=self._by_id(ADVICE, old.advice, new.advice),
            constraints=self._by_id(CONSTRAINT, old.constraints, new.constraints),
        )
        differing = {n: one for n, one in settings.items() if self._is_other(n)}
        return _with_settings(made, differing) if differing else made

    def _is_other(self, name: str) -> bool:
        """Whether conditions of both sides can have different values of a parameter in them."""
        sides = [side.settings.get(name) for side in (self._old, self._new)]
        return sides[0] is None or sides[1] is None or sides[0].value != sides[1].value

    def _picked(self, kind: str, old: Mapping[str, _T], new: Mapping[str, _T]) -> dict[str, _T]:
        found = {}
        for name in [*old, *(name for name in new if name not in old)]:
            edit = self._done.get((kind, name))
            side = old if edit is None else new
            if name in side:
                found[name] = side[name]
        return found

    def _by_id(self, kind: str, old: Iterable[Any], new: Iterable[Any]) -> tuple[Any, ...]:
        sides = ({one.id: one for one in side} for side in (old, new))
        return tuple(self._picked(kind, *sides).values())

    def _facts(self) -> dict[str, Fact]:
        """The parts of a question that can have several values come with it."""
        found: dict[str, Fact] = {}
        old, new = self._old.facts, self._new.facts
        for name in [*old, *(name for name in new if name not in old)]:
            whole = (old.get(name) or new[name]).part_of or name
            keys = [(QUESTION, whole), (CONCLUSION, whole)]
            edit = next((self._done[key] for key in keys if key in self._done), None)
            # What became of an answer a conclusion is two edits: one removes, the other adds.
            added = any(key in self._done and self._done[key].change != REMOVED for key in keys)
            side = old if edit is None else new if added or whole not in new else {}
            if name in side:
                found[name] = side[name]
        return found

    def _decisions(self) -> dict[str, Decision]:
        found = self._picked(DECISION, self._old.decisions, self._new.decisions)
        for name in found:
            if name in self._old.decisions and name in self._new.decisions:
                found[name] = replace(found[name], rows=tuple(self._rows(name)))
        return found

    def _rows(self, name: str) -> Iterator[Row]:
        """Rows that only one base has stand behind the row that they stood behind there."""
        old, new = ({r.id: r for r in b.decisions[name].rows} for b in (self._old, self._new))
        leading, other = (new, old) if (ORDER, name) in self._done else (old, new)
        order = list(leading)
        for row in other:
            if row not in leading:
                order.insert(_behind(row, list(other), order), row)
        rows = self._picked(ROW, old, new)
        yield from (rows[row] for row in order if row in rows)


def _behind(row: str, there: list[str], order: list[str]) -> int:
    before = [one for one in there[: there.index(row)] if one in order]
    return order.index(before[-1]) + 1 if before else 0


def _with_settings(base: RuleBase, settings: Mapping[str, Setting]) -> RuleBase:
    """The same with the values of these parameters wherever they are named."""
    return replace(
        base,
        facts={name: _set(fact, settings) for name, fact in base.facts.items()},
        decisions={name: _set(one, settings) for name, one in base.decisions.items()},
        rules=_set(base.rules, settings),
        advice=_set(base.advice, settings),
        constraints=_set(base.constraints, settings),
    )


def _set(thing: _T, settings: Mapping[str, Setting]) -> _T:
    """The thing itself where nothing in it is another, so that what is known of it stays so."""
    match thing:
        case Parameter(name, value):
            now = settings[name].value if name in settings else value
            return thing if now == value else replace(thing, value=now)
        case tuple():
            made = tuple(_set(one, settings) for one in thing)
            same = all(one is other for one, other in zip(made, thing, strict=True))
            return thing if same else made  # type: ignore[return-value]
    if not is_dataclass(thing) or isinstance(thing, type):
        return thing
    changed = {}
    for field in fields(thing):
        content = getattr(thing, field.name)
        if isinstance(content, tuple) or is_dataclass(content):
            put: Any = _set(content, settings)
            if put is not content:
                changed[field.name] = put
    return replace(thing, **changed) if changed else thing
