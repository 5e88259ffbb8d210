"""The open questions that still matter, in words and as plain data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.alternatives.hinges_ranked import Clash, Effect, Hinge, Ranked
from engine.alternatives.stability_scan import Part
from engine.explain.hinges import WHOLE_LIST
from engine.ir.case import Place
from engine.reason.known import Known
from engine.rendering.stability import effect_text, part_data, wrapped
from engine.rendering.stability_words import Saying, all_of, capital

MOST = 8


@dataclass(frozen=True)
class _Branches:
    """Says what answers lead to, where that is not what is known without them."""

    saying: Saying
    now: Mapping[Place, frozenset[str]]

    def __call__(self, effect: Effect, *, named: bool) -> Iterator[str]:
        if len({part.verdict for part in effect.parts}) < 2:
            return
        saying, now = self.saying, self.now[effect.goal]
        goal = "" if len(self.now) == 1 else f"{saying.goal(effect.goal)} "
        about = f"{saying.question(effect.asked)} " if named else ""
        for part in effect.parts:
            if part.fits and part.outcomes == now:
                continue
            answers = saying.answers(effect.asked, part.values, part.range)
            yield f"    If {about}{answers}: {goal}{self.leads_to(effect.goal, part)}."

    def leads_to(self, goal: Place, part: Part) -> str:
        """What is possible then, or what is not any more, whichever is shorter."""
        now = self.now[goal]
        out = now - part.outcomes
        if part.fits and part.outcomes < now and len(out) < len(part.outcomes):
            return f"rules out {self.saying.several(goal, out)}"
        return effect_text(goal, part, self.saying)


def hinges_text(found: Ranked, known: Known, head: str = "") -> str:
    """The goals that are open, and the questions behind them, those that tell most first."""
    saying = Saying(known)
    lines = [*([head] if head else []), *_goals(found, saying), *_questions(found, saying)]
    return "\n".join(wrapped(line) for line in lines) + "\n"


def _goals(found: Ranked, saying: Saying) -> Iterator[str]:
    for goal, outcomes in found.goals:
        yield f"{capital(saying.goal(goal))}: {saying.outcomes(goal, outcomes)}."


def _questions(found: Ranked, saying: Saying) -> Iterator[str]:
    branches = _Branches(saying, dict(found.goals))
    if found.clashes:
        yield "Answers that contradict each other count for nothing until one is corrected:"
    for clash in found.clashes:
        yield from _clash(clash, saying, branches, alone=len(found.goals) == 1)
    if not found.hinges:
        if found.clashes:
            return
        one = len(found.goals) == 1
        yield f"No open question can change {'this' if one else 'any of these'}."
        return
    told = [one for one in found.hinges if _is_told(one)]
    if told:
        yield "Open questions that can still change this, those that tell most first:"
    for hinge in told[:MOST]:
        yield from _hinge(hinge, saying, branches, alone=len(found.goals) == 1)
    if len(told) > MOST:
        yield f"  - and {len(told) - MOST} more"
    yield from _others([one for one in found.hinges if one not in told], saying, more=bool(told))


def _is_told(hinge: Hinge) -> bool:
    """Whether a question is worth a paragraph: the rest only may count, beside several others."""
    return hinge.tells_alone or hinge.together or hinge.place[1] == WHOLE_LIST


def _others(hinges: Sequence[Hinge], saying: Saying, *, more: bool) -> Iterator[str]:
    if not hinges:
        return
    names = [*dict.fromkeys(saying.question(one.place) for one in hinges)]
    left = [f"{len(names) - MOST} more"] if len(names) > MOST else []
    asked = all_of([*names[:MOST], *left])
    also = "also " if more else ""
    yield (
        f"The rules {also}look at these, of which none is seen to change anything alone, but "
        f"several together may: {asked}."
    )


def _clash(clash: Clash, saying: Saying, branches: _Branches, *, alone: bool) -> Iterator[str]:
    yield f"  - {clash.say}"
    yield f"    Set aside: {all_of([saying.question(place) for place in clash.places])}."
    if not alone:
        yield _for(clash.goals, saying)
    for effect in clash.effects:
        yield from branches(effect, named=True)


def _for(goals: Sequence[Place], saying: Saying) -> str:
    return f"    For: {all_of([saying.goal(goal) for goal in goals])}."


def _hinge(hinge: Hinge, saying: Saying, branches: _Branches, *, alone: bool) -> Iterator[str]:
    if hinge.place[1] == WHOLE_LIST:
        entity = saying.base.entities[hinge.place[0]]
        yield f"  - {entity.asked(more=False)}"
    else:
        fact = saying.base.facts[hinge.place[0]]
        yield f"  - {fact.ask}{saying.entry(hinge.place[1])}"
        if fact.find_out:
            yield f"    How to find out: {fact.find_out}"
    if not hinge.tells_alone:
        yield f"    {_why(hinge)}"
    if not alone:
        yield _for(hinge.goals, saying)
    for effect in hinge.effects:
        yield from branches(effect, named=effect.asked != hinge.place)


def _why(hinge: Hinge) -> str:
    """Why something is asked of which no single answer is seen to change anything."""
    if hinge.place[1] == WHOLE_LIST:
        return "The rules look at every entry, so one more may change it."
    return "It tells something only together with other answers."


def hinges_data(found: Ranked) -> dict[str, Any]:
    """The same as plain data; `gain` is in bits."""
    return {
        "goals": [{**_named(goal), "possible": sorted(values)} for goal, values in found.goals],
        "contradictions": [_clash_data(clash) for clash in found.clashes],
        "hinges": [_hinge_data(hinge) for hinge in found.hinges],
    }


def _named(place: Place) -> dict[str, Any]:
    if place[1] == WHOLE_LIST:
        return {"list": place[0]}
    return {"fact": place[0], "member": place[1]}


def _clash_data(clash: Clash) -> dict[str, Any]:
    return {
        "say": clash.say,
        "answers": [_named(place) for place in clash.places],
        "goals": [_named(goal) for goal in clash.goals],
        "effects": _effects_data(clash.effects),
    }


def _hinge_data(hinge: Hinge) -> dict[str, Any]:
    return {
        **_named(hinge.place),
        "gain": round(hinge.gain, 6),
        "alone": hinge.tells_alone,
        "together": hinge.together,
        "goals": [_named(goal) for goal in hinge.goals],
        "effects": _effects_data(hinge.effects),
    }


def _effects_data(effects: Sequence[Effect]) -> list[dict[str, Any]]:
    return [
        {
            "goal": _named(effect.goal),
            "question": _named(effect.asked),
            "answers": [*map(part_data, effect.parts)],
        }
        for effect in effects
    ]
