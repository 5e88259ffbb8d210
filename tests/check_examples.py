"""Examples of what the checks of a rule base find, each appended to tests/checks/prelude.yaml."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from engine.checking.bench import Bench
from engine.checking.run import Checked, check_base
from engine.ir.base import RuleBase
from engine.reading.base import read_base

GOLDEN = Path(__file__).parent / "checks"
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
PRELUDE: list[dict[str, Any]] = yaml.load((GOLDEN / "prelude.yaml").read_text("utf-8"), LOADER)
END = "section: main, say: Do so., assumed: yes}\n"


def derives(item: dict[str, Any]) -> set[str]:
    """The facts that a rule or decision gives a value."""
    return {item.get("decision", ""), *item.get("conclude", {})} - {""}


def write(example: str, folder: Path) -> None:
    """A base: the prelude, without what derives a fact that the example derives, and the example.

    The example is a file of its own, so that places in it do not depend on the prelude.
    """
    own = set().union(*map(derives, yaml.load(example, LOADER)))
    kept = [item for item in PRELUDE if not derives(item) & own]
    Path(folder, "report.yaml").write_text(yaml.dump(kept, Dumper=DUMPER), "utf-8")
    Path(folder, "example.yaml").write_text(example, "utf-8")


def read(example: str) -> RuleBase:
    with TemporaryDirectory() as folder:
        write(example, Path(folder))
        return read_base([Path(folder)])


def checked(example: str) -> Checked:
    return check_base(Bench(read(example)))


def found(example: str) -> list[tuple[str, str]]:
    """Check and item of every finding."""
    return [(one.check, one.item) for one in checked(example).findings]
