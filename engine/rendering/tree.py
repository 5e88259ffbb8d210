"""An explanation tree as indented text, down to answers and sources."""

from collections.abc import Iterator
from textwrap import fill

from engine.explain.tree import GOVERNED, Node, Role
from engine.ir.base import RuleBase
from engine.reason.known import Origin

_SIGN = {True: "[holds]", False: "[fails]", None: "[open]"}
_SHOWN_WHOLE = (Role.DECISION, Role.FACT)
WIDTH = 100


def tree_text(node: Node, base: RuleBase) -> str:
    """The tree for a reader; what does not matter for a verdict is left out."""
    return "\n".join(_wrapped(text, depth) for depth, text in tree_lines(node, base)) + "\n"


def tree_lines(
    node: Node, base: RuleBase, told: set[int] | None = None
) -> Iterator[tuple[int, str]]:
    """Each line of the tree with how deep it stands, the node itself at 0.

    `told` are the ids of nodes that were explained before, in other trees; they are only named.
    """
    return _lines(node, base, 0, set() if told is None else told)


def _lines(node: Node, base: RuleBase, depth: int, seen: set[int]) -> Iterator[tuple[int, str]]:
    answer = _only_answer(node)
    said = (
        "" if answer is None else f" – {answer.about + ': ' if answer.about else ''}{answer.text}"
    )
    yield depth, _line(node, seen) + said
    if answer is not None or (id(node) in seen and node.relevant()):
        return
    seen.add(id(node))
    yield from ((depth + 1, line) for line in _citations(node, base))
    for child in _skipped(node):
        yield from _lines(child, base, depth + 1, seen)


def _only_answer(node: Node) -> Node | None:
    """The answer that a test looks at directly, to be said in the same line."""
    below = node.relevant()
    if node.role is Role.TEST and len(below) == 1 and not node.parameters:
        child = below[0]
        return child if child.origin is not Origin.DERIVED and not child.children else None
    return None


def _skipped(node: Node) -> tuple[Node, ...]:
    """The children, without a derived fact that would only repeat the test above it."""
    below = node.relevant()
    if node.role is Role.TEST and len(below) == 1 and below[0].text == node.text:
        return below[0].relevant()
    return below


def _line(node: Node, seen: set[int]) -> str:
    about = f"{node.about} – " if node.about and node.role is not Role.TEST else ""
    name = f" ({node.id})" if node.role in GOVERNED else ""
    sign = "" if node.role in _SHOWN_WHOLE else f"{_SIGN[node.verdict]} "
    again = " (explained above)" if id(node) in seen and node.relevant() else ""
    ours = " [our reading]" if node.assumed else ""
    return f"{sign}{about}{node.text}{name}{ours}{again}"


def _citations(node: Node, base: RuleBase) -> Iterator[str]:
    for name in node.sources:
        citation = base.citations.get(name)
        if citation is not None and node.role in GOVERNED:
            yield f"source {name}, {base.documents[citation.document]}, {citation.section}"
    for name in node.parameters:
        setting = base.settings[name]
        ours = " (assumed)" if setting.assumed else ""
        yield f"parameter {name}{ours}: {setting.because}"


def _wrapped(text: str, depth: int) -> str:
    indent = "  " * depth
    return fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ")
