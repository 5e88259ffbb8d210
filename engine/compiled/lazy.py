"""What is known of a case, with every value worked out once and only when it is looked at."""

from collections.abc import Iterable, Mapping

from engine.compiled.compiler import truth
from engine.compiled.derive import derivers, moving
from engine.ir.base import Constraint, RuleBase
from engine.ir.case import Case, Place
from engine.ir.values import Value
from engine.reason.disputes import disputes_over
from engine.reason.known import Dispute, Known, Origin


class Lazy(Known):
    """The same conclusions as the interpreter's; those that nobody looks at cost nothing."""

    def __init__(self, base: RuleBase, case: Case, disputes: tuple[Dispute, ...] = ()) -> None:
        super().__init__(base, case, disputes)
        self._derivers = derivers(base)

    def work_out(self, place: Place) -> Value:
        """The values the first time that they are looked at."""
        derive = self._derivers[place[0]]
        if derive is not None:
            return derive(self, place[1])
        answer = self.case.answers.get(place)
        given = None if answer is None or place in self._disputed else answer.value
        return super().work_out(place) if given is None or isinstance(given, str) else given

    def origin(self, place: Place) -> Origin:
        """Where the value comes from, which counts as looking at it."""
        if self._derivers[place[0]] is None:
            self.value(place)
        return super().origin(place)

    def conclude(self, place: Place, value: Value) -> None:
        """Put in a derived value."""
        self._values[place] = value

    @property
    def derived(self) -> Mapping[Place, Value]:
        """Every derived value that was looked at so far."""
        facts = self.base.facts
        return {place: value for place, value in self._values.items() if facts[place[0]].derived}

    def has_seen(self, place: Place) -> bool:
        """Whether the place was looked at; what was worked out so far may rest on it."""
        return place in self._values

    def revised(self, case: Case, names: Iterable[str]) -> "Lazy":
        """The same with other answers to the questions `names`; only what rests on them is new.

        The answers that are set aside, and the lists, must be the same before and after.
        """
        found = Lazy(self.base, case, self.disputes)
        stale = moving(self.base, names)
        found._values = {place: v for place, v in self._values.items() if place[0] not in stale}
        return found


def settled(base: RuleBase, case: Case) -> Lazy:
    """What is known of a case; answers that contradict each other are set aside."""
    return Lazy(base, case, contradictions(base, case))


def contradictions(
    base: RuleBase, case: Case, constraints: Iterable[Constraint] | None = None
) -> tuple[Dispute, ...]:
    """Every declared impossible combination, or of some, that the given answers make true."""
    among = base.constraints if constraints is None else [*constraints]
    if not among:
        return ()
    return tuple(disputes_over(among, Lazy(base.unassuming, case), truth))
