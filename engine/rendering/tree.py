"""An explanation tree as indented text, down to answers and sources."""

from collections.abc import Iterator
from textwrap import fill

from engine.explain.tree import Node, Role
from engine.ir.base import RuleBase
from engine.reason.known import Origin

_SIGN = {True: "[holds]", False: "[fails]", None: "[open]"}
_SHOWN_WHOLE = (Role.DECISION, Role.FACT)
WIDTH = 100


def tree_text(node: Node, base: RuleBase) -> str:
    """The tree for a reader; what does not matter for a verdict is left out."""
    return "\n".join(_lines(node, base, 0, set())) + "\n"


def _lines(node: Node, base: RuleBase, depth: int, seen: set[int]) -> Iterator[str]:
    answer = _only_answer(node)
    said = (
        "" if answer is None else f" – {answer.about + ': ' if answer.about else ''}{answer.text}"
    )
    yield _wrapped(_line(node, seen) + said, depth)
    if answer is not None or (id(node) in seen and node.children):
        return
    seen.add(id(node))
    yield from (_wrapped(line, depth + 1) for line in _citations(node, base))
    for child in _skipped(node):
        yield from _lines(child, base, depth + 1, seen)


def _only_answer(node: Node) -> Node | None:
    """The answer that a test looks at directly, to be said in the same line."""
    if node.role is Role.TEST and len(node.children) == 1 and not node.parameters:
        child = node.children[0]
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
    name = f" ({node.id})" if node.role in (Role.ROW, Role.RULE, Role.ADVICE) else ""
    sign = "" if node.role in _SHOWN_WHOLE else f"{_SIGN[node.verdict]} "
    again = " (explained above)" if id(node) in seen and node.children else ""
    ours = " [our reading]" if node.assumed else ""
    return f"{sign}{about}{node.text}{name}{ours}{again}"


def _citations(node: Node, base: RuleBase) -> Iterator[str]:
    for name in node.sources:
        citation = base.citations.get(name)
        if citation is not None and node.role is not Role.FACT:
            yield f"source {name}, {base.documents[citation.document]}, {citation.section}"
    for name in node.parameters:
        setting = base.settings[name]
        ours = " (assumed)" if setting.assumed else ""
        yield f"parameter {name}{ours}: {setting.because}"


def _wrapped(text: str, depth: int) -> str:
    indent = "  " * depth
    return fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ")
