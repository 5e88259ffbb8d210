"""What is left of a decision in each row: its outcome, or those still possible."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import polars as pl

SETTLED, OPEN = "settled", "open"
_STATUS = pl.Enum([SETTLED, OPEN])
_MOST_LISTED = 8  # values of a decision of which every combination is listed beforehand


class Decided(NamedTuple):
    """The outcome where it is settled, whether it is, and where not what is possible."""

    outcome: pl.Series
    status: pl.Series
    candidates: pl.Series


def decided(values: Sequence[str], bits: Sequence[pl.Series]) -> Decided:
    """Looked up by which of the values are possible; `bits` has a column for each of them."""
    kind = pl.UInt8 if len(values) <= _MOST_LISTED else pl.UInt64
    mask = bits[0].cast(kind)
    for bit in bits[1:]:
        mask = mask + mask + bit.cast(kind)
    if len(values) <= _MOST_LISTED:
        return _gathered(_all_meanings(tuple(values)), mask.cast(pl.UInt32))
    found = mask.unique().sort()
    sets = [tuple(mask >> shift & 1 for shift in reversed(range(len(values)))) for mask in found]
    return _gathered(_meanings(tuple(values), sets, pl.String()), found.search_sorted(mask))


def _gathered(meanings: Decided, places: pl.Series) -> Decided:
    return Decided(*(column[places] for column in meanings))


@lru_cache(maxsize=1000)
def _all_meanings(values: tuple[str, ...]) -> Decided:
    sets = list(product((0, 1), repeat=len(values)))
    several = [_several(values, one) for one in sets]
    return _meanings(values, sets, pl.Enum([text for text in several if text]))


def _meanings(
    values: tuple[str, ...], sets: Sequence[tuple[int, ...]], candidates: pl.DataType
) -> Decided:
    """What to write for each set of possible values."""
    one = [_chosen(values, bits)[0] if sum(bits) == 1 else None for bits in sets]
    state = [SETTLED if sum(bits) == 1 else OPEN for bits in sets]
    several = [_several(values, bits) for bits in sets]
    return Decided(
        pl.Series(one, dtype=pl.Enum(list(values))),
        pl.Series(state, dtype=_STATUS),
        pl.Series(several, dtype=candidates),
    )


def _several(values: Sequence[str], bits: tuple[int, ...]) -> str | None:
    return " | ".join(_chosen(values, bits)) if sum(bits) > 1 else None


def _chosen(values: Sequence[str], bits: tuple[int, ...]) -> list[str]:
    return [value for value, bit in zip(values, bits, strict=True) if bit]
