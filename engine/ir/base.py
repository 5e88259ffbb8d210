"""Vocabulary, rules and the rule base that holds them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from math import inf
from typing import Any

from engine.ir.actions import Action
from engine.ir.conditions import Condition, Node, Number
from engine.ir.layout import Layout
from engine.ir.rules import Advice, Argument, Decision, Message, Row, Rule
from engine.ir.values import EITHER, Choices, Interval, Value
from engine.span import NOWHERE, Span


class Kind(StrEnum):
    """The types that a fact can have."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    COUNT = "count"
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    MONTHS = "months"
    DATE = "date"
    TEXT = "text"


NUMERIC = frozenset({Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.MONTHS})


@dataclass(frozen=True, slots=True)
class Entity:
    """What facts are about.

    `key` is the list of its members in a case. A principal has one member that is meant where no
    other is named, under `key`, and further ones only if `others` gives a list for them.
    `named_by` is the fact whose answer tells one member from another. `ask` is the question whether
    there is a first one, and tells what counts; `ask_more` is the one whether there is another.
    """

    name: str
    label: str
    key: str
    principal: bool
    root: bool
    named_by: str = ""
    others: str = ""
    ask: str = ""
    ask_more: str = ""
    span: Span = NOWHERE

    @property
    def noun(self) -> str:
        """What a member is called, without its article."""
        return self.label.removeprefix("a ").removeprefix("an ")

    def asked(self, *, more: bool) -> str:
        """The question whether there is a first member, or another one."""
        if more:
            return self.ask_more or f"Do you have another {self.noun}?"
        return self.ask or f"Do you have {self.label}?"

    @property
    def single(self) -> bool:
        """Whether there is exactly one member, whatever the case."""
        return self.principal and not self.others

    @property
    def list_key(self) -> str:
        """The key of the list that may grow; empty when there is none."""
        return self.others if self.principal else self.key


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that can be known; derived facts come from rules or a formula, others are asked.

    `prior` gives shares of the people who are asked (all alike if empty) and `effort` what it costs
    to answer, both for the choice of the next question only.
    `better` lists the values from worst to best (a number: `higher` or `lower` alone). A derived
    fact promises to be `never_worse_with` better values of the facts named.
    """

    entity: str
    name: str
    kind: Kind
    label: str
    root: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    low: float = -inf
    high: float = inf
    unit: str = ""
    ask: str = ""
    help: str = ""
    find_out: str = ""
    assume: Value | None = None
    assume_because: str = ""
    frozen: bool = False
    derived: bool = False
    formula: Number | None = None
    sources: tuple[str, ...] = ()
    part_of: str = ""
    prior: Mapping[str, float] = field(default_factory=dict)
    effort: float = 1.0
    better: tuple[str, ...] = ()
    never_worse_with: tuple[str, ...] = ()
    span: Span = NOWHERE

    @property
    def id(self) -> str:
        """The name used in rules: `entity.name`, or `name` alone for the root entity."""
        return self.name if self.root else f"{self.entity}.{self.name}"

    @property
    def widest(self) -> Value:
        """The value when nothing is known."""
        if self.kind in NUMERIC or self.kind is Kind.DATE:
            return Interval(self.low, self.high)
        return EITHER if self.kind is Kind.YES_NO else Choices(self.choices)


@dataclass(frozen=True, slots=True)
class Constraint:
    """A combination of answers that cannot be true of anybody."""

    id: str
    scope: str
    never: Condition
    say: str
    span: Span


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding of a check about an item that the author lets stand, and why."""

    check: str
    item: str
    because: str
    span: Span


@dataclass(frozen=True, slots=True)
class Setting:
    """A named number that may be edited; `assumed` where no source gives it."""

    name: str
    value: float
    unit: str
    because: str
    assumed: bool
    sources: tuple[str, ...]
    reviewed: date | None
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """A figure for each value of a choice; None is an explicit `no_figure`."""

    name: str
    title: str
    figures: Mapping[str, float | None]
    note: str
    sources: tuple[str, ...]
    reviewed: date | None
    span: Span


