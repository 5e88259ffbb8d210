"""What stands under an item of a report: why in one line, and with it the whole explanation."""

from collections.abc import Iterator, Mapping

from engine.explain.tree import Node
from engine.ir.base import RuleBase
from engine.rendering.blocks import Item
from engine.rendering.notes import Notes
from engine.rendering.short import Short
from engine.rendering.tree import tree_lines
from engine.report.parts import Data

Trees = Mapping[tuple[str, str], Node]  # by fact or rule, and the entry it is about


class Under:
    """The lines under items of one report; `notes` are those that were not shown yet."""

    def __init__(self, report: Data, base: RuleBase, trees: Trees) -> None:
        self.notes = Notes(report)
        self._short = Short(report["sources"])
        self._base = base
        self._trees = trees
        self._told: set[int] = set()  # what an item above explains is only named further down

    def why(self, item: Data) -> tuple[str, ...]:
        """Of an item that a rule gave."""
        return (self._short.why(item),)

    def flag(self, flag: Data) -> tuple[str, ...]:
        """Of an item that tells its reason itself."""
        return self.why({**flag, "because": ""})

    def reasons(self, data: Data) -> tuple[str, ...]:
        """Of a conclusion; nothing while it is open."""
        return self.why(data) if data["rule"] else ()

    def sources(self, names: list[str]) -> list[str]:
        """The sections cited, each a line."""
        return [f"S{cited[1:]}" for cited in self._short.cited(names)]

    def tree(self, name: str, about: str, depth: int) -> Iterator[Item]:
        """The whole explanation, where it is asked for."""
        node = self._trees.get((name, about))
        if node is not None:
            lines = tree_lines(node, self._base, self._told)
            yield from (Item(text, depth=depth + deeper) for deeper, text in lines)
