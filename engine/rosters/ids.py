"""Where each id of a roster stands: ten million of them in little memory, on disk for everybody."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from engine.rosters.batches import Batches
from engine.rosters.headings import ID
from engine.rosters.rejects import Reject
from engine.rosters.sources import ROW

MAX_ID = 200
_USABLE = rf"^[\x21-\x7e]{{1,{MAX_ID}}}$"  # for sure; other ids are looked at one by one
_HASH, _PLACE = "hash", "place"
_FILE = "ids.ipc"


def ids_of(raw: pl.DataFrame) -> pl.Series:
    """The ids of some rows, without space around them."""
    return raw[ID].cast(pl.String).str.strip_chars()


def hashed(ids: pl.Series) -> pl.Series:
    """A number for each id, the same in all processes; others may have it too."""
    return ids.hash()


def unusable(file: str, ids: pl.Series, rows: pl.Series) -> Iterator[tuple[int, Reject]]:
    """The places of ids that cannot be used, and why."""
    odd = ~ids.str.contains(_USABLE).fill_null(False)
    for i in odd.arg_true().to_list() if odd.any() else ():
        name, row = ids[i] or "", rows[i]
        if not name:
            yield i, Reject(file, row, "", ID, "this row has no id", "give it one")
        elif len(name) > MAX_ID or not name.isprintable():
            yield i, Reject(file, row, name[:MAX_ID], ID, "this is no usable id", "shorten it")


@dataclass
class Found:
    """What reading all ids once brings: rows to leave out, by batch, and why.

    `doubtful` are the places of ids of which the hash is also that of another row.
    """

    rejects: list[Reject] = field(default_factory=list)
    bad: dict[int, list[int]] = field(default_factory=dict)
    doubtful: dict[str, int] = field(default_factory=dict)


def registered(batches: Batches, folder: Path) -> Found:
    """Read all ids and write down where each one stands; the first row with an id counts.

    Raises BadInput and OSError.
    """
    found = Found()
    parts = [_hashes(batches, number, found) for number in range(batches.count)]
    empty = pl.DataFrame(schema={_HASH: pl.UInt64, _PLACE: pl.UInt32})
    table = pl.concat([empty, *parts]).sort(_HASH, maintain_order=True)
    again = (table[_HASH] == table[_HASH].shift(1)).fill_null(False)
    if again.any():
        _resolve(batches, table[_HASH].filter(again).unique(), found)
    _written(table.filter(~again), folder / _FILE)
    return found


def _written(table: pl.DataFrame, path: Path) -> None:
    path.touch(mode=0o600)
    table.write_ipc(path, record_batch_size=max(1, len(table)))  # whole, to be searched as it is


def _hashes(batches: Batches, number: int, found: Found) -> pl.DataFrame:
    raw = batches.batch(number, [ROW, ID])
    ids = ids_of(raw)
    places = pl.int_range(len(ids), dtype=pl.UInt32, eager=True) + number * batches.size
    table = pl.DataFrame({_HASH: hashed(ids), _PLACE: places})
    for i, reject in unusable(batches.source.name, ids, raw[ROW]):
        found.rejects.append(reject)
        found.bad.setdefault(number, []).append(i)
    bad = found.bad.get(number)
    return table.filter(~pl.int_range(pl.len()).is_in(bad)) if bad else table


def _resolve(batches: Batches, doubtful: pl.Series, found: Found) -> None:
    """Look at the ids themselves where hashes are the same."""
    first: dict[str, int] = {}  # the row of each
    for number in range(batches.count):
        raw = batches.batch(number, [ROW, ID])
        ids, bad = ids_of(raw), set(found.bad.get(number, ()))
        for i in hashed(ids).is_in(doubtful.implode()).arg_true().to_list():
            name, row = ids[i], raw[ROW][i]
            if i in bad:
                continue
            if name not in first:
                first[name] = row
                found.doubtful[name] = number * batches.size + i
                continue
            reason, hint = (
                f"the same id stands in row {first[name]}",
                "give each row an id of its own",
            )
            found.rejects.append(Reject(batches.source.name, row, name, ID, reason, hint))
            found.bad.setdefault(number, []).append(i)


class Register:
    """Looks ids up in what `registered` wrote into a folder."""

    def __init__(self, folder: Path, doubtful: dict[str, int]) -> None:
        self._table = pl.read_ipc(folder / _FILE).rechunk()
        self._doubtful = doubtful

    def places_of(self, ids: pl.Series) -> pl.Series:
        """The place of the first row with each id, or one that looks alike; null for none."""
        if self._table.is_empty():
            return pl.Series([None], dtype=pl.UInt32).new_from_index(0, len(ids))
        hashes = hashed(ids)
        near = self._table[_HASH].search_sorted(hashes).clip(0, len(self._table) - 1)
        same = self._table[_HASH][near] == hashes
        places = self._table[_PLACE][near].set(~same, None)
        if self._doubtful:
            keys = pl.Series(list(self._doubtful), dtype=pl.String)
            exact = pl.Series(list(self._doubtful.values()), dtype=pl.UInt32)
            known = ids.replace_strict(keys, exact, default=None, return_dtype=pl.UInt32)
            doubtful = hashes.is_in(hashed(keys).implode())
            places = known.zip_with(doubtful, places)
        return places
