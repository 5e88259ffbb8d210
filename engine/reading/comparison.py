"""The `compare:` part of a list in the report file: read, and its names checked."""

from collections.abc import Iterator

from engine.ir.base import NUMERIC, Fact, Kind, RuleBase
from engine.ir.comparison import Comparison, Need
from engine.problem import Problems
from engine.reading.document import Tree
from engine.reading.fields import Fields
from engine.reading.parts import entry, items, one_of, pairs
from engine.reading.sheets import check_columns, read_columns

_OF_MEMBER, _OF_PERSON = ("cost", "begins", "ends"), ("limit", "latest")


def read_comparison(fields: Fields, problems: Problems) -> Comparison | None:
    """How members are compared; None where nothing is declared."""
    tree = fields.tree("compare")
    if tree is None:
        return None
    group = Fields(tree, problems, "compare")
    found = Comparison(
        read_columns(group, "rows", problems),
        group.words("among"),
        group.text("cost"),
        group.text("limit"),
        group.text("begins"),
        group.text("ends"),
        group.text("latest"),
        tuple(_need(name, part, problems) for name, part in group.pairs("needs").items()),
    )
    if bool(found.begins) != bool(found.ends):
        problems.add(tree.span, "begins: and ends: need each other", "write both, or neither")
    group.finish()
    return found


def _need(name: str, tree: Tree, problems: Problems) -> Need:
    fields = Fields(tree, problems, f"need {name}")
    found = Need(
        fields.text("title", required=True),
        fields.text("missing", required=True),
        fields.text("each"),
        fields.text("where", required=True),
        fields.text("perhaps"),
    )
    fields.finish()
    return found


def check_comparison(entity: str, tree: Tree, base: RuleBase, problems: Problems) -> None:
    """Record every name under `compare:` that means nothing there."""
    layout = next(one for one in base.layout.entities if one.entity == entity)
    if layout.comparison is None:
        return
    check_columns(entity, layout.comparison.rows, base, problems)
    outcomes = base.facts[layout.headline].choices if layout.headline in base.facts else {}
    for outcome in items(entry(tree, "among")):
        what = f"value of {layout.headline or 'its headline'}"
        one_of(outcome, outcomes, what, problems)
    person = next(one.name for one in base.entities.values() if one.root)
    for owner, keys in ((entity, _OF_MEMBER), (person, _OF_PERSON)):
        for key in keys:
            one_of(entry(tree, key), _numbers(owner, base), f"number of {owner}", problems)
    for _, part in pairs(tree, "needs"):
        one_of(entry(part, "missing"), _numbers(person, base), f"number of {person}", problems)
        one_of(entry(part, "each"), _numbers(entity, base), f"number of {entity}", problems)
        told = [one.id for one in _facts(entity, base) if one.kind is Kind.YES_NO]
        for key in ("where", "perhaps"):
            one_of(entry(part, key), told, f"yes/no fact of {entity}", problems)


def _numbers(entity: str, base: RuleBase) -> list[str]:
    return [one.id for one in _facts(entity, base) if one.kind in NUMERIC]


def _facts(entity: str, base: RuleBase) -> Iterator[Fact]:
    return (fact for fact in base.facts.values() if fact.entity == entity)
