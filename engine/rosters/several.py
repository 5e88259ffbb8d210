"""Several runs over a roster and its lists, told to their reader as one."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from engine.rosters.aligned import Aligned
from engine.rosters.cohort import Cohort
from engine.rosters.outcomes import Outcomes
from engine.rosters.rejects import Reject

CHUNK = 20_000  # people in memory at a time, of all runs but one together
LEAST = 1_000


@dataclass
class Several:
    """Runs of one roster; `originals` names the table behind each copy that a run reads.

    `more` are rejects that no run can find, since the copies do not have them.
    """

    cohorts: Sequence[Cohort]
    originals: Mapping[str, str] = field(default_factory=dict)
    more: Sequence[Reject] = ()
    _aligned: Aligned | None = None

    def chunks(self, done: Callable[[int], None]) -> Iterator[list[Outcomes]]:
        """The same people of each run; `done` is told of how many more they are."""
        self._aligned = Aligned([one.outcomes() for one in self.cohorts])
        for runs in self._aligned.chunks():
            done(len(runs[0].cases))
            yield runs

    @property
    def apart(self) -> set[str]:
        """Who was answered in some runs only and is not compared; complete at the end."""
        return self._aligned.apart if self._aligned else set()

    def rejects(self) -> list[Reject]:
        """Every mistake that some run found, each once; complete at the end."""
        found = [one for cohort in self.cohorts for one in cohort.rejects()]
        named = [replace(one, file=self.originals.get(one.file, one.file)) for one in found]
        return sorted({*named, *self.more})


def chunk_for(runs: int) -> int:
    """How many people each of some runs may have in memory at a time."""
    return max(LEAST, CHUNK // max(1, runs - 1))


@contextmanager
def private_folder() -> Iterator[Path]:
    """A folder that only its owner can enter; gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="crossmatch."))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
