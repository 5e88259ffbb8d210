"""Where a phrase fits a sentence."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.extracting.nodes import (
    ANY,
    Comma,
    Either,
    Exact,
    Gap,
    Listed,
    Lists,
    Maybe,
    Node,
    Part,
    Row,
    Shape,
    Slot,
    Stem,
    Word,
)  # fmt: skip
from engine.extracting.slots import names_at, slot_at
from engine.extracting.words import Words

GAP_WORDS = 7
NEAR_WORDS = 11  # between two parts of a phrase that stand near each other
STEPS = 5000  # rows tried in one sentence; real ones need some hundreds
_SUBJECTS = frozenset(("i", "you", "he", "she", "it", "we", "they", "there"))
_STOP = ";"  # between two words that do not follow on each other

Stretch = tuple[int, int]
Held = tuple[str, str, int, int]
"""What a slot or list of choices holds: its name, a value of its own, first and last character."""


@dataclass(frozen=True, slots=True)
class Fit:
    """From word `begin` to the one before `end`; `gaps` are words that the phrase does not name."""

    begin: int
    end: int
    held: tuple[Held, ...] = ()
    gaps: tuple[tuple[int, int], ...] = ()


_State = tuple[tuple[Held, ...], tuple[tuple[int, int], ...]]


Ends = dict[int, _State]
"""Before which word a fit may end, and what it then holds."""


class Fitting:
    """Looks for phrases in one sentence; remembers where the entries of lists stand."""

    def __init__(self, words: Words, lists: Lists, *, amounts: bool = False) -> None:
        """`amounts`: a bare number may be an amount of money, as in a column of prices."""
        self.words, self._lists, self._amounts = words, lists, amounts
        self._left = STEPS
        self._listed: dict[tuple[str, int], Ends] = {}
        self._slots: dict[tuple[str, int], Ends] = {}

    @property
    def spent(self) -> bool:
        """Whether the sentence was too tangled to be looked through."""
        return self._left < 0

    def may(self, needs: frozenset[str]) -> bool:
        """Whether a phrase with these needs is worth trying."""
        return ANY in needs or not needs.isdisjoint(self.words.known)

    def fits(self, part: Part, begin: int = 0, end: int | None = None) -> Iterator[Fit]:
        """Where a part fits between two words: at each place its longest fit."""
        if not self.may(part.needs):
            return
        anywhere = ANY in part.starts
        stop = len(self.words) if end is None else min(end, len(self.words))
        for at in range(begin, stop):
            if anywhere or self.words.forms[at] in part.starts:
                found = self._ends(part.node, at, stop)
                last = max(found, default=at)
                if last > at:
                    yield Fit(at, last, *found[last])

    def stands(self, shape: Shape, begin: int = 0, end: int | None = None) -> bool:
        """Whether the phrase fits anywhere, its parts no further apart than these bounds."""
        if not self.may(shape.needs):
            return False
        return (
            next(
                self.whole(
                    shape, ((begin, len(self.words) if end is None else min(end, len(self.words))),)
                ),
                None,
            )
            is not None
        )

    def whole(
        self,
        shape: Shape,
        clauses: tuple[Stretch, ...],
        close: Callable[[Fit], Stretch] | None = None,
    ) -> Iterator[Fit]:
        """Where the phrase fits; parts joined by & within one of the clauses, or within `close`."""
        if not clauses or not all(self.may(one.needs) for one in shape.near):
            return
        for fit in self.fits(shape.first, clauses[0][0], clauses[-1][1]):
            if not shape.near and not shape.never:
                yield fit
                continue
            begin, end = close(fit) if close else stretch_of(fit, clauses)
            if any(next(self.fits(one, begin, end), None) for one in shape.never):
                continue
            others = [self._nearest(one, fit, begin, end) for one in shape.near]
            if all(one is not None for one in others):
                yield _joined(fit, [one for one in others if one is not None])

    def _nearest(self, part: Part, fit: Fit, begin: int, end: int) -> Fit | None:
        apart = [
            (max(one.begin - fit.end, fit.begin - one.end), one)
            for one in self.fits(part, begin, end)
            if one.end <= fit.begin or one.begin >= fit.end
        ]
        near = [(words, one) for words, one in apart if words <= NEAR_WORDS]
        return min(near, key=lambda pair: pair[0])[1] if near else None

    def _ends(self, node: Node, at: int, stop: int) -> Ends:
        """Every word before which a fit from `at` may end, with what it holds."""
        if isinstance(node, Word):  # most are; the rest is slower
            return {at + 1: ((), ())} if at < stop and self.words.forms[at] in node.forms else {}
        match node:
            case Row(parts):
                return self._row(parts, at, stop)
            case Either(ways):
                return self._either(ways, at, stop)
            case Maybe(inner):
                return {at: ((), ())} | self._ends(inner, at, stop)
            case Listed(name):
                return _within(self._entries(name, at), stop)
            case Slot(name):
                return _within(self._slot(name, at), stop)
            case Gap():
                return self._gap(at, stop)
            case _:
                return self._one(node, at, stop)

    def _one(self, node: Exact | Stem | Comma, at: int, stop: int) -> Ends:
        """A node of one word, or the comma before it."""
        if at >= stop:
            return {}
        match node:
            case Exact(word):
                fits = self.words.exact(at) == word
            case Stem(begins):
                fits = self.words.forms[at].startswith(begins)
            case Comma():
                return {at: ((), ())} if "," in self.words.before[at] else {}
        return {at + 1: ((), ())} if fits else {}

    def _either(self, ways: tuple[Part, ...], at: int, stop: int) -> Ends:
        form = self.words.forms[at] if at < stop else ""
        found: Ends = {}
        for way in ways:
            if form in way.starts or ANY in way.starts:
                found |= self._ends(way.node, at, stop)
        return found

    def _row(self, parts: tuple[Node, ...], at: int, stop: int) -> Ends:
        self._left -= 1
        if self._left < 0:
            return {}
        states: Ends = {at: ((), ())}
        named = False
        for part in parts:
            after: Ends = {}
            for place, (held, gaps) in states.items():
                if place > at and not self._follows(place, stop):
                    continue
                if named and not isinstance(part, Comma) and self._apart(place):
                    continue
                for end, (more, left) in self._ends(part, place, stop).items():
                    after.setdefault(end, (held + more, gaps + left))
            states, named = after, part == Slot("name")
            if not states:
                break
        return states

    def _follows(self, place: int, stop: int) -> bool:
        return place >= stop or _STOP not in self.words.before[place]

    def _apart(self, place: int) -> bool:
        """Whether more than a space stands before a word, so that it is no part of a name."""
        return place < len(self.words) and any(one in self.words.before[place] for one in ":,|-")

    def _gap(self, at: int, stop: int) -> Ends:
        found: Ends = {at: ((), ())}
        for end in range(at + 1, min(at + GAP_WORDS, stop) + 1):
            before, word = self.words.before[end - 1], self.words.forms[end - 1]
            starts = " - " in before or ("," in before and word in _SUBJECTS)
            if starts or not self._follows(end - 1, stop):
                break
            found[end] = ((), ((at, end),))
        return found

    def _entries(self, name: str, at: int) -> Ends:
        key = (name, at)
        if key not in self._listed:
            found: Ends = {}
            form = self.words.forms[at] if at < len(self.words) else ""
            for value, entries in self._lists[name].items():
                for entry in entries:
                    if form not in entry.starts and ANY not in entry.starts:
                        continue
                    for end, (_, gaps) in self._ends(entry.node, at, len(self.words)).items():
                        if end > at:
                            held = ((name, value, *self._place(at, end)),) if value else ()
                            found.setdefault(end, (held, gaps))
            self._listed[key] = found
        return self._listed[key]

    def _slot(self, name: str, at: int) -> Ends:
        key = (name, at)
        if key not in self._slots and at < len(self.words):
            if name == "name":
                ends = names_at(self.words, at)
            else:
                end = slot_at(name, self.words, at, amounts=self._amounts)
                ends = [] if end is None else [end]
            self._slots[key] = {e: (((name, "", *self._place(at, e)),), ()) for e in ends}
        return self._slots.get(key, {})

    def _place(self, begin: int, end: int) -> tuple[int, int]:
        return self.words.spans[begin][0], self.words.spans[end - 1][1]


def _within(found: Ends, stop: int) -> Ends:
    return {end: state for end, state in found.items() if end <= stop}


def stretch_of(fit: Fit, clauses: tuple[Stretch, ...]) -> Stretch:
    """The clauses in which the fit stands, as one stretch."""
    inside = [one for one in clauses if one[0] < fit.end and one[1] > fit.begin]
    return inside[0][0], inside[-1][1]


def _joined(fit: Fit, others: list[Fit]) -> Fit:
    """One stretch from the first to the last part, with the words between the parts as gaps."""
    parts = sorted([fit, *others], key=lambda one: one.begin)
    gaps = [gap for part in parts for gap in part.gaps]
    gaps += [(a.end, b.begin) for a, b in zip(parts, parts[1:], strict=False) if b.begin > a.end]
    held = tuple(one for part in (fit, *others) for one in part.held)
    return Fit(parts[0].begin, max(part.end for part in parts), held, tuple(gaps))