@dataclass(frozen=True, slots=True)
class Citation:
    """A statement of a source in our own words, under the id that rules cite."""

    id: str
    document: str
    section: str
    statement: str
    span: Span


@dataclass(frozen=True)
class RuleBase:
    """Everything that was read, checked, with derived facts in an order fit for evaluation.

    `shared` holds what others worked out of single conditions, which `replace` passes on, and `own`
    what they worked out of this base; neither is kept between runs.
    """

    entities: Mapping[str, Entity]
    facts: Mapping[str, Fact]
    settings: Mapping[str, Setting]
    tables: Mapping[str, Table]
    citations: Mapping[str, Citation]
    documents: Mapping[str, str]
    decisions: Mapping[str, Decision]
    rules: tuple[Rule, ...]
    advice: tuple[Advice, ...]
    messages: tuple[Message, ...]
    constraints: tuple[Constraint, ...]
    order: tuple[str, ...]
    layout: Layout
    version: str
    waivers: tuple[Waiver, ...] = ()
    actions: tuple[Action, ...] = ()
    arguments: tuple[Argument, ...] = ()
    shared: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    own: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "shared": {}, "own": {}}

    @cached_property
    def root(self) -> Entity:
        """The entity whose facts are written without a prefix."""
        return next(entity for entity in self.entities.values() if entity.root)

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """The place of each fact, and after them of each entity, in the order of the vocabulary."""
        return {name: index for index, name in enumerate([*self.facts, *self.entities])}

    @cached_property
    def widest(self) -> Mapping[str, Value]:
        """The value of each fact while nothing is known of it."""
        return {name: fact.widest for name, fact in self.facts.items()}

    @cached_property
    def unassuming(self) -> "RuleBase":
        """The same without assumptions: for what the answers alone say."""
        assumed = {name: one for name, one in self.facts.items() if one.assume is not None}
        known = {name: replace(fact, assume=None) for name, fact in assumed.items()}
        return replace(self, facts={**self.facts, **known})

    @cached_property
    def concluding(self) -> Mapping[str, tuple[Rule, ...]]:
        """The rules that conclude each yes/no fact."""
        found: dict[str, tuple[Rule, ...]] = {}
        for rule in self.rules:
            for fact in rule.conclude:
                found[fact] = (*found.get(fact, ()), rule)
        return found

    def follows_from(self, name: str) -> tuple[Node, ...]:
        """The formula, or the conditions of the rows or rules, that conclude a fact."""
        formula = self.facts[name].formula
        if formula is not None:
            return (formula,)
        if name in self.decisions:
            return tuple(row.when for row in self.decisions[name].rows if row.when is not None)
        return tuple(rule.when for rule in self.concluding.get(name, ()))

    @cached_property
    def governed(self) -> Mapping[str, Row | Rule | Advice | Message | Argument]:
        """Every row, rule, advice, message and argument by id."""
        rows = [row for decision in self.decisions.values() for row in decision.rows]
        items: list[Row | Rule | Advice | Message | Argument] = [*rows, *self.rules]
        items += [*self.advice, *self.messages, *self.arguments]
        return {item.id: item for item in items}

    @cached_property
    def arguing(self) -> Mapping[str, tuple[Row | Rule | Advice | Argument, ...]]:
        """What argues about each decision, in the order of `governed`."""
        found: dict[str, tuple[Row | Rule | Advice | Argument, ...]] = {}
        for item in self.governed.values():
            if not isinstance(item, Message):
                for decision in dict.fromkeys(stance.decision for stance in item.argues):
                    found[decision] = (*found.get(decision, ()), item)
        return found

    def scope_of(self, item: Row | Rule | Advice | Message | Argument) -> str:
        """The entity whose members an item is about."""
        if not isinstance(item, Row):
            return item.scope
        return next(one.scope for one in self.decisions.values() if _has(one, item))


def _has(decision: Decision, row: Row) -> bool:
    return any(one.id == row.id for one in decision.rows)
