"""What came of each piece of work, kept on disk once it is done."""

import json
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass, field
from pathlib import Path

from engine.rosters.batches import save
from engine.rosters.rejects import Reject

DONE = ".done"  # ends the name of a record


@dataclass(frozen=True)
class Record:
    """What came of one piece of work: cases answered, rows of each table, mistakes, seconds."""

    answered: int = 0
    rows: Mapping[str, int] = field(default_factory=dict)
    rejects: tuple[Reject, ...] = ()
    spent: Mapping[str, float] = field(default_factory=dict)


def finish(folder: Path, work: str, record: Record) -> None:
    """Say that some work is done, now that all it made is written. Raises OSError."""
    written = asdict(record) | {"rejects": [astuple(one) for one in record.rejects]}
    save(json.dumps(written).encode(), folder / f"{work}{DONE}")


def finished(folder: Path, work: str) -> Record | None:
    """What came of some work; None while it is not done."""
    path = folder / f"{work}{DONE}"
    if not path.exists():
        return None
    found = json.loads(path.read_bytes())
    rejects = tuple(Reject(*one) for one in found.pop("rejects"))
    return Record(**found, rejects=rejects)
