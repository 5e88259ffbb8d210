"""Chunks of a table read against the vocabulary: codes of the good rows, reasons for the others."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from engine.ir.base import Entity, RuleBase
from engine.problem import suggest
from engine.rosters.cells import coded
from engine.rosters.headings import CLOSED, ID, MANY, Headings, read_headings
from engine.rosters.rejects import Reject
from engine.rosters.sources import ROW, Source, refused

_MAX_ID = 200
_USABLE = rf"^[\x21-\x7e]{{1,{_MAX_ID}}}$"  # for sure; other ids are looked at one by one


@dataclass
class Reader:
    """Reads one table; `rejects` grows while it is read. Raises BadInput without an id column.

    With `unique` no id may come twice; the first row with it counts.
    """

    base: RuleBase
    source: Source
    entities: tuple[Entity, ...]
    unique: bool
    headings: Headings = field(init=False)
    seen: dict[str, int] = field(default_factory=dict)
    rejected: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        given = self.source.headings
        if ID not in given:
            hint = suggest(ID, given) or f"name the column that tells rows apart {ID}"
            if any(";" in heading for heading in given):
                hint = "separate the cells by commas"
            raise refused(Path(self.source.name), f"there is no column {ID}", hint)
        self.headings = read_headings(self.base, self.entities, given)
        for heading, reason, hint in self.headings.wrong:
            self._reject(1, "", heading, reason, hint)

    def chunks(self, size: int) -> Iterator[pl.DataFrame]:
        """The good rows as codes, with their ids and row numbers."""
        try:
            for raw in self.source.chunks(size):
                yield self._chunk(raw)
        except (OSError, pl.exceptions.PolarsError) as error:
            path, hint = Path(self.source.name), "export it again"
            raise refused(path, f"this cannot be read to its end: {error}", hint) from error

    def _chunk(self, raw: pl.DataFrame) -> pl.DataFrame:
        ids = raw[ID].cast(pl.String).str.strip_chars()
        rows = raw[ROW].to_list()
        names = ids.to_list()
        bad = set() if self._all_new(ids, names, rows) else set(self._bad_ids(rows, names))
        columns: dict[str, pl.Series] = {ROW: raw[ROW], ID: ids}
        for heading, fact in self.headings.facts.items():
            found = coded(fact, raw[heading])
            columns |= found.columns
            if found.wrong:
                bad |= set(self._odd(heading, raw[heading], found.wrong, rows, names))
        columns[CLOSED] = self._closed(raw)
        bad |= set(self._bad_closed(columns[CLOSED], rows, names))
        frame = pl.DataFrame({name: column.alias(name) for name, column in columns.items()})
        self.rejected.update(names[i] for i in bad if names[i])
        if not bad:
            return frame
        good = [i for i in range(len(rows)) if i not in bad]
        return frame[good]

    def _all_new(self, ids: pl.Series, names: list[str], rows: list[int]) -> bool:
        """Whether all ids are usable and, where each may come once only, none was there before."""
        if ids.null_count() or not ids.str.contains(_USABLE).all():
            return False
        if self.unique:
            new = dict(zip(names, rows, strict=True))
            if len(new) < len(names) or not self.seen.keys().isdisjoint(new):
                return False
            self.seen.update(new)
        return True

    def _bad_ids(self, rows: list[int], names: list[str | None]) -> Iterator[int]:
        for i, name in enumerate(names):
            if not name:
                self._reject(rows[i], "", ID, "this row has no id", "give it one")
                yield i
            elif len(name) > _MAX_ID or not name.isprintable():
                self._reject(rows[i], name[:_MAX_ID], ID, "this is no usable id", "shorten it")
                yield i
            elif self.unique and self.seen.setdefault(name, rows[i]) != rows[i]:
                reason = f"the same id stands in row {self.seen[name]}"
                self._reject(rows[i], name, ID, reason, "give each row an id of its own")
                yield i

    def _odd(
        self,
        heading: str,
        cells: pl.Series,
        wrong: Mapping[str, tuple[str, str]],
        rows: list[int],
        names: list[str | None],
    ) -> Iterator[int]:
        texts = cells.cast(pl.String)
        for i in texts.is_in(list(wrong)).arg_true().to_list():
            self._reject(rows[i], names[i] or "", heading, *wrong[texts[i]])
            yield i

    def _closed(self, raw: pl.DataFrame) -> pl.Series:
        if CLOSED in raw.columns:
            return raw[CLOSED].cast(pl.String)
        return pl.Series(CLOSED, [None], dtype=pl.String).new_from_index(0, len(raw))

    def _bad_closed(
        self, cells: pl.Series, rows: list[int], names: list[str | None]
    ) -> Iterator[int]:
        lists = [entity.list_key for entity in self.base.entities.values() if entity.list_key]
        odd = {}
        for text in cells.drop_nulls().unique().to_list():
            for name in closed_lists(text):
                if name not in lists:
                    odd[text] = f"“{name}” is not a list of a case", suggest(name, lists)
        return self._odd(CLOSED, cells, odd, rows, names) if odd else iter(())

    def _reject(self, row: int, name: str, column: str, reason: str, hint: str) -> None:
        self.source.rejects.append(Reject(self.source.name, row, name, column, reason, hint))


def closed_lists(text: str) -> list[str]:
    """The lists that a cell names as complete."""
    return [part.strip() for part in text.split(MANY) if part.strip()]


def bad_rows(rejects: Iterable[Reject]) -> int:
    """How many rows have a mistake."""
    return len({(one.file, one.row) for one in rejects})
