"""The conditions of a rule that do not hold, or that do, each with what it looks at."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.explain.why import Explainer
from engine.ir.case import Place
from engine.ir.conditions import And, Condition, Not, Or
from engine.ir.values import Truth
from engine.reason.evaluate import truth
from engine.reason.known import Known
from engine.reason.reads import places_read


@dataclass(frozen=True, slots=True)
class Lack:
    """A condition in words, whether it holds, fails (False) or is not known yet (None), and why.

    `because` are the answers and derived facts that it looks at, in words.
    """

    text: str
    verdict: Truth
    because: tuple[str, ...]


def lacks(
    known: Known, explainer: Explainer, when: Condition | None, member: int
) -> tuple[Lack, ...]:
    """The conditions that keep a rule from holding."""
    parts = conjuncts(when) if when is not None else ()
    found = [_lack(known, explainer, part, member) for part in parts]
    return tuple(dict.fromkeys(one for one in found if one.verdict is not True))


def support(
    known: Known, explainer: Explainer, when: Condition | None, member: int
) -> tuple[Lack, ...]:
    """The conditions that make a rule hold, or leave it open."""
    parts = conjuncts(when) if when is not None else ()
    return tuple(dict.fromkeys(_lack(known, explainer, part, member) for part in parts))


def conjuncts(node: Condition) -> Iterator[Condition]:
    """Conditions that must all hold for a condition to hold; what has several ways stays one."""
    match node:
        case And(parts):
            for part in parts:
                yield from conjuncts(part)
        case Not(Not(part)):
            yield from conjuncts(part)
        case Not(Or(parts)):
            for part in parts:
                yield from conjuncts(Not(part))
        case _:
            yield node


def _lack(known: Known, explainer: Explainer, part: Condition, member: int) -> Lack:
    places = dict.fromkeys(places_read(part, known, member))
    because = dict.fromkeys(_fact(explainer, place, member) for place in places)
    text = explainer.words.condition(part)
    return Lack(text, truth(part, known, member), tuple(because))


def _fact(explainer: Explainer, place: Place, member: int) -> str:
    """A fact with its value and where it comes from, and the entry where it is another one."""
    about = explainer.name(place[1]) if place[1] != member else ""
    return f"{about}: {explainer.fact(place).text}" if about else explainer.fact(place).text
