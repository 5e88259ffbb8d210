"""Whether a question that tells nothing alone does so beside an answer to another."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from engine.alternatives.stability_scan import Scanner, choices
from engine.ir.case import Place
from engine.ir.values import Choices, Value

MOST, ALL = 60, 240  # trials for one question and for all; what is not proved then is not claimed
_FEW = 4  # numbers tried of one question


@dataclass
class Pairs:
    """Tries the answers to two questions at a time, until that takes too long."""

    tried: int = 0
    _read: dict[tuple[Place, Place, Value], frozenset[Place]] = field(default_factory=dict)

    def tells(self, place: Place, others: Iterable[Place], scanner: Scanner) -> bool:
        """Whether beside some answer to another question, those to this one lead elsewhere."""
        end = min(self.tried + MOST, ALL)
        samples = [*_samples(place, scanner)]
        for other in others:
            for value in _samples(other, scanner):
                if self.tried >= end:
                    return False
                if not self._is_read(place, other, value, scanner):
                    continue
                self.tried += len(samples)
                tried = (scanner.judge.verdict({other: value, place: one}) for one in samples)
                if len({verdict.outcomes for verdict in tried if verdict.fits}) > 1:
                    return True
        return False

    def _is_read(self, place: Place, other: Place, value: Value, scanner: Scanner) -> bool:
        """Whether beside an answer to another question, this one is looked at."""
        judge = scanner.judge
        key = judge.goal, other, value
        if key not in self._read:
            self._read[key] = judge.looked_at({other: value})
        return bool(judge.fitting.broken) or place in self._read[key]


def _samples(place: Place, scanner: Scanner) -> Iterator[Value]:
    """Single answers: of a choice all, of a number some about which a condition may change."""
    scale = scanner.scale(place)
    if scale is None:
        yield from (Choices({value}) for value in choices(scanner.fact(place)))
        return
    steps = dict.fromkeys([*scale.ends, *islice(scanner.cuts(place), _FEW)])
    yield from (scale.interval((step, step)) for step in steps)
