"""A roster and the lists that go with it on disk, so that any chunk of it can be worked on."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from engine.ir.base import RuleBase
from engine.reading.case import MAX_MEMBERS
from engine.rosters.batches import SUFFIX, Batches, in_batches, put, save
from engine.rosters.headings import CLOSED, ID, principals
from engine.rosters.ids import Register, ids_of, registered, unusable
from engine.rosters.reading import Reader, Rows
from engine.rosters.rejects import Reject
from engine.rosters.sources import CASE, ROW, Source, open_source

# Like ROW, columns that no heading can be taken for.
_TORN, _PLACE, _CHUNK = "to be left out", "place in the chunk", "chunk"
_SURVEY = "survey.json"


@dataclass(frozen=True)
class Chunk:
    """Some cases as codes, the rows of their lists, and the cases whose lists lack rows.

    The rows of a list have the row of their `CASE` here, and stand in that order.
    """

    cases: pl.DataFrame
    lists: Mapping[str, pl.DataFrame]
    torn: Mapping[str, frozenset[str]]
    rejects: list[Reject]


class Roster:
    """The tables in the files. Raises BadInput for those of no use."""

    def __init__(
        self,
        base: RuleBase,
        roster: Path | Source,
        lists: Mapping[str, Path | Source],
        size: int,
        folder: Path,
    ) -> None:
        """`size` cases are a chunk; what is kept on the way stands in `folder`."""
        self._size, self._folder = size, folder
        self._readers = {"": Reader(base, open_source(roster), principals(base))}
        for name, path in lists.items():
            self._readers[name] = Reader(base, open_source(path), (base.entities[name],))

    @property
    def sources(self) -> dict[str, Source]:
        """The tables; the roster's has no name, the others have those of their entities."""
        return {name: reader.source for name, reader in self._readers.items()}

    def amiss(self) -> Iterator[Reject]:
        """What is wrong with headings, and of rows read so far with those that are broken."""
        for reader in self._readers.values():
            yield from (*reader.rejects, *reader.source.rejects)

    def survey(self) -> list[Reject]:
        """Find out how long the tables are and where each id stands; done once for a folder.

        Gives what is wrong with headings, ids and broken rows. Raises BadInput and OSError.
        """
        if not (self._folder / _SURVEY).exists():
            self._look()
        return [Reject(*one) for one in self._seen["rejects"]]

    def _look(self) -> None:
        tables = {
            name: in_batches(reader.source, self._size, self._copies(name))
            for name, reader in self._readers.items()
        }
        found = registered(tables[""], self._folder)
        written = {
            "rows": {name: table.rows for name, table in tables.items()},
            "rejects": [astuple(one) for one in (*self.amiss(), *found.rejects)],
            "bad": found.bad,
            "doubtful": found.doubtful,
        }
        save(json.dumps(written).encode(), self._folder / _SURVEY)

    def _copies(self, name: str) -> Path:
        return self._folder / f"copies-{name}"

    @cached_property
    def _seen(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self._folder / _SURVEY).read_bytes())
        return found

    @cached_property
    def _register(self) -> Register:
        return Register(self._folder, self._seen["doubtful"])

    def _table(self, name: str) -> Batches:
        source = self._readers[name].source
        rows = source.rows if source.slice is not None else self._seen["rows"][name]
        return Batches(source, self._size, rows, self._copies(name))

    @property
    def is_counted(self) -> bool:
        """Whether it is known before the survey how many rows there are."""
        return self._readers[""].source.slice is not None

    @property
    def cases(self) -> int:
        """How many rows there are."""
        return self._table("").rows

    @property
    def chunks(self) -> int:
        """How many chunks of cases there are."""
        return self._table("").count

    @property
    def batches(self) -> Iterator[tuple[str, int]]:
        """What `sort` is to be called with before any chunk is taken."""
        for name in self._readers.keys() - {""}:
            yield from ((name, number) for number in range(self._table(name).count))

    def sort(self, name: str, number: int) -> list[Reject]:
        """Put the rows of one batch of a list where the chunks of their cases look for them.

        Gives what is wrong with them. Raises BadInput and OSError.
        """
        reader, raw = self._readers[name], self._table(name).batch(number)
        ids, file = ids_of(raw), reader.source.name
        bad = dict(unusable(file, ids, raw[ROW]))
        read = reader.read(raw, bad)
        places, is_bad = self._register.places_of(ids), read.is_bad()
        frame = read.frame.with_columns(
            is_bad.alias(_TORN),
            (places // self._size).alias(_CHUNK),
            (places % self._size).alias(_PLACE),
        )
        found = frame.drop(CLOSED).drop_nulls(_CHUNK)
        for (chunk,), part in found.partition_by(_CHUNK, as_dict=True).items():
            put(part.drop(_CHUNK), self._sorted(name, chunk) / f"{number}{SUFFIX}")
        lost = frame.filter(places.is_null() & ~is_bad)
        return [*bad.values(), *read.rejects, *_nobodys(file, lost)]

    def _sorted(self, name: str, chunk: int) -> Path:
        return self._folder / f"sorted-{name}-{chunk}"

    def chunk(self, number: int) -> Chunk:
        """The good rows of a chunk. Raises BadInput where it cannot be read."""
        self.__dict__.pop("_register", None)  # only sorting needs it, and it can be large
        bad = self._seen["bad"].get(str(number), ())
        read = self._readers[""].read(self._table("").batch(number), bad)
        rejects, lists, torn = read.rejects, {}, {}
        for name in self._readers.keys() - {""}:
            members = Members(self._readers[name].source.name, self._members(name, number), read)
            lists[name], torn[name] = members.rows, frozenset(members.torn)
            rejects += members.rejects
        return Chunk(read.good(), lists, torn, rejects)

    def _members(self, name: str, chunk: int) -> pl.DataFrame:
        """The rows of a list that belong to a chunk, as they stood in the file."""
        found = self._sorted(name, chunk).glob(f"*{SUFFIX}")
        paths = sorted(found, key=lambda path: int(path.stem))
        if not paths:
            kinds = {ID: pl.String, ROW: pl.UInt32, _TORN: pl.Boolean, _PLACE: pl.UInt32}
            return pl.DataFrame(schema=kinds)
        frames = [pl.read_ipc(path) for path in paths]
        if len(frames) > 1:  # a question without any answer in a batch has no column there
            frames = [pl.concat(frames, how="diagonal")]
            frames = [frames[0].with_columns(pl.col(pl.UInt8, pl.Float64).fill_null(0))]
        return frames[0].sort(_PLACE, maintain_order=True)


class Members:
    """The good rows of a list with the `CASE` of each, what is wrong with others, and whose."""

    def __init__(self, file: str, found: pl.DataFrame, cases: Rows) -> None:
        """`found` are the rows case by case, as they stood in the file."""
        self._file, self.rejects = file, list[Reject]()
        self.torn = set(found[ID].filter(found[_TORN]))
        ids = cases.frame[ID].gather(found[_PLACE])
        found = found.filter(~found[_TORN] & self._real(found, ids, cases))
        self._take(found.drop(_TORN), cases)

    def _real(self, found: pl.DataFrame, ids: pl.Series, cases: Rows) -> pl.Series:
        """Which rows have the very id of their case, not another one that looks alike."""
        real = ids == found[ID]
        if not real.all():
            self.rejects += _nobodys(self._file, found.filter(~real & ~found[_TORN]))
        return real

    def _take(self, rows: pl.DataFrame, cases: Rows) -> None:
        if cases.bad:
            lost = cases.is_bad().gather(rows[_PLACE])
            self._reject_all(rows.filter(lost), cases)
            rows = rows.filter(~lost)
        many = (rows[_PLACE] == rows[_PLACE].shift(MAX_MEMBERS)).fill_null(False)
        reason = f"these are more than {MAX_MEMBERS} rows with this id"
        for name, row in rows.filter(many).select(ID, ROW).iter_rows():
            self.rejects.append(Reject(self._file, row, name, ID, reason, "remove some"))
            self.torn.add(name)
        rows = rows.filter(~many) if many.any() else rows
        good = (~cases.is_bad()).cast(pl.UInt32).cum_sum() - 1
        self.rows = rows.drop(_PLACE).with_columns(good.gather(rows[_PLACE]).alias(CASE))

    def _reject_all(self, lost: pl.DataFrame, cases: Rows) -> None:
        """The rows of cases that were rejected themselves."""
        own = cases.frame[ROW].gather(lost[_PLACE])
        for name, row, case in zip(lost[ID], lost[ROW], own, strict=True):
            reason = f"row {case}, to which it belongs, was rejected"
            self.rejects.append(Reject(self._file, row, name, ID, reason, "correct that row"))


def _nobodys(file: str, lost: pl.DataFrame) -> Iterator[Reject]:
    """Rows of which nobody has the id."""
    reason, hint = "no row of the roster has this id", "correct the id, or add the row"
    for name, row in lost.select(ID, ROW).iter_rows():
        yield Reject(file, row, name, ID, reason, hint)
