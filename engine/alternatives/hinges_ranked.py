"""The open questions, those that tell most first, with what each answer would lead to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from engine.alternatives.hinges_pairs import Pairs
from engine.alternatives.stability_judge import Judge
from engine.alternatives.stability_scan import Part, Scanner
from engine.asking.kept import kept_goals
from engine.asking.residual import Residuals
from engine.asking.states import State, States, Way
from engine.compiled.lazy import settled
from engine.explain.hinges import WHOLE_LIST, Hinges
from engine.ir.base import Kind, RuleBase
from engine.ir.case import Case, Place
from engine.reason.known import Dispute, Known


@dataclass(frozen=True, slots=True)
class Effect:
    """What the answers to a question, or one part of it, lead to for one goal."""

    goal: Place
    asked: Place
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Hinge:
    """A question that can still change something.

    `gain` is how many bits of the goals its answer tells on average, by the shares that the
    vocabulary gives. `effects` are empty for a list that may still grow. `together` is whether it
    is proved that the answer tells something beside that to another question.
    """

    place: Place
    gain: float
    goals: tuple[Place, ...]
    effects: tuple[Effect, ...] = ()
    together: bool = False

    @property
    def tells_alone(self) -> bool:
        """Whether some answer changes what is possible, without any other."""
        return any(len({part.outcomes for part in e.parts if part.fits}) > 1 for e in self.effects)


@dataclass(frozen=True, slots=True)
class Clash:
    """Answers that are set aside because they contradict each other: which is wrong is open.

    `effects` say what follows once one of them is another.
    """

    say: str
    places: tuple[Place, ...]
    goals: tuple[Place, ...]
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """Goals with the outcomes still possible, and the open questions behind them."""

    goals: tuple[tuple[Place, frozenset[str]], ...]
    hinges: tuple[Hinge, ...]
    clashes: tuple[Clash, ...] = ()


class Ranking:
    """Ranks the open questions of cases; the diagrams are kept from one to the next."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base
        self._goals = kept_goals(base, shown_names(base))
        self._residuals = Residuals(self._goals)

    def of(self, case: Case, goals: Sequence[Place]) -> Ranked:
        """The open questions behind goals: decisions or advice of one member each."""
        judges = {goal: Judge(self.base, case, goal) for goal in goals}
        scanners = {goal: Scanner(judge) for goal, judge in judges.items()}
        known, states = self._opened(case)
        gains: defaultdict[Place, float] = defaultdict(float)
        behind: defaultdict[Place, dict[Place, None]] = defaultdict(dict)
        for goal in goals:
            for place, gain in self._telling(known, states, goal, scanners[goal]):
                gains[self._whole(place)] += gain
                behind[self._whole(place)][goal] = None
        clashes = [*_clashes(scanners)]
        for place in {place for clash in clashes for place in clash.places}:
            gains.pop(place, None)
        ranked = sorted(gains, key=lambda place: self._rank(place, gains[place]))
        hinges = [
            Hinge(
                place, gains[place], (*behind[place],), (*self._effects(place, behind, scanners),)
            )
            for place in ranked
        ]
        hinges = [*self._paired(hinges, scanners)]
        outcomes = tuple((goal, judge.now.outcomes) for goal, judge in judges.items())
        return Ranked(outcomes, tuple(hinges), tuple(clashes))

    def _paired(self, hinges: Sequence[Hinge], scanners: dict[Place, Scanner]) -> Iterator[Hinge]:
        """The questions, with what pairs of answers show of those that tell nothing alone."""
        pairs = Pairs()
        for hinge in hinges:
            told = hinge.tells_alone or not hinge.effects
            yield (
                hinge
                if told
                else replace(hinge, together=any(self._pairs(hinge, hinges, scanners, pairs)))
            )

    def _pairs(
        self,
        hinge: Hinge,
        hinges: Sequence[Hinge],
        scanners: dict[Place, Scanner],
        pairs: Pairs,
    ) -> Iterator[bool]:
        for effect in hinge.effects:
            behind = (e for one in hinges if one is not hinge for e in one.effects)
            others = (e.asked for e in behind if e.goal == effect.goal)
            yield pairs.tells(effect.asked, others, scanners[effect.goal])

    def _opened(self, case: Case) -> tuple[Known, States]:
        """The case as if nothing had been asked without success: it may still be found out."""
        answers = {place: one for place, one in case.answers.items() if one.value is not None}
        known = settled(self.base.unassuming, case.answering(answers))
        return known, States(self._goals, self._residuals)

    def _telling(
        self, known: Known, states: States, goal: Place, scanner: Scanner
    ) -> Iterator[tuple[Place, float]]:
        """Each question that can still change a goal, with how much it tells."""
        state = states.one(known, goal)
        if state is None:
            return
        found = [*self._ways(states, state, scanner)]
        yield from found
        if len(scanner.judge.now.outcomes) > 1:
            missing = self._goals.missing(goal, Hinges(known))
            yield from ((place, 0.0) for place in {*missing} - {place for place, _ in found})

    def _ways(
        self, states: States, state: State, scanner: Scanner
    ) -> Iterator[tuple[Place, float]]:
        read = states.read(state.goal)
        for way in states.ways_of(state):
            alone = {place for place in way.places if self._tells_alone(place, scanner)}
            if alone or self._matters(states, way):
                gain = self._residuals.gain(state.left, way.number)
                # a diagram tests entries at large; whether this one can count, the rules know
                found = [place for place in way.places if place in read or place in alone]
                yield from ((place, max(gain, 0.0) / len(way.places)) for place in found)

    def _tells_alone(self, place: Place, scanner: Scanner) -> bool:
        """Whether answers to a question are seen at once to lead to different things."""
        if place not in scanner.judge.places:
            return False
        return len({part.outcomes for part in scanner.parts(place) if part.fits}) > 1

    def _matters(self, states: States, way: Way) -> bool:
        together, lost = states.together(way), states.lost(way.state)
        return self._residuals.matters(way.state.left, together, lost)

    def _whole(self, place: Place) -> Place:
        fact = self.base.facts.get(place[0])
        return (fact.part_of, place[1]) if fact and fact.part_of else place

    def _rank(self, place: Place, gain: float) -> tuple[float, int, int]:
        return -round(gain, 6), self.base.positions[place[0]], place[1]

    def _effects(
        self, whole: Place, behind: dict[Place, dict[Place, None]], scanners: dict[Place, Scanner]
    ) -> Iterator[Effect]:
        if whole[1] == WHOLE_LIST:
            return
        for goal in behind[whole]:
            for place in self._asked(whole):
                if place in scanners[goal].judge.places:
                    yield Effect(goal, place, scanners[goal].parts(place))

    def _asked(self, whole: Place) -> Iterable[Place]:
        """The places that the answer to a question goes to."""
        fact = self.base.facts[whole[0]]
        if fact.kind is Kind.CHOICES:
            return [(f"{fact.id}:{choice}", whole[1]) for choice in fact.choices]
        return [whole]


