"""Integer keys for everything that chains: one per condition node, fact and row state."""

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from enum import Enum

from engine.ir.conditions import Among, Condition, Every, Exists


class Mark(Enum):
    """What a key stands for, beside the truth (HOLDS) and falsity (FAILS) of a condition."""

    HOLDS = "holds"
    FAILS = "fails"
    MEMBER = "member of the entity"
    FIRST = "first member of the list"
    LINK = "next member of the list"
    LAST = "last member of a complete list"
    EMPTY = "complete list without members"
    SO_FAR = "every member up to this one has the verdict"
    NEVER = "nothing makes this hold"
    CONCLUDED = "some rule concludes yes"
    EXCLUDED = "every rule for it fails"
    SOME_TRUE = "this row or one before it is true"
    ALL_FALSE = "this row and all before it are false"
    UNREACHABLE = "this row can no longer be taken"
    TAKEN = "the decision takes this row"
    GIVEN = "the advice is given"


@dataclass
class Keys:
    """Hands out keys; the same meaning always gets the same key."""

    _known: dict[Hashable, int] = field(default_factory=dict)

    def of(self, mark: Mark, *what: Hashable) -> int:
        """The key of a meaning."""
        return self._known.setdefault((mark, *what), len(self._known) + 1)

    def condition(self, node: Condition, scope: str, *, holds: bool) -> int:
        """The key of a condition's truth or falsity in a scope."""
        return self.of(Mark.HOLDS if holds else Mark.FAILS, node, scope)


def canonical(node: Condition, scope: str, root: str) -> tuple[Condition, str]:
    """The scope a node really has, so that the same test is one node for all rules."""
    if isinstance(node, Exists | Every):
        return node, root
    if isinstance(node, Among) and not node.ref.bound:
        return replace(node, ref=replace(node.ref, bound=True)), node.ref.entity
    return node, scope
