"""Whether a formula can hold of anybody: by diagrams, and by python-sat past their budget."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

from engine.ir.base import RuleBase
from engine.ir.conditions import Condition
from engine.proving.diagram import ALWAYS, MAX_NEW, MAX_NODES, NEVER, NOTHING, Diagram, TooBig
from engine.proving.examples import Examples
from engine.proving.formula import Formula, negation, variables
from engine.proving.sat import Clauses
from engine.proving.space import Space
from engine.proving.subjects import ByClass
from engine.proving.world import Tie, declared, statuses, ties, touch

Model = dict[int, int]
View = tuple[bool, frozenset[int]]
WHOLE: View = (True, NOTHING)


class Worlds:
    """A diagram together with what must hold, kept in parts that share no variable.

    Ties of quantifiers that neither a formula nor what must hold speaks of are left out: lists with
    a member for each of them are always possible.
    """

    def __init__(self, required: Sequence[Formula], ties: Sequence[Tie], diagram: Diagram) -> None:
        self.diagram = diagram
        self._required = required
        self._ties = ties
        self._quantifiers = frozenset().union(*(tie.quantifiers for tie in ties))

    @cached_property
    def _standing(self) -> tuple[list[Tie], frozenset[int]]:
        """The ties that matter to what must hold, and the quantifiers they are about."""
        supports = (self._support(formula) for formula in self._required)
        return self._closed(frozenset().union(*supports) & self._quantifiers)

    @cached_property
    def _parts(self) -> list[tuple[frozenset[int], int]]:
        """Connected constraints joined: the variables they speak of and their node."""
        groups: list[tuple[frozenset[int], list[int]]] = []
        for formula in (*self._required, *(tie.formula for tie in self._standing[0])):
            node = self.diagram.node(formula)
            support, joined = self.diagram.support(node), [node]
            apart = []
            for other, nodes in groups:
                if other & support:
                    support, joined = support | other, joined + nodes
                else:
                    apart.append((other, nodes))
            groups = [*apart, (support, joined)]
        return [(support, self.diagram.conjunction(nodes)) for support, nodes in groups]

    def node(self, formula: Formula) -> int:
        """Where the formula holds and everything that must hold does too."""
        self.diagram.allow()
        node = self.diagram.node(formula)
        if node == NEVER or any(part == NEVER for _, part in self._parts):
            return NEVER
        for part in self._musts(self.diagram.support(node)):
            node = self.diagram.conjoin(node, part)
        return node

    def clear(self, edges: Iterable[int]) -> None:
        """Forget the nodes to which neither these edges lead nor what must hold."""
        self.diagram.clear([*edges, *(node for _, node in self._parts)])

    def around(self, formulas: Iterable[Formula]) -> int:
        """What must hold of all that the formulas speak of."""
        self.diagram.allow()
        support = frozenset[int]().union(*map(self._support, formulas))
        found = ALWAYS
        for part in self._musts(support):
            found = self.diagram.conjoin(found, part)
        return found

    def musts(self, *nodes: int) -> list[int]:
        """The nodes, apart from the first, of what must hold of all that nodes speak of."""
        support = frozenset[int]().union(*map(self.diagram.support, nodes))
        return [nodes[0], *self._musts(support)]

    def _musts(self, support: frozenset[int]) -> list[int]:
        """The nodes of what must hold and has to do with these variables."""
        tied = [self.diagram.node(tie.formula) for tie in self._near(support)]
        support = support.union(*map(self.diagram.support, tied))
        return [*(part for group, part in self._parts if group & support), *tied]

    def _near(self, support: frozenset[int]) -> list[Tie]:
        """The ties that matter to what speaks of these variables, without those that always do."""
        own = support & self._quantifiers
        standing, known = self._standing
        if own <= known:
            return []
        return [tie for tie in self._closed(own | known)[0] if tie not in standing]

    def _closed(self, own: frozenset[int]) -> tuple[list[Tie], frozenset[int]]:
        """The ties about these quantifiers and those that they bring in, and all of them."""
        found: dict[Tie, None] = {}
        size = -1
        while size < len(own):
            size = len(own)
            for tie in self._ties:
                if tie.close and tie.quantifiers & own:
                    own |= tie.quantifiers
            for tie in self._ties:
                if tie.quantifiers <= own and tie not in found:
                    found[tie] = None
                    own |= self._support(tie.formula) & self._quantifiers
        return list(found), own

    def _support(self, formula: Formula) -> frozenset[int]:
        return self.diagram.support(self.diagram.node(formula))


def behind(space: Space, number: int) -> list[int]:
    """The variables that a derived variable follows from directly."""
    meaning = space.meaning(number)
    if meaning is None:
        return []
    formulas = (
        meaning.formulas
        if isinstance(meaning, ByClass)
        else [formula for formula, _ in meaning.rows]
    )
    return [name for formula in formulas for name in variables(formula)]


class Prover:
    """Answers whether formulas can hold, under everything that must hold of anybody.

    `fallbacks` counts the questions that went to python-sat because a diagram grew past `budget`.
    """

    def __init__(
        self, base: RuleBase, also: Iterable[Condition] = (), budget: int = MAX_NEW
    ) -> None:
        self.base = base
        self.space = Space(base, also)
        self.budget = budget
        self.fallbacks = 0
        touch(self.space)
        self.declared = list(declared(self.space))
        self._required = [*(formula for _, formula in self.declared), *statuses(self.space)]
        self._ties: dict[View, list[Tie]] = {}
        self._worlds: dict[View, Worlds] = {}
        self._roomy: Worlds | None = None
        self._clauses: dict[View, Clauses] = {}
        self._known: defaultdict[View, dict[Formula, bool]] = defaultdict(dict)
        self._tied(WHOLE)

    def __getstate__(self) -> dict[str, object]:
        """Without what was proved, and the solvers, which cannot be kept."""
        return vars(self) | {"_worlds": {}, "_clauses": {}, "_known": defaultdict(dict)}

    def _tied(self, view: View) -> list[Tie]:
        """The ties, proved with the same facts taken as given that they are used with."""
        if view not in self._ties:
            self._ties[view] = []
            expand, given = view
            found = list(
                ties(
                    self.space,
                    lambda formula: self.possible(formula, expand=expand, given=given),
                    lambda formulas: Examples(self.clauses(expand=expand, given=given), formulas),
                )
            )
            self._ties[view] = found
            self._worlds.pop(view, None)
            self._clauses.pop(view, None)
            self._known.pop(view, None)
        return self._ties[view]

    def worlds(self, *, expand: bool = True, given: frozenset[int] = NOTHING) -> Worlds:
        """The diagrams; derived facts are taken as given without `expand`, or if among `given`."""
        view = expand, given
        if view not in self._worlds or len(self._worlds[view].diagram.nodes) > MAX_NODES:
            diagram = Diagram(self.space, expand=expand, given=given, budget=self.budget)
            self._worlds[view] = Worlds(self._required, self._tied(view), diagram)
        return self._worlds[view]

    def roomy(self) -> Worlds:
        """Diagrams of their own with room for more, to follow a decision through."""
        if self._roomy is None:
            diagram = Diagram(self.space, budget=MAX_NODES)
            self._roomy = Worlds(self._required, self._tied(WHOLE), diagram)
        return self._roomy

    def clauses(self, *, expand: bool = True, given: frozenset[int] = NOTHING) -> Clauses:
        """The same as clauses."""
        view = expand, given
        if view not in self._clauses:
            self._clauses[view] = self._fresh(view)
        return self._clauses[view]

    def _fresh(self, view: View) -> Clauses:
        made = Clauses(self.space, expand=view[0], given=view[1])
        for formula in (*self._required, *(tie.formula for tie in self._tied(view))):
            made.require(formula)
        return made

    def possible(
        self, formula: Formula, *, expand: bool = True, given: frozenset[int] = NOTHING
    ) -> bool:
        """Whether anybody can satisfy it.

        Without `expand`, were all derived facts free to choose; or only those among `given`.
        """
        known = self._known[expand, given]
        if formula not in known:
            known[formula] = self._possible(formula, expand, given)
        return known[formula]

    def _possible(self, formula: Formula, expand: bool, given: frozenset[int]) -> bool:
        try:
            return self.worlds(expand=expand, given=given).node(formula) != NEVER
        except TooBig:
            self.fallbacks += 1
        return self.clauses(expand=expand, given=given).model(formula) is not None

    def certain(self, formula: Formula) -> bool:
        """Whether it holds of everybody."""
        return not self.possible(negation(formula))

    def questions(self, formula: Formula) -> list[int]:
        """The variables that are given, not derived, among all that the formula rests on."""
        seen: dict[int, None] = {}
        waiting = list(variables(formula))
        while waiting:
            number = waiting.pop()
            if number in seen:
                continue
            seen[number] = None
            waiting += behind(self.space, number)
        return [number for number in seen if self.space.meaning(number) is None]

    def model(self, formula: Formula) -> Model | None:
        """Somebody who satisfies it: the class of every variable; None when nobody does.

        From clauses of its own, so that it does not depend on what was asked before.
        """
        return self._fresh(WHOLE).model(formula)
