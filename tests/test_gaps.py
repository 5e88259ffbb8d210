"""Where two numbers meet, by secants; and the values around it that are tried for why-not."""

from math import inf

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.alternatives.gaps import Gap, closing
from engine.alternatives.whynot_values import Given, turning_between
from engine.ir.base import Fact, Kind
from engine.ir.values import Interval

FEW = st.integers(-50, 50)


@given(FEW, FEW, FEW)
def test_the_sides_of_a_straight_line_meet_at_once(slope: int, zero: int, other: int) -> None:
    assume(slope and zero != other)
    asked: list[float] = []

    def gap(number: float) -> Gap:
        asked.append(number)
        return slope * (number - zero), None

    assert closing(gap, 0, other, other + 1, -100, 100) == pytest.approx(zero, abs=1e-6)
    assert len(asked) <= 4 + 2  # both ends, the zero, and once more


def test_what_is_curved_is_neared() -> None:
    found = closing(lambda number: (number * number - 50, None), 0, 0.0, 64.0, 0.0, 64.0)
    assert found == pytest.approx(50**0.5, abs=1e-3)


@pytest.mark.parametrize("gap", [(3.0, 3.0), (None, 1.0)])
def test_what_does_not_change_or_has_no_end_meets_nowhere(gap: Gap) -> None:
    assert closing(lambda _: gap, 0, 0.0, 1.0, -inf, inf) is None


def test_a_meeting_out_of_reach_is_none() -> None:
    assert closing(lambda number: (number + 9, None), 0, 1.0, 2.0, 0.0, 5.0) is None


def low(one: Given) -> float:
    assert isinstance(one, Interval)
    return one.low


@given(st.integers(1, 9_999), st.sampled_from([0, 0.5, 3, 400]))
def test_a_wrong_guess_costs_trials_but_no_edge(tenths: int, off: float) -> None:
    """What is likely is only where it is tried first."""
    edge = tenths / 10
    fact = Fact("me", "fee", Kind.NUMBER, "fee", low=0, high=1000)
    own: list[Given] = [Interval(0, 0), Interval(1000, 1000)]
    found = turning_between(own, fact, lambda one: low(one) >= edge, lambda *_: [edge + off])
    numbers = sorted(map(low, found))
    assert len(numbers) == 2 and numbers[0] < edge <= numbers[1]
    assert numbers[1] - numbers[0] <= 0.002