def _clashes(scanners: dict[Place, Scanner]) -> Iterator[Clash]:
    """The contradictions that lie behind the goals."""
    goals: defaultdict[Dispute, list[Place]] = defaultdict(list)
    for goal, scanner in scanners.items():
        for dispute in scanner.judge.known.disputes:
            if _is_behind(dispute, scanner):
                goals[dispute].append(goal)
    for dispute, concerned in goals.items():
        effects = (
            Effect(goal, place, scanners[goal].parts(place))
            for goal in concerned
            for place in dispute.places
            if place in scanners[goal].judge.places
        )
        yield Clash(dispute.constraint.say, dispute.places, tuple(concerned), tuple(effects))


def _is_behind(dispute: Dispute, scanner: Scanner) -> bool:
    """Whether another answer in place of one that is set aside can change the goal."""
    judge = scanner.judge
    behind = [place for place in dispute.places if place in judge.places]
    if len(judge.now.outcomes) > 1:
        return bool(behind)
    parts = (part for place in behind for part in scanner.parts(place))
    return any(part.fits and part.outcomes != judge.now.outcomes for part in parts)


def main_goals(base: RuleBase, case: Case) -> list[Place]:
    """The main decisions of a case."""
    names = [base.layout.decisions[name] for name in base.layout.main]
    return [(name, case.members[base.facts[name].entity][0]) for name in names]


def shown_names(base: RuleBase) -> list[str]:
    """Every derived choice or yes/no fact that a report shows."""
    decided = {*base.decisions, *base.concluding}
    heads = [one.headline for one in base.layout.entities if one.headline]
    names = dict.fromkeys([*base.layout.decisions.values(), *heads])
    return [name for name in names if name in decided]


def shown_goals(base: RuleBase, case: Case) -> list[Place]:
    """Every other decision that a report shows, also on the entries of lists."""
    main = main_goals(base, case)
    places = [
        (name, member)
        for name in shown_names(base)
        for member in case.members.get(base.facts[name].entity, ())
    ]
    return [place for place in places if place not in main]
