"""Rules as CLIPS text.

A question is a fact such as `(stage clinical)` or `(stage unknown)`, a number `(fee 0 500)` from
the least to the most that it can be, a derived fact the values left to it. In the form "patterns" a
row or rule is three CLIPS rules, for when it holds, fails or is open, with conditions on their left
sides; in the form "functions" it is one, which works out on its right side which of them it is.
"""

import json
import re
from collections.abc import Iterator

from benchmarks.peers.logic import (
    ALWAYS,
    HIGH,
    LOW,
    NEVER,
    All,
    Can,
    In,
    Less,
    Some,
    Sum,
    Test,
    facts_of,
)
from benchmarks.peers.naming import Names
from benchmarks.peers.program import Chosen, Figure, Found, Inputs, Program, Verdict, within
from engine.ir.values import NO

FORMS = ("functions", "patterns")
GIVEN = "given"


class Writer:
    """Writes constructs of CLIPS."""

    def __init__(self, program: Program, names: Names) -> None:
        self._names, self._settled = names, program.settled
        chosen = {one.fact for one in program.steps if isinstance(one, Chosen)}
        self._several = set() if program.settled else chosen
        self._numbers = program.numbers

    def test(self, test: Test) -> str:
        """A function call that says TRUE or FALSE."""
        match test:
            case All(parts):
                return self._joined("and", parts, "(and TRUE TRUE)")
            case Some(parts):
                return self._joined("or", parts, "(or FALSE FALSE)")
            case In(fact, values):
                each = [f"(eq ?{self.name(fact)} {symbol(value)})" for value in values]
                return each[0] if len(each) == 1 else f"(or {' '.join(each)})"
            case Can(fact, value, can):
                found = f"(member$ {symbol(value)} ?{self.name(fact)})"
                return f"(neq {found} FALSE)" if can else f"(not {found})"
            case Less(left, right, strict):
                return f"({'<' if strict else '<='} {self.sum(left)} {self.sum(right)})"

    def _joined(self, word: str, parts: tuple[Test, ...], empty: str) -> str:
        if len(parts) < 2:
            return self.test(parts[0]) if parts else empty
        return f"({word} {' '.join(map(self.test, parts))})"

    def sum(self, number: Sum) -> str:
        """A function call that is a number."""
        found = f"{number.constant!r}" if number.constant or not number.ends else ""
        for sign, fact, end in reversed(number.ends):
            one = f"?{self.name(fact)}-{LOW if self._settled else end}"
            if sign > 0:
                found = f"(+ {one} {found})" if found else one
            else:
                found = f"(- {found or 0} {one})"
        return found

    def name(self, *what: str) -> str:
        """The relation of a fact, and its variable."""
        return self._names.of(*what)

    def patterns(self, *tests: Test) -> str:
        """What the left side has to bind for some tests."""
        named = dict.fromkeys(fact for test in tests for fact in facts_of(test))
        return " ".join(map(self._pattern, named))

    def _pattern(self, fact: str) -> str:
        name = self.name(fact)
        if fact in self._numbers:
            return f"({name} ?{name}-{LOW}{'' if self._settled else f' ?{name}-{HIGH}'})"
        return f"({name} {'$' if fact in self._several else ''}?{name})"

    def left(self, test: Test) -> str:
        """The left side for a condition: answers in their patterns, the rest as a test."""
        parts = test.parts if isinstance(test, All) else (test,)
        rest = All(tuple(part for part in parts if not isinstance(part, In)))
        bound = set(facts_of(rest))
        rest = All(rest.parts + tuple(p for p in parts if isinstance(p, In) and p.fact in bound))
        alone = [part for part in parts if isinstance(part, In) and part.fact not in bound]
        found = [f"({self.name(p.fact)} {'|'.join(map(symbol, p.values))})" for p in alone]
        return " ".join(
            [*found, self.patterns(rest), f"(test {self.test(rest)})" if rest.parts else ""]
        )

    def verdict(self, one: Verdict, form: str) -> Iterator[str]:
        """The rules that say whether a row or rule holds (T), fails (F) or is open (U)."""
        name = self.name(one.id)
        holds, fails = self.test(one.holds), self.test(one.fails)
        bound = self.patterns(one.holds, one.fails)
        if one.holds == ALWAYS:
            yield f"(defrule {name} => (assert ({name} T)))"
            return
        if form == "functions":
            found = f"(if {holds} then T else (if {fails} then F else U))"
            yield f"(defrule {name} {bound} => (assert ({name} {found})))"
            return
        yield f"(defrule {name} {self.left(one.holds)} => (assert ({name} T)))"
        if one.fails != NEVER:
            yield f"(defrule {name}-fails {self.left(one.fails)} => (assert ({name} F)))"
            open_ = f"(test (not (or {holds} {fails})))"
            yield f"(defrule {name}-open {bound} {open_} => (assert ({name} U)))"

    def step(self, step: Chosen | Figure, form: str) -> Iterator[str]:
        """The rules that derive one fact."""
        name = self.name(step.fact)
        if isinstance(step, Figure):
            yield self._figure(step)
            return
        if self._settled:
            left = self.patterns(*(one.holds for one in step.verdicts))
            yield f"(defrule {name} {left} => (assert ({name} {self._value(step)})))"
            return
        for one in step.verdicts:
            yield from self.verdict(one, form)
        left = " ".join(f"({self.name(one.id)} ?v{n})" for n, one in enumerate(step.verdicts))
        derive = self._rows(step) if step.first else self._some(step)
        yield f"(defrule {name} {left} => {derive} (assert ({name} ?can)))"

    def _figure(self, step: Figure) -> str:
        when, name = self.test(step.when), self.name(step.fact)
        ends = [
            self.sum(number)
            if step.when == ALWAYS
            else f"(if {when} then {self.sum(number)} else {bound!r})"
            for number, bound in zip(step.sums, step.bounds, strict=True)
        ]
        left = self.patterns(step.when, *(Less(one, one, True) for one in step.sums))
        said = ends[0] if self._settled else " ".join(ends)
        return f"(defrule {name} {left} => (assert ({name} {said})))"

    def _value(self, step: Chosen) -> str:
        """What the first row that holds gives; a rule gives yes, and none of them no."""
        found = symbol(NO)
        for one in reversed(step.verdicts):
            value = symbol(one.then)
            found = f"(if {self.test(one.holds)} then {value} else {found})"
            if one.holds == ALWAYS:
                found = value
        return found

    def _some(self, step: Chosen) -> str:
        verdicts = [f"?v{n}" for n in range(len(step.verdicts))]
        holds = " ".join(f"(eq {one} T)" for one in verdicts)
        fails = " ".join(f"(eq {one} F)" for one in verdicts)
        return (
            f"(bind ?can (if (or {holds} FALSE) then (create$ yes)"
            f" else (if (and {fails} TRUE) then (create$ no) else (create$ yes no))))"
        )

    def _rows(self, step: Chosen) -> str:
        """The value of every row that does not fail, up to one that holds."""
        found = ""
        for n, one in reversed([*enumerate(step.verdicts)]):
            value = f"(bind ?can ?can {symbol(one.then)})"
            if one.fails == NEVER and one.holds == ALWAYS:
                found = value
            else:
                behind = f" (if (neq ?v{n} T) then {found})" if found else ""
                found = f"(if (neq ?v{n} F) then {value}){behind}"
        return f"(bind ?can (create$)) {found}"


