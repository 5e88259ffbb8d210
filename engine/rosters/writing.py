"""The answers to a roster as files: all of them together or none, for nobody else to read."""

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from engine.rosters.batches import flush, put, save
from engine.rosters.bench import ITEMS, Piece, part_of, spending, written
from engine.rosters.codes import Codes
from engine.rosters.cohort import Cohort
from engine.rosters.crew import crew
from engine.rosters.hands import ANY, Hands
from engine.rosters.headings import ID
from engine.rosters.outcomes import unpacking
from engine.rosters.parts import parts_folder
from engine.rosters.rejects import as_csv
from engine.rosters.roster import Roster
from engine.rosters.sinks import SINKS, Parts, check, scanned

Paths = Mapping[str, list[Path]]  # of the parts of each table
Done = Callable[[int], None]  # told of how many more cases the answers are written


def write(
    cohort: Cohort,
    output: Path,
    codes: Codes | None,
    kept: Path | None,
    done: Done,
    hands: Hands = ANY,
) -> list[Path]:
    """Write the answers to everybody, what was rejected and the codes; gives their files.

    Nothing is in place before all of it is ready; what a run finished that was stopped is not
    done again. How many processes there are may depend on the roster. Raises
    OSError, TooMany, and BadInput for tables that cannot be read to their end.
    """
    with parts_folder(cohort, output) as folder:
        files = _outcomes(cohort, output, folder, codes, done, hands)
        rejects = cohort.rejects(codes)
        if rejects:
            files[rejects_of(output)] = _made(folder / "rejects", as_csv(rejects))
        if codes and kept:
            files[kept] = _made(folder / "codes", codes.as_csv())
        put_in_place(files)
        if not rejects:
            rejects_of(output).unlink(missing_ok=True)  # of an earlier run
    return list(files)


def rejects_of(output: Path) -> Path:
    """The file of rows that could not be used."""
    return output.with_name(f"{output.stem}.rejects.csv")


def _made(path: Path, data: bytes) -> Path:
    save(data, path)
    return path


def _outcomes(
    cohort: Cohort,
    output: Path,
    folder: Path,
    codes: Codes | None,
    done: Done,
    hands: Hands,
) -> dict[Path, Path]:
    """Answer every chunk below `folder`; gives the files there by what they are to become."""
    if cohort.elsewhere:
        rows, last = _taken(cohort, folder, output, done)
    else:
        rows, last = _answers(cohort, folder, output, done, hands)
    chunks = [n for n in range(last) if part_of(folder, "", n).exists()]
    with spending(cohort.spent, "joining"):
        parts = {table: [part_of(folder, table, n) for n in chunks] for table in rows}
        shown = _coded(parts, folder, codes) if codes else parts
        try:
            frames = _whole(cohort, {table: scanned(paths) for table, paths in shown.items()})
            made = SINKS[output.suffix.lower()](frames, folder) if rows else ()
            return {beside(output, table): path for table, path in made}
        except pl.exceptions.PolarsError as error:
            raise OSError(None, str(error)) from error


def _whole(cohort: Cohort, parts: Parts) -> Parts:
    """With whole rows of what is said; elsewhere they are not packed."""
    if cohort.elsewhere or not parts:
        return parts
    unpack = unpacking(cohort.base, cohort.items)
    ids = (part.select(ID).collect().to_series() for part in parts[""])
    pairs = zip(parts[ITEMS], ids, strict=True)
    return {**parts, ITEMS: [unpack.rows(*pair) for pair in pairs]}


def _taken(cohort: Cohort, folder: Path, output: Path, done: Done) -> tuple[Counter[str], int]:
    """The parts of all tables as they come; gives their rows, and how many parts each has."""
    rows, number = Counter[str](), 0
    for number, made in enumerate(cohort.outcomes(), 1):
        rows.update(dict(written(made, folder, number - 1)))
        check(output.suffix.lower(), rows)
        done(len(made.cases))
    return rows, number


def _answers(
    cohort: Cohort, folder: Path, output: Path, done: Done, hands: Hands
) -> tuple[Counter[str], int]:
    """The parts of all tables; gives how many rows each table has, and of how many parts."""
    roster, rows = cohort.at(folder), Counter[str]()
    is_counted = roster.is_counted  # then the others get ready during the survey
    if not is_counted:
        _surveyed(cohort, roster)
    with crew(cohort, folder, hands.of(roster.cases, roster.chunks)) as work:
        if is_counted:
            _surveyed(cohort, roster)
        pieces = [Piece(name, number) for name, number in roster.batches]
        chunks = [Piece("", number) for number in range(roster.chunks)]
        for stage in (pieces, chunks):
            for record, is_old in work(stage):
                cohort.take(record, is_old=is_old)
                rows.update(record.rows)
                check(output.suffix.lower(), rows)
                done(record.answered)
    return rows, roster.chunks


def _surveyed(cohort: Cohort, roster: Roster) -> None:
    with spending(cohort.spent, "survey"):
        cohort.reject(roster.survey())


def _coded(parts: Paths, folder: Path, codes: Codes) -> Paths:
    """The same parts with codes in place of ids, where these are, given case by case."""
    shown: dict[str, list[Path]] = {table: [] for table in parts}
    for number, chunk in enumerate(zip(*parts.values(), strict=True)):
        for table, path in zip(parts, chunk, strict=True):
            shown[table].append(path)
            if ID in pl.read_ipc_schema(path):
                shown[table][-1] = part_of(folder, f"{table}-coded", number)
                put(codes.put_in(pl.read_ipc(path)), shown[table][-1])
    return shown


def beside(output: Path, table: str) -> Path:
    """`OUT.parquet` for the cases, `OUT.advice.parquet` for another table."""
    return output.with_name(f"{output.stem}.{table}{output.suffix}") if table else output


def put_in_place(files: dict[Path, Path]) -> None:
    """Replace each file in one step, after all of them are ready."""
    for made in files.values():
        flush(made)
    for path, made in files.items():
        made.replace(path)
