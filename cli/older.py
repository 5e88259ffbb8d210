"""The older knowledge that `crossmatch impact` compares with: a folder, or a git revision."""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cli.shared import load_base, shipped

if TYPE_CHECKING:
    from engine.ir.base import RuleBase
    from engine.problem import Problem

_SHORT = 10  # characters of a commit that are shown


def older(against: str, knowledge: Path | None) -> "tuple[str, RuleBase]":
    """What to call the older base, and the base. Raises BadInput."""
    if against and Path(against).is_dir():
        return against, load_base(Path(against))
    from engine.problem import BadInput
    from engine.reading.base import read_base
    from engine.reading.files import layers
    from engine.reading.revision import write_revision

    with tempfile.TemporaryDirectory(prefix="crossmatch.") as folder:
        commit = write_revision(knowledge or shipped(), against, Path(folder))
        try:
            base = read_base(layers(shipped(), Path(folder)))
        except BadInput as bad:
            raise BadInput([_of(against, folder, problem) for problem in bad.problems]) from bad
    short = commit[:_SHORT]
    return short if commit.startswith(against) else f"{against} ({short})", base


def _of(revision: str, folder: str, problem: "Problem") -> "Problem":
    """A mistake in the files of a revision, where its author finds it."""
    name = problem.span.file.replace(folder, revision, 1)
    return replace(problem, span=replace(problem.span, file=name))
