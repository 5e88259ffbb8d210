"""The visible text of a saved web page, in lines with light marks for headings, lists and tables.

Scripts, styles and navigation are no text, and neither are windows that ask for cookies.
"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

_UNSEEN = (
    "script, style, noscript, template, head, nav, button, select, svg, iframe, object, "
    "[role=dialog], [role=navigation], [hidden], [class*=cookie], [id*=cookie], [class*=menu]"
)
_STRUCK = frozenset({"del", "s", "strike"})
_ROW, _CELLS = "tr", frozenset({"td", "th"})
_TERMS = {"dt": ("\n", " | "), "dd": ("", "\n")}  # a term and what is said of it are one row
_MARKS = {f"h{n}": "# " for n in range(1, 7)} | {"li": "- ", "blockquote": ""}
_BLOCKS = frozenset(
    (
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "details",
    )
    + ("dialog", "div", "dl", "fieldset", "figcaption", "figure", "footer", "form", "h1")
    + ("h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p", "pre")
    + ("section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul")
)


def page_text(source: str) -> str:
    """The text of a page, a paragraph a line and an empty line between paragraphs."""
    tree = LexborHTMLParser(source)
    for node in tree.css(_UNSEEN):
        node.decompose(recursive=True)
    lines = "".join(_pieces(tree.root)).split("\n") if tree.root else []
    clean = (re.sub(r"\s+", " ", line).strip(" |") for line in lines)
    return "\n".join(_apart([line for line in clean if line.strip("#- ")]))


def _apart(lines: list[str]) -> Iterator[str]:
    """The lines, with an empty one wherever no list or table goes on."""
    for line in lines:
        if not line.startswith("- ") and " | " not in line:
            yield ""
        yield line


def _pieces(root: LexborNode) -> Iterator[str]:
    """Text and line ends in order; a stack instead of recursion, as pages nest without limit."""
    stack: list[LexborNode | str] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
            continue
        tag = node.tag
        if tag == "-text":
            yield re.sub(r"\s+", " ", node.text_content or "")
            continue
        before, behind = _around(tag)
        yield before
        stack.append(behind)
        child = node.last_child
        while child is not None:
            stack.append(child)
            child = child.prev


def _around(tag: str | None) -> tuple[str, str]:
    if tag in _STRUCK:
        return "~~", "~~"
    if tag in _CELLS:
        return "", " | "
    if tag in _TERMS:
        return _TERMS[tag]
    if tag in _BLOCKS:
        return f"\n{_MARKS.get(tag or '', '')}", "\n"
    return "", ""
