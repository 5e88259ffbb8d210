"""How far several answers can be changed together while a conclusion stays."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.alternatives.stability_judge import Judge
from engine.alternatives.stability_scale import Scale, Steps, scale_of
from engine.alternatives.stability_scan import Part, Scanner, choices, pieces
from engine.ir.case import Place
from engine.ir.values import Choices, Interval, Value, is_settled

MOST = 30  # trials to find out whether a conclusion stays for a set of answers
IN_ALL = 100  # trials after which only what is certain at once widens the region


@dataclass
class Growth:
    """A region that is widened as long as it is proved that the conclusion stays."""

    scanner: Scanner
    outcome: str
    lines: dict[Place, tuple[Part, ...]]
    box: dict[Place, Value] = field(default_factory=dict)
    anything: set[Place] = field(default_factory=set)
    spent: int = 0

    @property
    def _judge(self) -> Judge:
        return self.scanner.judge

    def grow(self, places: Sequence[Place]) -> None:
        """Widen what the questions may be answered, in their order."""
        if not places:
            return
        wide = {place: self.scanner.widest(place) for place in places}
        alone = all(place not in self.lines for place in places)
        if alone and self._stays(wide, len(places) == 1):
            self.box |= wide
            self.anything |= wide.keys()
        elif len(places) > 1:
            middle = len(places) // 2
            self.grow(places[:middle])
            self.grow(places[middle:])
        else:
            self._widen(places[0])

    def _stays(self, more: dict[Place, Value], split: bool = True) -> bool:
        box = {**self.box, **more}
        before = self._judge.tried
        limit = before + (MOST if split and self.spent < IN_ALL else 0)
        found = self._proved(box, [*more, *reversed([*self.box])], limit)
        self.spent += self._judge.tried - before
        return found

    def _proved(self, box: dict[Place, Value], order: Sequence[Place], limit: int) -> bool:
        """Whether the conclusion stays all over the box: at once, or in each of its pieces."""
        verdict = self._judge.verdict(box)
        if verdict.stays(self.outcome):
            return True
        if verdict.leaves(self.outcome) or self._judge.tried > limit:
            return False
        for index, place in enumerate(order):
            split = self._split(place, box[place])
            if len(split) > 1:
                rest = order[index + 1 :]
                return all(self._proved({**box, place: one}, rest, limit) for one in split)
        return False

    def _split(self, place: Place, value: Value) -> list[Value]:
        if not isinstance(value, Interval):
            order = choices(self.scanner.fact(place))
            return [Choices({one}) for one in order if one in value]
        scale = scale_of(self.scanner.fact(place))
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
        scale = scale_of(self.scanner.fact(place))
        if not is_settled(now) or not self._stays({place: now}):
            return
        if isinstance(now, Interval):
            assert scale is not None
            self.box[place] = self._wider(place, scale, now)
        else:
            self.box[place] = self._more(place, now)

    def _more(self, place: Place, now: Choices) -> Choices:
        """As many values as can be had together."""
        for value in choices(self.scanner.fact(place)):
            more = now | {value}
            if self._stays({place: more}):
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
            *(m for cut in self.scanner.cuts(place) for m in (cut - 1, cut, cut + 1)),
        ]
        marks = sorted(mark for mark in marks if low <= mark <= high)
        high = self._reach(place, scale, (own, own), [m for m in marks if m > own])
        low = self._reach(place, scale, (own, high), [m for m in reversed(marks) if m < own], -1)
        return scale.interval((low, high))

    def _reach(
        self, place: Place, scale: Scale, steps: Steps, marks: list[int], way: int = 1
    ) -> int:
        """How far one end can be moved: to a mark, or to the last step that is proved."""
        done = steps[1] if way > 0 else steps[0]
        for mark in reversed(marks):
            if self._spans(place, scale, steps, mark, way):
                done = mark
                break
        beyond = [mark for mark in marks if (mark - done) * way > 0]
        if not beyond:
            return done
        good, bad = done, beyond[0]
        while abs(bad - good) > 1:
            middle = (good + bad) // 2
            if self._spans(place, scale, steps, middle, way):
                good = middle
            else:
                bad = middle
        return good

    def _spans(self, place: Place, scale: Scale, steps: Steps, mark: int, way: int) -> bool:
        wider = (steps[0], mark) if way > 0 else (mark, steps[1])
        return self._stays({place: scale.interval(wider)})


def _steps(scale: Scale, value: Interval) -> Steps:
    first, last = scale.ends
    low = first if value.low <= scale.number(first) else scale.step(value.low)
    high = last if value.high >= scale.number(last) else scale.step(value.high)
    return low, high
