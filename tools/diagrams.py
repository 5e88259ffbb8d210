"""Regenerate diagrams/: a gallery of the shipped base, as DOT, SVG, Markdown and one HTML page.

`--check` draws nothing: it compares the texts, and fails when one differs.
"""

import sys
from pathlib import Path

import knowledge
from engine.drawing.dot import dot_text, drawn
from engine.reading.base import read_base
from tools.gallery import Gallery, Page, Picture
from tools.gallery_pages import SVG, html, index, markdown

FOLDER = Path(__file__).resolve().parent.parent / "diagrams"
HTML, SUFFIXES = "index.html", (".dot", ".md", ".svg", ".html")


def texts(pages: list[Page]) -> dict[str, str]:
    """What is compared, by file name: everything but the drawings."""
    found = {"index.md": index(pages)}
    for page in pages:
        found[f"{page.name}.md"] = markdown(page)
        for picture in page.pictures:
            found[f"{picture.name}.dot"] = dot_text(picture.graph)
    return found


def stale(pages: list[Page]) -> list[str]:
    """Names of the files that are not what the generator makes, or that are missing or too many."""
    made = texts(pages)
    wanted = {*made, HTML, *(f"{p.name}.svg" for page in pages for p in page.pictures)}
    there = {path.name: path for path in FOLDER.iterdir()}
    found = wanted ^ there.keys()
    found |= {name for name in made.keys() & there.keys() if there[name].read_text() != made[name]}
    if HTML in there:
        plain = [_undrawn(there[HTML].read_text()), _undrawn(html(pages, lambda _: ""))]
        found |= set() if plain[0] == plain[1] else {HTML}
    return sorted(found)


def _undrawn(page: str) -> str:
    return SVG.sub("<svg>", page)


def write(pages: list[Page]) -> None:
    """Draw everything anew."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.iterdir():
        if old.suffix in SUFFIXES:
            old.unlink()
    for name, text in texts(pages).items():
        (FOLDER / name).write_text(text)

    def svg(picture: Picture) -> str:
        made = drawn(picture.graph, "svg")
        (FOLDER / f"{picture.name}.svg").write_bytes(made)
        return made.decode()

    (FOLDER / HTML).write_text(html(pages, svg))


def main() -> None:
    """Write the files, or check them."""
    pages = Gallery(read_base([Path(knowledge.__file__).parent])).pages()
    if "--check" not in sys.argv:
        write(pages)
    elif found := stale(pages):
        sys.exit(f"diagrams/ is not up to date: run make diagrams ({', '.join(found[:5])})")


if __name__ == "__main__":
    main()