def symbol(value: str) -> str:
    """A value as CLIPS writes it."""
    return value if re.fullmatch(r"[A-Za-z][\w-]*", value) else json.dumps(value)


def clips_text(program: Program, form: str, names: Names) -> str:
    """All constructs, one a line."""
    write = Writer(program, names)
    lines = [line for step in program.steps for line in write.step(step, form)]
    for one, test in program.advice:
        given = f"(assert ({GIVEN} {json.dumps(one)}))"
        lines.append(f"(defrule {names.of(one)} {write.left(test)} => {given})")
    return "\n".join(lines)


def facts_text(inputs: Inputs, names: Names, *, settled: bool) -> str:
    """The answers as facts."""
    return " ".join(
        f"({names.of(fact)} {_content(value, settled)})" for fact, value in inputs.items()
    )


def _content(value: str | tuple[float, float], settled: bool) -> str:
    if isinstance(value, str):
        return symbol(value)
    return repr(value[0]) if settled else f"{value[0]!r} {value[1]!r}"


_WORDS = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s()]+')


def _plain(word: str) -> str:
    return str(json.loads(word)) if word.startswith('"') else word


class Reader:
    """Reads conclusions from the facts that are left."""

    def __init__(self, program: Program, names: Names) -> None:
        self._names = {names.of(one.fact): one for one in program.steps}

    def found(self, text: str) -> Found:
        """The conclusions, to be compared."""
        values: dict[str, frozenset[str] | tuple[float, float]] = {}
        facts = [[*map(_plain, _WORDS.findall(line))] for line in text.splitlines()]
        for name, *content in facts:
            step = self._names.get(name)
            if isinstance(step, Figure):
                low, high = (float(content[end]) for end in (0, -1))
                values[step.fact] = within(low), within(high)
            elif step is not None:
                values[step.fact] = frozenset(content)
        return Found(values, frozenset(fact[1] for fact in facts if fact[0] == GIVEN))
