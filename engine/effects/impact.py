"""Whose conclusions are others under edited knowledge, and by which edits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from engine.effects.cases import Both, Said, between, said, shown_decisions
from engine.effects.causes import TOGETHER, Causes
from engine.effects.edits import Edit, edits
from engine.ir.base import RuleBase
from engine.rosters.compared import DETAIL, NO, YES, Comparison, Table, table_of
from engine.rosters.packed import ADVICE
from engine.rosters.tally import Tally

TRIED, SAMPLE = 20, 20
_BATCH = 1_000  # cases counted in one go
_Cell = str | int | None
_Told = Mapping[Said, str]


@dataclass
class Impact:
    """Two bases compared on people: feed it cases or chunks of a roster, then read `tally`.

    `edits` are all, `causes.edits` those that can have an effect on conclusions. `most` of these
    are tried singly, and of `sample` people the changes are kept.
    """

    old: RuleBase
    new: RuleBase
    most: int = TRIED
    sample: int = SAMPLE
    edits: list[Edit] = field(init=False)
    causes: Causes = field(init=False)
    tally: Tally = field(init=False)

    def __post_init__(self) -> None:
        self.edits = edits(self.old, self.new)
        effective = [edit for edit in self.edits if edit.has_effect]
        self.causes = Causes(self.old, self.new, effective, self.most)
        self.tally = Tally(self.causes.number, self.causes.touching, self.sample)

    @cached_property
    def trials(self) -> list[RuleBase]:
        """Further bases that a run over each person tells causes apart by."""
        return self.causes.trials

    def comparison(self) -> Comparison:
        """How chunks of a roster are compared: runs under the old base, the new one, the trials."""
        details = {name: told[:2] for name, told in self.causes.details.items()}
        shown = shown_decisions(self.old) | shown_decisions(self.new)
        return Comparison([self.old, self.new, *self.trials], details, shown)

    def of_cases(self, cases: Sequence[Both]) -> Iterator[Table]:
        """The changes of cases, with their causes."""
        shown = shown_decisions(self.old) | shown_decisions(self.new)
        for start in range(0, len(cases), _BATCH):
            batch = cases[start : start + _BATCH]
            rows = [row for case in batch for row in _Person(self, case, shown).rows()]
            yield self.tally.add(len(batch), table_of(rows))


class _Person:
    """One case under both bases, and under those between them that are asked for."""

    def __init__(self, impact: Impact, case: Both, shown: frozenset[str]) -> None:
        self._impact, self._case, self._shown = impact, case, shown
        self._causes = impact.causes
        self._old, self._new = said(impact.old, case.old), said(impact.new, case.new)
        self._told: dict[int, _Told] = {}

    def rows(self) -> Iterator[list[_Cell]]:
        changed = [one for one in {**self._old, **self._new} if self._is_other(one)]
        trials = [self._under(base) for base in self._impact.trials if changed]
        for one in changed:
            before, after = (self._value(side, one) for side in (self._old, self._new))
            same = [self._value(trial, one) == after for trial in trials]
            cause = self._least(one, self._causes.number(one.kind, one.item, same))
            yield [*self._head(one), one.kind, one.item, before, after, self._entry(one), cause]
        for one in self._details():
            before, after, _ = self._causes.details[one.item]
            cause = self._causes.number(DETAIL, one.item, ())
            yield [*self._head(one), DETAIL, one.item, before, after, self._entry(one), cause]

    def _least(self, one: Said, cause: int) -> int:
        """Of edits that do it only together no more than it takes."""
        found = self._causes.found[cause]
        if found.how != TOGETHER:
            return cause
        left = frozenset(found.edits)
        for edit in found.edits:
            base = self._causes.merged.base(left - {edit})
            if base is not None and self._value(self._under(base), one) == self._new.get(one, NO):
                left -= {edit}
        return self._causes.together(left)

    def _head(self, one: Said) -> list[_Cell]:
        return [self._case.name, one.about, None]

    def _entry(self, one: Said) -> str:
        return self._case.entries.get((one.about, one.number), "")

    def _is_other(self, one: Said) -> bool:
        """A conclusion that only one base draws counts where a report has it."""
        if self._old.get(one) == self._new.get(one):
            return False
        decided = [one.item in base.decisions for base in (self._impact.old, self._impact.new)]
        return not any(decided) or all(decided) or one.item in self._shown

    def _value(self, told: _Told, one: Said) -> str:
        return told.get(one, "" if one.item in self._values else NO)

    @cached_property
    def _values(self) -> set[str]:
        """Facts, which have values; all else is said or not."""
        return {*self._impact.old.facts, *self._impact.new.facts}

    def _details(self) -> Iterator[Said]:
        """Advice given before and after, but with other dates or numbers."""
        details = self._impact.causes.details
        for one, told in self._old.items():
            if one.kind == ADVICE and one.item in details and self._new.get(one) == told == YES:
                yield one

    def _under(self, base: RuleBase) -> _Told:
        """What a base between the two says of the answers that it understands."""
        if id(base) not in self._told:
            self._told[id(base)] = said(base, between(base, self._case))
        return self._told[id(base)]
