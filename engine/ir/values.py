"""What is known of a fact: the values it can still have.

A choice or yes/no fact is the set of choices not yet ruled out; a number is a closed interval. A
fact is settled when one value is left. The less is known the wider the value, never a guess.
"""

from math import inf

from engine.ir.read_only import read_only

YES, NO = "yes", "no"
Choices = frozenset[str]
Truth = bool | None  # None: undetermined

ONLY_YES, ONLY_NO, EITHER = Choices({YES}), Choices({NO}), Choices({YES, NO})


@read_only
class Interval:
    """A number known to lie between `low` and `high`, both inclusive; infinite ends allowed.

    `figure` is False when a table explicitly gives no figure, None when that is not known yet.
    """

    low: float = -inf
    high: float = inf
    figure: bool | None = True

    @property
    def settled(self) -> bool:
        """Whether exactly one number (or the absence of a figure) is left."""
        return self.figure is False or (self.figure is True and self.low == self.high)


Value = Choices | Interval
NO_FIGURE = Interval(figure=False)


def is_settled(value: Value) -> bool:
    """Whether one value is left."""
    return value.settled if isinstance(value, Interval) else len(value) == 1


def of_truth(truth: Truth) -> Choices:
    """The yes/no value of a three-valued truth."""
    return EITHER if truth is None else ONLY_YES if truth else ONLY_NO


def plain(value: Value) -> str | float | None:
    """The one value left as JSON would show it; None when it is open or has no figure."""
    if not is_settled(value):
        return None
    if isinstance(value, Interval):
        return number(value.low) if value.figure else None
    return next(iter(value))


def number(amount: float) -> float:
    """The number, as an int where it is whole, so that 60.0 is shown as 60."""
    return int(amount) if amount == amount // 1 and abs(amount) != inf else amount
