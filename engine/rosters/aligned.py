"""Several runs over one roster side by side, chunk by chunk, so that each person meets itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import polars as pl

from engine.rosters.headings import ID
from engine.rosters.outcomes import Outcomes
from engine.rosters.sources import ROW


@dataclass
class Aligned:
    """The chunks of several runs with the same people in each, in the same order.

    `apart` are the ids that some of the runs answered and others did not; complete at the end.
    """

    runs: Sequence[Iterator[Outcomes]]
    apart: set[str] = field(default_factory=set)

    def chunks(self) -> Iterator[list[Outcomes]]:
        """Who is ahead in one run waits for the others; that is few people or none."""
        waiting: list[Outcomes | None] = [None] * len(self.runs)
        while self._more(waiting):
            here = [one for one in waiting if one is not None]
            if len(here) == len(self.runs):
                yield from self._common(here, waiting)
        for one in waiting:
            self.apart.update(one.cases[ID].to_list() if one is not None else ())

    def _more(self, waiting: list[Outcomes | None]) -> bool:
        """Take the next chunk of each run; gives whether there was any."""
        found = [next(run, None) for run in self.runs]
        for number, one in enumerate(found):
            before = waiting[number]
            if one is not None:
                waiting[number] = one if before is None else _joined(before, one)
        return any(one is not None for one in found)

    def _common(
        self, here: list[Outcomes], waiting: list[Outcomes | None]
    ) -> Iterator[list[Outcomes]]:
        ids = here[0].cases[ID]
        if all(one.cases[ID].equals(ids) for one in here[1:]):
            waiting[:] = [None] * len(here)
            yield here
            return
        for one in here[1:]:
            ids = ids.filter(ids.is_in(one.cases[ID].to_list()))
        places = pl.DataFrame({ID: ids}).with_row_index(_PLACE)
        waiting[:] = [_rest(one, places) for one in here]
        yield [_of(one, places) for one in here]


_PLACE = "place in the chunk"


def _of(one: Outcomes, places: pl.DataFrame) -> Outcomes:
    """What is said of some people, in their order."""
    cases, items, *lists = (
        frame.join(places, on=ID, how="inner", maintain_order="left")
        .sort(_PLACE, maintain_order=True)
        .drop(_PLACE)
        for frame in (one.cases, one.items, *one.lists.values())
    )
    return Outcomes(cases, dict(zip(one.lists, lists, strict=True)), items)


def _rest(one: Outcomes, places: pl.DataFrame) -> Outcomes | None:
    cases, items, *lists = (
        frame.join(places, on=ID, how="anti", maintain_order="left")
        for frame in (one.cases, one.items, *one.lists.values())
    )
    found = Outcomes(cases, dict(zip(one.lists, lists, strict=True)), items)
    return None if cases.is_empty() else found


def _joined(one: Outcomes, other: Outcomes) -> Outcomes:
    lists = {name: pl.concat([rows, other.lists[name]]) for name, rows in one.lists.items()}
    cases, items = pl.concat([one.cases, other.cases]), pl.concat([one.items, other.items])
    return Outcomes(cases, lists, items)


def paired(one: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    """The rows of another run for those of one, null where it has none."""
    keys = [name for name in (ID, ROW) if name in one.columns]
    if one.select(keys).equals(other.select(keys)):
        return other
    return one.select(keys).join(other, on=keys, how="left", maintain_order="left")
