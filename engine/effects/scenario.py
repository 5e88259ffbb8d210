"""A roster before and after answers are put in: who then has which conclusions."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from engine.alternatives.whatif import WhatIf, what_if
from engine.alternatives.whatif_answers import Setting
from engine.compiled.run import run
from engine.finding.whatif import settings
from engine.ir.base import Fact, RuleBase
from engine.ir.case import Case
from engine.problem import BadInput, Problem
from engine.reason.known import Known
from engine.rosters.cohort import Cohort
from engine.rosters.compared import Comparison, Table
from engine.rosters.crossed import Crossed
from engine.rosters.edited import edited
from engine.rosters.headings import principals, questions, read_headings
from engine.rosters.people import people
from engine.rosters.puts import UNKNOWN, Count, Puts, Wanted, cell_of
from engine.rosters.rejects import Reject
from engine.rosters.several import Several, chunk_for
from engine.rosters.sources import open_source
from engine.rosters.tally import Tally
from engine.span import NOWHERE

REASONED = 3  # people for whom the reasons of the changes are worked out
_NOT_KNOWN = "?"


@dataclass
class Scenario:
    """Answers put into a roster. Raises BadInput with every mistake in them, or in the tables.

    `put` and `where` are `FACT=VALUE` texts; answers are put in for those who have all the answers
    of `where`, of which several to one question mean any of these. `folder` is for copies.
    """

    base: RuleBase
    roster: Path
    lists: Mapping[str, Path]
    today: date
    folder: Path
    put: Sequence[str]
    where: Sequence[str]
    sample: int
    counts: dict[str, Count] = field(default_factory=dict)

    def __post_init__(self) -> None:
        put, where = self._read()
        copies, more = self._copies(put, where)
        self._after = {name: copies.get(name, path) for name, path in self._tables.items()}
        cohorts = [self._cohort(tables) for tables in (self._tables, self._after)]
        names = {str(copy): str(self._tables[name]) for name, copy in copies.items()}
        self.runs = Several(cohorts, names, more)
        self.tally = Tally(lambda *_: 0, lambda _: (), self.sample)
        self.crossed = Crossed(self.base, headline_decisions(self.base))

    @property
    def _tables(self) -> dict[str, Path]:
        """The roster, under no name, and the tables of lists."""
        return {"": self.roster, **self.lists}

    def _cohort(self, tables: Mapping[str, Path]) -> Cohort:
        roster, lists = _apart(tables)
        return Cohort(self.base, roster, lists, self.today, chunk=chunk_for(2))

    def _read(self) -> tuple[list[Setting], list[Setting]]:
        """The answers named on both sides. Raises BadInput with the mistakes of both."""
        known = Known(self.base, _blank(self.base))
        found, wrong = list[list[Setting]](), list[Problem]()
        for option, texts in (("--set", self.put), ("--where", self.where)):
            found.append([])
            for some in [texts] if option == "--set" else [[text] for text in texts]:
                try:
                    found[-1] += settings(known, map(_said, some))
                except BadInput as bad:
                    wrong += [_of(option, problem) for problem in bad.problems]
        put, where = found
        wrong += [*self._without_table(put), *self._elsewhere(put, where)]
        if wrong:
            raise BadInput(wrong)
        return put, where

    def _table(self, fact: Fact) -> str:
        """The list whose table a question stands in; empty for the roster."""
        return "" if self.base.entities[fact.entity].principal else fact.entity

    def _without_table(self, put: Sequence[Setting]) -> Iterator[Problem]:
        for one in put:
            name = self._table(one.fact)
            if name and name not in self.lists:
                key = self.base.entities[name].list_key
                message = f"--set {one.fact.id}: there is no table of {key}"
                yield Problem(NOWHERE, message, f"name it: --list {key} FILE")

    def _elsewhere(self, put: Sequence[Setting], where: Sequence[Setting]) -> Iterator[Problem]:
        tables = {self._table(one.fact) for one in put}
        for one in where:
            if (name := self._table(one.fact)) and name not in tables and put:
                message = f"--where {one.fact.id}: nothing is set in entries of that list"
                yield Problem(NOWHERE, message, "ask for answers of the person, or set one there")

    def _copies(
        self, put: Sequence[Setting], where: Sequence[Setting]
    ) -> tuple[dict[str, Path], list[Reject]]:
        """The tables with the answers in them; the roster comes first, since it says who counts."""
        made, rejects, only = dict[str, Path](), list[Reject](), None
        for number, (name, path) in enumerate(self._tables.items()):
            mine, asked = (self._wanted(name, some) for some in (put, where))
            keep = not name and bool(asked) and len(mine) < len(put)
            puts = Puts(mine, list(_by_question(asked)), keep, only)
            if mine or keep:
                folder = self.folder / str(number)
                folder.mkdir()
                copy, bad = edited(path, puts.change, folder)
                rejects += bad
                if mine:
                    made[name] = copy
            only = frozenset(puts.ids) if keep else only
            self.counts |= puts.counts
        return made, rejects

    def _wanted(self, table: str, settings: Sequence[Setting]) -> list[Wanted]:
        """The answers about the rows of a table, each with its column."""
        about = (self.base.entities[table],) if table else principals(self.base)
        given = open_source(self._tables[table]).headings
        columns = {fact.id: heading for heading, fact in questions(self.base, about)}
        found = read_headings(self.base, about, given).facts
        columns |= {fact.id: heading for heading, fact in found.items()}
        mine = [one for one in settings if self._table(one.fact) == table]
        return [Wanted(o.fact, columns[o.fact.id], cell_of(o.fact, o.text)) for o in mine]

    def changes(self, done: Callable[[int], None]) -> Iterator[Table]:
        """What changes for everybody, a chunk at a time."""
        comparison = Comparison([self.base, self.base], {}, frozenset())
        for runs in self.runs.chunks(done):
            self.crossed.add(runs)
            yield self.tally.add(len(runs[0].cases), comparison.changes(runs))

    def reasons(self) -> dict[str, WhatIf]:
        """For a few of those who change: what does, with the rules behind it."""
        ids = list(self.tally.sample)[:REASONED]
        before, after = (self._cases(tables, ids) for tables in (self._tables, self._after))
        both = [name for name in ids if name in before and name in after]
        return {name: what_if(*run(self.base, before[name]), after[name]) for name in both}

    def _cases(self, tables: Mapping[str, Path], ids: Sequence[str]) -> dict[str, Case]:
        return people(self.base, *_apart(tables), ids, self.today)


def _apart(tables: Mapping[str, Path]) -> tuple[Path, dict[str, Path]]:
    """The roster, and the tables of lists."""
    return tables[""], {name: path for name, path in tables.items() if name}


def _by_question(wanted: Iterable[Wanted]) -> Iterator[list[Wanted]]:
    found: dict[str, list[Wanted]] = {}
    for one in wanted:
        found.setdefault(one.fact.id, []).append(one)
    yield from found.values()


def _blank(base: RuleBase) -> Case:
    """Nobody in particular, with one entry in each list that is not also a person's own."""
    return Case({name: (number,) for number, name in enumerate(base.entities)}, {})


def _said(text: str) -> str:
    """With a question mark for what is not known."""
    name, equals, value = text.partition("=")
    return f"{name}={UNKNOWN}" if equals and value.strip() == _NOT_KNOWN else text


def _of(option: str, problem: Problem) -> Problem:
    return Problem(problem.span, f"{option} {problem.message}", problem.hint)


def headline_decisions(base: RuleBase) -> list[str]:
    """The decisions that a report shows first, of the person and of the entries of lists."""
    named = [base.layout.decisions[name] for name in base.layout.headlines]
    heads = [layout.headline for layout in base.layout.entities if layout.headline]
    return [name for name in dict.fromkeys([*named, *heads]) if name in base.decisions]
