"""The page about everybody on a roster in the report file: read, and checked at the end."""

from collections.abc import Callable

from engine.ir.base import Fact, Kind, RuleBase
from engine.ir.layout import Triage
from engine.problem import Problems
from engine.reading.document import Mapping, Scalar, Tree
from engine.reading.fields import Fields
from engine.reading.parts import entry, items, one_of
from engine.span import Span

MAX_DAYS, MAX_LISTED = 366, 1000
_PARAMETER = "param."
_COUNTED = (Kind.CHOICE, Kind.YES_NO)


def read_triage(fields: Fields, problems: Problems) -> Triage | None:
    """What is declared under `triage:`; None where it is absent."""
    tree = fields.tree("triage")
    if tree is None:
        return None
    own = Fields(tree, problems, "triage")
    triage = Triage(
        own.text("title", required=True),
        own.text("intro"),
        own.text("urgency", required=True),
        own.text("contradictions"),
        own.words("counts"),
        own.words("deadlines"),
        own.text("days", required=True).removeprefix(_PARAMETER),
        own.text("listed", required=True).removeprefix(_PARAMETER),
    )
    own.finish()
    return triage


class TriageChecks:
    """Records every name under `triage:` that means nothing there, or something unfit."""

    def __init__(self, base: RuleBase, problems: Problems) -> None:
        self._base = base
        self._problems = problems

    def check(self, tree: Tree | None) -> None:
        """Check the entry of the report file, if there is one."""
        if not isinstance(tree, Mapping):
            return
        self._urgency(tree)
        counted = self._facts(lambda one: one.kind in _COUNTED and self._of_principal(one))
        dates = self._facts(lambda one: one.kind is Kind.DATE)
        for item in items(entry(tree, "counts")):
            one_of(
                item, counted, "choice or yes/no fact of which each person has one", self._problems
            )
        for item in items(entry(tree, "deadlines")):
            one_of(item, dates, "date", self._problems)
        for name, most in (("days", MAX_DAYS), ("listed", MAX_LISTED)):
            self._amount(tree.entries.get(name), most)

    def _facts(self, fits: Callable[[Fact], bool]) -> list[str]:
        return [fact.id for fact in self._base.facts.values() if fits(fact)]

    def _of_principal(self, fact: Fact) -> bool:
        return self._base.entities[fact.entity].principal and not fact.part_of

    def _urgency(self, tree: Mapping) -> None:
        """A decision about the person, its rows in the order of its outcomes."""
        base, found = self._base, tree.entries.get("urgency")
        own = [name for name, one in base.decisions.items() if one.scope == base.root.name]
        one_of(found, own, f"decision about the {base.root.name}", self._problems)
        if not isinstance(found, Scalar) or found.text not in own:
            return
        outcomes = list(base.facts[found.text].choices)
        one_of(
            tree.entries.get("contradictions"), outcomes, f"value of {found.text}", self._problems
        )
        last = 0
        for row in base.decisions[found.text].rows:
            place = outcomes.index(row.then)
            if place < last:
                self._out_of_order(row.id, row.span, found.text, outcomes)
            last = max(place, last)

    def _out_of_order(self, row: str, span: Span, name: str, outcomes: list[str]) -> None:
        message = f"{row} comes after a row that is less urgent"
        order = ", ".join(outcomes)
        hint = f"triage reads {name} from the most urgent on: order its rows as its values: {order}"
        self._problems.add(span, message, hint)

    def _amount(self, tree: Tree | None, most: int) -> None:
        if not isinstance(tree, Scalar):
            return
        settings = self._base.settings
        one_of(tree, [_PARAMETER + name for name in settings], "parameter", self._problems)
        setting = settings.get(tree.text.removeprefix(_PARAMETER))
        if setting and (setting.value % 1 or not 1 <= setting.value <= most):
            message = f"{setting.name}: this number cannot be used by triage"
            hint = f"make it a whole number from 1 to {most}"
            self._problems.add(setting.span, message, hint)
