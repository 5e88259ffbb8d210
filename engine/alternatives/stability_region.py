"""How far several answers can be changed together while a conclusion stays."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from engine.alternatives.stability_judge import Judge
from engine.alternatives.stability_scale import Scale, Steps
from engine.alternatives.stability_scan import Part, Scanner, choices, pieces
from engine.ir.case import Place
from engine.ir.values import Choices, Interval, Value, is_settled
from engine.reason.known import Origin

MOST, IN_ALL = 30, 80  # trials for one widening, and after which only what is certain at once does
EACH = 4  # questions that are tried one by one rather than by halves
MANY, LESS = 40, (6, 24)  # the same where so many questions make each trial slow


@dataclass
class Growth:
    """A region that is widened as long as it is proved that the conclusion stays."""

    scanner: Scanner
    outcome: str
    lines: dict[Place, tuple[Part, ...]]
    box: dict[Place, Value] = field(default_factory=dict)
    anything: set[Place] = field(default_factory=set)
    spent: int = 0
    read: frozenset[Place] | None = None  # what the proof of the region looked at

    @property
    def _judge(self) -> Judge:
        return self.scanner.judge

    def grow(self, places: Sequence[Place]) -> None:
        """Widen what the questions may be answered, each of which may be anything alone."""
        if len(places) <= 1:
            self.grow_each(places)
            return
        wide = {place: self.scanner.widest(place) for place in places}
        if self._stays(wide, split=False):
            self._allow(wide)
        else:
            for some in halves(places):
                self.grow(some)

    def grow_each(self, places: Iterable[Place], *, at_once: bool = True) -> None:
        """The same one by one; without `at_once` each takes several trials to be anything."""
        for place in places:
            wide = {place: self.scanner.widest(place)}
            hopeful = at_once or self._may_split or self._is_unread(wide)
            if place not in self.lines and hopeful and self._stays(wide):
                self._allow(wide)
            else:
                self._widen(place)

    def _allow(self, wide: dict[Place, Value]) -> None:
        self.box |= wide
        self.anything |= wide.keys()

    @property
    def _limits(self) -> tuple[int, int]:
        return LESS if len(self._judge.places) > MANY else (MOST, IN_ALL)

    @property
    def _may_split(self) -> bool:
        """Whether more than one trial may be spent on a widening."""
        return self.spent < self._limits[1]

    def _is_unread(self, more: dict[Place, Value]) -> bool:
        """Whether what proved the region looked at none of the questions."""
        return self.read is not None and self.read.isdisjoint(more)

    def _stays(self, more: dict[Place, Value], *, split: bool = True) -> bool:
        box = {**self.box, **more}
        if self._is_unread(more):
            return self._judge.fitting.fits(box, more) is True
        before = self._judge.tried
        limit = before + (self._limits[0] if split and self._may_split else 0)
        found = self._proved(box, [*more, *reversed([*self.box])], limit, [*more])
        self.spent += self._judge.tried - before
        if found:
            at_once = self._judge.tried == before + 1
            self.read = self._judge.recently_read() if at_once else None
        return found

    def _proved(
        self, box: dict[Place, Value], order: Sequence[Place], limit: int, new: list[Place]
    ) -> bool:
        """Whether the conclusion stays all over the box: at once, or in each of its pieces."""
        verdict = self._judge.verdict(box, new)
        if verdict.stays(self.outcome):
            return True
        if verdict.leaves(self.outcome) or self._judge.tried > limit:
            return False
        for index, place in enumerate(order):
            if place not in box:
                continue
            split = self._split(place, box[place])
            if len(split) > 1:
                rest = order[index + 1 :]
                smaller = [{**box, place: one} for one in split]
                if self._judge.known.origin(place) is not Origin.ANSWER:
                    smaller.append({p: v for p, v in box.items() if p != place})  # it may stay so
                return all(self._proved(one, rest, limit, new) for one in smaller)
        return False

    def _split(self, place: Place, value: Value) -> list[Value]:
        if not isinstance(value, Interval):
            order = choices(self.scanner.fact(place))
            return [Choices({one}) for one in order if one in value]
        scale = self.scanner.scale(place)
        if scale is None or value.settled:
            return [value]
        steps = _steps(scale, value)
        return [scale.interval(one) for one in pieces(steps, self.scanner.cuts(place))]

    def steps(self, place: Place, scale: Scale) -> Steps:
        """The numbers that the region allows."""
        value = self.box[place]
        assert isinstance(value, Interval)
        return _steps(scale, value)

    def _widen(self, place: Place) -> None:
        now = self._judge.known.value(place)
        scale = self.scanner.scale(place)
        given = self._judge.known.origin(place) is Origin.ANSWER
        if not is_settled(now) or not (given or self._stays({place: now})):
            return
        if isinstance(now, Interval):
            assert scale is not None
            self.box[place] = self._wider(place, scale, now)
        else:
            self.box[place] = self._more(place, now)

    def _more(self, place: Place, now: Choices) -> Choices:
        """As many values as can be had together; it is known that all of them cannot."""
        every = self.scanner.widest(place)
        for value in choices(self.scanner.fact(place)):
            more = now | {value}
            if more not in (now, every) and self._stays({place: more}):
                now = more
        return now

    def _wider(self, place: Place, scale: Scale, now: Interval) -> Interval:
        """The widest range around a number."""
        own = scale.step(now.low)
        parts = self.lines.get(place, ())
        around = [p.steps for p in parts if p.steps[0] <= own <= p.steps[1]] or [scale.ends]
        low, high = around[0]
        marks = [
            low,
            high,
            *(m for cut in self._cuts(place) for m in (cut - 1, cut, cut + 1)),
        ]
        marks = sorted(mark for mark in marks if low <= mark <= high)
        high = self._reach(place, scale, (own, own), [m for m in marks if m > own])
        low = self._reach(place, scale, (own, high), [m for m in reversed(marks) if m < own], -1)
        return scale.interval((low, high))

    def _cuts(self, place: Place) -> set[int]:
        """Where a condition is likely to change, for answers now and for those in the region."""
        return {*self.scanner.cuts(place), *self.scanner.cuts(place, self.box)}

    def _reach(
        self, place: Place, scale: Scale, steps: Steps, marks: list[int], way: int = 1
    ) -> int:
        """How far one end can be moved: to a mark, or to the last step that is proved."""
        done = steps[1] if way > 0 else steps[0]
        if not marks or self._spans(place, scale, steps, marks[-1], way):
            return marks[-1] if marks else done
        if not self._spans(place, scale, steps, done + way, way):
            return done  # mostly so, once much else may be otherwise
        low, high = -1, len(marks) - 1
        while high - low > 1:
            middle = (low + high) // 2
            if self._spans(place, scale, steps, marks[middle], way):
                low = middle
            else:
                high = middle
        good, bad = marks[low] if low >= 0 else done, marks[high]
        if abs(bad - good) > 1 and not self._spans(place, scale, steps, good + way, way):
            return good
        while abs(bad - good) > 1:
            between = (good + bad) // 2
            if self._spans(place, scale, steps, between, way):
                good = between
            else:
                bad = between
        return good

    def _spans(self, place: Place, scale: Scale, steps: Steps, mark: int, way: int) -> bool:
        wider = (steps[0], mark) if way > 0 else (mark, steps[1])
        return self._stays({place: scale.interval(wider)})


def halves(places: Sequence[Place]) -> Iterator[Sequence[Place]]:
    """What to try next of questions that do not go together; of a few each takes no longer."""
    size = (len(places) + 1) // 2 if len(places) > EACH else 1
    yield from (places[start : start + size] for start in range(0, len(places), size))


def _steps(scale: Scale, value: Interval) -> Steps:
    first, last = scale.ends
    low = first if value.low <= scale.number(first) else scale.step(value.low)
    high = last if value.high >= scale.number(last) else scale.step(value.high)
    return low, high
