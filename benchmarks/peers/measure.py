"""Time engines on the same people, after making sure that they conclude the same."""

import gc
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any

from benchmarks.peers.engine import Engine, Peer, Person
from benchmarks.peers.program import Found, found_in, inputs
from engine.ir.base import RuleBase
from engine.ir.case import Case
from engine.reason.interpret import interpret

BLOCK = 20  # people answered by one engine before the next one's turn
FEWER = 50  # people of whom conclusions are compared a second time
TIMED = 100  # people that engines are timed on, and
SLOW = 20  # those that a slow one is


@dataclass
class Timed:
    """Milliseconds of processor time: of each consultation, and of loading the rules."""

    peer: Peer
    engine: Engine
    load: float
    plain: list[float] = field(default_factory=list)
    traced: list[float] = field(default_factory=list)

    @property
    def speed(self) -> float:
        """People a second."""
        times = self.plain or self.traced
        return 1000 * len(times) / sum(times)


def progress(text: str) -> None:
    """Tell somebody who waits at a terminal what is done."""
    if sys.stderr.isatty():
        print(text, file=sys.stderr)


def told(part: RuleBase, cases: Sequence[Case]) -> list[Person]:
    """The people as all engines take them."""
    return [Person(case, inputs(part, case)) for case in cases]


def loaded(peer: Peer, part: RuleBase) -> tuple[Engine, float]:
    """An engine, and how many milliseconds it took from the rules as written to ready."""
    text = peer.export(part)
    start = time.process_time()
    engine = peer.load(text)
    return engine, (time.process_time() - start) * 1000


def check(peer: Peer, part: RuleBase, people: Sequence[Person], expected: list[Found]) -> None:
    """Raises AssertionError unless the engine concludes the same of everybody.

    If it can both tell why and not, it is asked one way about everybody, the other about fewer.
    """
    engine, _ = loaded(peer, part)
    for number, ask in enumerate(ways(peer, engine)):
        for person, wanted in [*zip(people, expected, strict=True)][: FEWER if number else None]:
            found = engine.found(ask(engine.given(person)))
            assert found == wanted, f"{peer.name}: {_difference(found, wanted)}"


def ways(peer: Peer, engine: Engine) -> list[Callable[[Any], Any]]:
    """The ways of asking that the engine knows."""
    plain = [engine.consult] if peer.without else []
    return plain + ([engine.traced] if peer.with_trace else [])


def _difference(found: Found, wanted: Found) -> str:
    names = {name for name in wanted.values if found.values.get(name) != wanted.values[name]}
    return ", ".join(sorted(names | (found.given ^ wanted.given)))


def expected(part: RuleBase, people: Sequence[Person]) -> list[Found]:
    """What the reference interpreter concludes."""
    return [found_in(part, interpret(part, person.case)[1]) for person in people]


def timed(peers: Sequence[Peer], part: RuleBase, people: Sequence[Person]) -> list[Timed]:
    """Every engine on the same people, in turns; conclusions are compared before."""
    wanted = expected(part, people)
    for peer in peers:
        progress(f"comparing {peer.name}")
        check(peer, part, people, wanted)
    found = [Timed(peer, *loaded(peer, part)) for peer in peers]
    gc.collect()
    gc.freeze()  # what all engines hold is not looked through while one of them is timed
    for start in range(0, min(TIMED, len(people)), BLOCK):
        for one in found:
            if not (one.peer.slow and start >= SLOW):
                _time(one, people[start : start + BLOCK])
    gc.unfreeze()
    return found


def _time(one: Timed, people: Sequence[Person]) -> None:
    given = [one.engine.given(person) for person in people]
    for ask, times in ((one.engine.consult, one.plain), (one.engine.traced, one.traced)):
        if times is one.plain and not one.peer.without:
            continue
        if times is one.traced and not one.peer.with_trace:
            continue
        ask(given[-1])
        for person in given:
            start = time.process_time()
            ask(person)
            times.append((time.process_time() - start) * 1000)


def middle(times: Sequence[float]) -> tuple[str, str]:
    """Median and 95th percentile."""
    if not times:
        return "–", "–"
    return f"{median(times):.2f}", f"{quantiles(times, n=20)[-1]:.2f}"
