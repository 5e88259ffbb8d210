"""What an executor concluded: plain data, the same whichever executor made it."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.ir.case import Place
from engine.ir.values import Truth, Value


@dataclass(frozen=True, slots=True)
class Trace:
    """Conclusions of one run.

    `values` holds each derived fact of each member, `truths` the verdict on the condition of each
    row and rule by id and member, `fired` what took effect: rules and advice whose condition
    holds, and the row that a decision took.
    """

    values: Mapping[Place, Value]
    truths: Mapping[tuple[str, int], Truth]
    fired: frozenset[tuple[str, int]]


def differences(one: Trace, other: Trace) -> list[str]:
    """Ids of facts and rules on which two traces differ, sorted; empty when they agree."""
    found = {key[0] for key in one.values.keys() ^ other.values.keys()}
    found |= {key[0] for key in one.values if one.values[key] != other.values.get(key)}
    found |= {key[0] for key in one.truths.keys() ^ other.truths.keys()}
    found |= {key[0] for key in one.truths if one.truths[key] != other.truths.get(key, "absent")}
    found |= {key[0] for key in one.fired ^ other.fired}
    return sorted(found)
