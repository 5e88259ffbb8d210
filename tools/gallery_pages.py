"""Pages of the gallery as Markdown, and all of them as one HTML file that needs no other."""

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import groupby

from engine.drawing.described import in_words
from tools.gallery import Page, Picture

TITLE = "Pictures of the knowledge base"
INTRO = (
    "Made from the rules by `make diagrams`; do not edit. Every picture is there as SVG and as DOT "
    "(the text it is drawn from), and in words below it. Shapes and lines tell parts apart without "
    "colour."
)
SVG = re.compile(r"<svg .*?</svg>", re.DOTALL)
# Pictures are laid out for Helvetica; the fonts named last are wider.
_STYLE = """
:root { color-scheme: light }
@font-face { font-family: Narrowed; size-adjust: 87%;
  src: local("DejaVu Sans"), local("DejaVuSans"), local("Verdana") }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 75rem; margin: 0 auto; padding: 1rem;
  overflow-wrap: anywhere }
a { color: #00527f } a:focus-visible { outline: 3px solid #b35900 }
nav ul { columns: 17rem; column-gap: 2rem; padding-left: 1.2rem } nav li { margin: .25rem 0 }
summary { padding: .3rem 0; cursor: pointer }
.picture { overflow-x: auto; border: 1px solid #767676; padding: .5rem; width: fit-content;
  max-width: 100%; box-sizing: border-box }
svg { display: block; max-width: max(100%, 46rem); height: auto }
svg text { font-family: Helvetica, Arial, "Liberation Sans", "Nimbus Sans", Narrowed, sans-serif }
figure { margin: 1rem 0 } section { border-top: 2px solid #333; margin-top: 2rem }
@media print {
  nav, details:not([open]) { display: none } section { break-before: page; border: 0; margin: 0 }
  h2, h3, figcaption { break-after: avoid } .picture { overflow: visible; border: 0; padding: 0 }
  svg { max-width: 100%; max-height: 21cm; break-inside: avoid }
}
"""


def markdown(page: Page) -> str:
    """One page."""
    lines = [f"# {page.title}", "", "[All pictures](index.md)", ""]
    for picture in page.pictures:
        lines += [f"## {picture.title}", "", picture.text, ""] if len(page.pictures) > 1 else []
        lines += [f"![{_alt(picture)}]({picture.name}.svg)", ""]
        lines += [f"[SVG]({picture.name}.svg) · [DOT]({picture.name}.dot)", ""]
        links = _links(picture)
        lines += [f"Parts: {', '.join(links)}", ""] if links else []
        lines += ["<details><summary>In words</summary>", ""]
        lines += [f"- {escape(line, quote=False)}" for line in in_words(picture.graph)]
        lines += ["", "</details>", ""]
    return "\n".join([*lines, *page.left_out]).rstrip() + "\n"


def index(pages: Sequence[Page]) -> str:
    """The list of all pages."""
    lines = [f"# {TITLE}", "", f"{INTRO} [All on one page](index.html).", ""]
    for group, found in _grouped(pages):
        lines += [f"## {group}", ""]
        lines += [f"- [{page.title}]({page.name}.md)" for page in found]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def html(pages: Sequence[Page], svg: Callable[[Picture], str]) -> str:
    """All pages in one file; `svg` gives each picture's drawing."""
    there = {picture.name: page.name for page in pages for picture in page.pictures}
    body = "\n".join(_section(page, svg, there) for page in pages)
    intro = escape(INTRO).replace("`make diagrams`", "<code>make diagrams</code>")
    return (
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{TITLE}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>{_STYLE}</style>\n<h1>{TITLE}</h1>\n<p>{intro}</p>\n"
        f'<nav aria-label="Pictures">\n{_contents(pages)}\n</nav>\n'
        f"<main>\n{body}\n</main>\n</html>\n"
    )


def _contents(pages: Sequence[Page]) -> str:
    parts = []
    for group, found in _grouped(pages):
        items = [f'<li><a href="#{page.name}">{escape(page.title)}</a>' for page in found]
        parts.append(f"<h2>{group}</h2>\n<ul>\n" + "\n".join(items) + "\n</ul>")
    return "\n".join(parts)


def _section(page: Page, svg: Callable[[Picture], str], there: dict[str, str]) -> str:
    figures = "\n".join(
        f"{_heading(picture, page)}{_figure(picture, svg(picture), there)}"
        for picture in page.pictures
    )
    missing = "".join(f"<p>{escape(line)}</p>\n" for line in page.left_out)
    return (
        f'<section id="{page.name}">\n<h2>{escape(page.title)}</h2>\n{figures}\n{missing}</section>'
    )


def _heading(picture: Picture, page: Page) -> str:
    """What a picture is called, unless that is what its page is called."""
    return "" if picture.title == page.title else f"<h3>{escape(picture.title)}</h3>\n"


def _figure(picture: Picture, drawn: str, there: dict[str, str]) -> str:
    words = "".join(f"<li>{escape(line)}\n" for line in in_words(picture.graph))
    label = escape(f"Picture: {picture.graph.title}")
    return (
        f"<figure>\n<figcaption>{escape(picture.text)}</figcaption>\n"
        f'<div class="picture" tabindex="0" role="region" aria-label="{label}">\n'
        f"{_inline(picture, drawn, there)}\n</div>\n"
        f"<details><summary>In words</summary>\n<ul>\n{words}</ul>\n</details>\n</figure>"
    )


def _inline(picture: Picture, drawn: str, there: dict[str, str]) -> str:
    """The drawing without what a page has anyway, with ids of its own and links within the page."""
    match = SVG.search(drawn)
    if match is None:
        return "<svg ></svg>"
    text = re.sub(r"<!--.*?-->\s*| xml:space=\"preserve\"| font-family=\"[^\"]*\"", "", match[0])
    text = re.sub(r"\bid=\"([^\"]*)\"", rf'id="{picture.name}-\1"', text)
    named = f'aria-labelledby="{picture.name}-title {picture.name}-desc"'
    text = text.replace('aria-labelledby="title desc"', named).replace(' target="_top"', "")

    def within(link: re.Match[str]) -> str:
        return f'href="#{there.get(link[1], link[1])}"'

    return re.sub(r'(?:xlink:)?href="([^"]*)\.svg"', within, text)


def _alt(picture: Picture) -> str:
    graph = picture.graph
    said = f"{graph.title}. {graph.description}. {len(graph.vertices)} parts; in words below"
    return said.replace("[", "(").replace("]", ")")


def _links(picture: Picture) -> list[str]:
    found = {vertex.link: vertex.text for vertex in picture.graph.vertices if vertex.link}
    return [f"[{text}]({link}.md)" for link, text in found.items()]


def _grouped(pages: Iterable[Page]) -> list[tuple[str, list[Page]]]:
    return [(group, list(found)) for group, found in groupby(pages, lambda page: page.group)]
