"""How many questions it takes to settle the main decisions; prints Markdown tables.

    python -m benchmarks.questions [PEOPLE [EVERYTHING [BASES]]]

People are drawn at random from the declared priors, uniformly where none is declared, and never
with answers that contradict each other; a number is one of each range that rules tell apart. Each
has 0 to 2 boards. Free texts are not counted as questions.
"""

import gc
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

import knowledge
from benchmarks.optimum import compared
from benchmarks.profiles import People
from benchmarks.strategies import Played, Strategies, Strategy, cut_down, form_until_settled
from engine.asking.choose import Chooser
from engine.asking.goals import Goals
from engine.asking.interview import DECISIONS, EVERYTHING, Interview
from engine.ir.base import RuleBase
from engine.ir.case import Case, Place
from engine.ir.values import Value, is_settled
from engine.reading.base import read_base
from engine.reason.interpret import interpret

SEED = 20261122
VAGUE = 0.1
MAIN_LISTS = ("board",)
ALL_LISTS = ("board", "placement", "program", "letter")


@dataclass(frozen=True)
class Given(Interview):
    """An interview over a case that is at hand, so that no text is read at each step."""

    given: Case | None = None

    @property
    def case(self) -> Case:  # type: ignore[override]
        assert self.given is not None
        return self.given

    @property
    def next_place(self) -> Place | None:
        """What is asked next."""
        best = self._next()
        return best.place if best else None


def way_of(base: RuleBase, lists: tuple[str, ...]) -> Strategies:
    """The strategies for the main decisions; people have entries in the lists named."""
    chooser = Chooser(Goals(base))
    goals = tuple(base.layout.decisions[name] for name in base.layout.main)
    for goal in goals:
        chooser.goals.goal(goal)
    people = People(base, chooser.goals.space, chooser.residuals, lists)
    return Strategies(people, chooser, goals, cut_down(base, goals))


def agree(way: Strategies, persons: Sequence[Case]) -> None:
    """Check that the base cut down to the goals gives what the whole base gives."""
    for person in persons:
        known, _ = interpret(way.people.base, person)
        assert tuple(map(known.value, way.places(known))) == way.values(person)


def table(way: Strategies, persons: Sequence[Case], title: str) -> None:
    """Questions of each strategy, and decisions that differ from asking everything."""
    whole = [way.values(person) for person in persons]
    forms = [list(way.people.form(person, MAIN_LISTS)) for person in persons]
    pairs = zip(persons, forms, strict=True)
    settled = [form_until_settled(way, person, form) for person, form in pairs]
    print(f"\n{title}\n")
    print("| strategy | mean | median | p95 | of the form until settled | differ, settled or not |")
    print("|---|---|---|---|---|---|")
    _row("full form", [len(form) for form in forms], mean(settled), "0")
    _row("form order until settled", settled, mean(settled), "0")
    ways: dict[str, Strategy] = {
        "form order with skipping": way.skipping,
        "backward chaining": way.backward,
        "count of missing facts": way.counting,
        "exact": way.exact,
    }
    for name, strategy in ways.items():
        counts, differing, otherwise = _played(way, strategy, persons, whole)
        _row(name, counts, mean(settled), f"{differing} of {len(persons):,}, {otherwise}")


def _played(
    way: Strategies, strategy: Strategy, persons: Sequence[Case], whole: list[tuple[Value, ...]]
) -> tuple[list[int], int, int]:
    """Counts of questions; people with decisions that differ; those settled in one alone."""
    played = Played(way.people, strategy)
    found = [played.ask(person) for person in persons]
    pairs = list(zip((way.values(case) for _, case in found), whole, strict=True))
    differing = sum(end != full for end, full in pairs)
    otherwise = sum(
        any(is_settled(one) != is_settled(other) for one, other in zip(end, full, strict=True))
        for end, full in pairs
        if end != full
    )
    return [count for count, _ in found], differing, otherwise


def _row(name: str, counts: Sequence[float], form: float, differing: str) -> None:
    share = f"{mean(counts) / form:.1%}"
    print(
        f"| {name} | {mean(counts):.2f} | {median(counts):.0f} | {at_95(counts):.0f} "
        f"| {share} | {differing} |",
        flush=True,
    )


def at_95(figures: Sequence[float]) -> float:
    """What 95 % do not exceed."""
    return sorted(figures)[max(0, -(-len(figures) * 95 // 100) - 1)]


def timed(choose: Callable[[], Place | None], spent: list[float]) -> Place | None:
    """The next question; the milliseconds it took are noted."""
    start = time.perf_counter()
    place = choose()
    spent.append((time.perf_counter() - start) * 1000)
    return place


def followed(way: Strategies, person: Case, until: str, spent: list[float]) -> int:
    """How many questions one person is asked by the interview itself."""
    base = way.people.base
    interview = Given(base, way.chooser, {}, until, given=way.people.nobody())
    while (place := timed(lambda now=interview: now.next_place, spent)) is not None:  # type: ignore[misc]
        case, _ = way.people.answered(person, interview.case, place)
        interview = Given(base, way.chooser, {}, until, steps=(*interview.steps, place), given=case)
    return len(interview.steps)


def times(base: RuleBase, main: int, everything: int) -> None:
    """How long the next question takes, and how many it takes to settle everything."""
    print("\n| until | people | questions (mean) | full form (mean) | ms median | p95 | max |")
    print("|---|---|---|---|---|---|---|")
    runs = ((DECISIONS, MAIN_LISTS, main), (EVERYTHING, ALL_LISTS, everything))
    for until, lists, count in runs:
        way = way_of(base, lists)
        pick = random.Random(SEED)
        spent: list[float] = []
        persons = [way.people.draw(pick) for _ in range(count)]
        asked = [followed(way, person, until, spent) for person in persons]
        forms = [len(list(way.people.form(person, lists))) for person in persons]
        figures = f"{median(spent):.1f} | {at_95(spent):.1f} | {max(spent):.1f}"
        print(
            f"| {until} | {count} | {mean(asked):.1f} | {mean(forms):.1f} | {figures} |", flush=True
        )


def optimum(bases: int) -> None:
    """The interview beside the best order on small made-up bases."""
    best, certain, shown = compared(bases, SEED)
    print(f"\n| {bases} made-up bases of 8 questions | mean questions | above the least |")
    print("|---|---|---|")
    print(f"| least possible (dynamic programming) | {best:.3f} | |")
    print(f"| exact, until certain | {certain:.3f} | {certain / best - 1:.1%} |")
    print(f"| exact, until the rules alone show it | {shown:.3f} | {shown / best - 1:.1%} |")


def main() -> None:
    """Print the tables."""
    gc.set_threshold(100_000, 50, 100)  # as `crossmatch consult` does
    given = [int(text) for text in sys.argv[1:]]
    count, everything, bases = (*given, *(10_000, 50, 40)[len(given) :])
    base = read_base([Path(knowledge.__file__).parent])
    way = way_of(base, MAIN_LISTS)
    pick = random.Random(SEED)
    persons = [way.people.draw(pick) for _ in range(count)]
    agree(way, persons[:100])
    priors = sum(bool(fact.prior) for fact in base.facts.values())
    print(f"{count:,} people, seed {SEED}; {priors} declared priors, uniform where there is none.")
    table(way, persons, "Every question is answered:")
    vague = [way.people.vague(pick, person, VAGUE) for person in persons]
    table(way, vague, f"{VAGUE:.0%} of the answers are that it is not known:")
    optimum(bases)
    times(base, min(count, 50), everything)


if __name__ == "__main__":
    main()
