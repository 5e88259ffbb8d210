"""What the commands below `crossmatch explain` share: the case that is explained."""

from pathlib import Path
from typing import TYPE_CHECKING

from cli.shared import load_base, load_case, run_case

if TYPE_CHECKING:
    from engine.advise import Run
    from engine.ir.base import RuleBase

Given = tuple[str, Path | None]  # the CASE of the command line, and the knowledge given with it


def opened(given: Given, knowledge: Path | None) -> "tuple[RuleBase, Run]":
    """The rule base and what it concludes of the case. Raises BadInput."""
    case, outer = given
    base = load_base(knowledge or outer)
    return base, run_case(base, load_case(base, case))
