"""Regenerate diagrams/: DOT and SVG of every decision of the shipped base, without a case.

`--check` compares the DOT files instead and fails when one differs.
"""

import sys
from pathlib import Path

import knowledge
from engine.drawing.decision import Painter
from engine.drawing.dot import dot_text, picture
from engine.finding.names import drawable
from engine.reading.base import read_base

FOLDER = Path(__file__).resolve().parent.parent / "diagrams"


def texts() -> dict[str, str]:
    """DOT of each decision, by file name without ending."""
    base = read_base([Path(knowledge.__file__).parent])
    decided = [name for name in drawable(base) if name in base.decisions]
    painter = Painter(base)
    return {name.replace(".", "-"): dot_text(painter.draw(name)) for name in decided}


def main() -> None:
    """Write the files, or check them."""
    made = texts()
    if "--check" in sys.argv:
        there = {path.stem: path.read_text() for path in FOLDER.glob("*.dot")}
        sys.exit("diagrams/ is not up to date: run make diagrams" if there != made else 0)
    FOLDER.mkdir(exist_ok=True)
    for old in [*FOLDER.glob("*.dot"), *FOLDER.glob("*.svg")]:
        old.unlink()
    for name, dot in made.items():
        (FOLDER / f"{name}.dot").write_text(dot)
        (FOLDER / f"{name}.svg").write_bytes(picture(dot, "svg"))


if __name__ == "__main__":
    main()
