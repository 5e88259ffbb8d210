"""What a pattern says of facts, read and checked against the vocabulary."""

from collections.abc import Iterator

from engine.extracting.patterns import Confidence, Says
from engine.extracting.slots import SLOTS
from engine.ir.base import NUMERIC, Fact, Kind, RuleBase
from engine.ir.dates import parse_date
from engine.problem import Problems, suggest
from engine.reading.document import Scalar, Tree
from engine.reading.fields import NUMBER, Fields

KEYS = {
    "says": Confidence.CERTAIN,
    "likely": Confidence.LIKELY,
    "unclear": Confidence.UNCLEAR,
}
MENTIONED = "mentioned"
_SLOT_KINDS = {
    "date": {Kind.DATE},
    "name": {Kind.TEXT},
    "duration": NUMERIC,
    "number": NUMERIC,
    "amount": NUMERIC,
    "money": NUMERIC,
    "foreign": NUMERIC,
}


def read_says(base: RuleBase, entity: str, fields: Fields, problems: Problems) -> tuple[Says, ...]:
    """The facts under `says`, `likely` and `unclear`; mistakes go to `problems`."""
    found: list[Says] = []
    for key, confidence in KEYS.items():
        for name, tree in fields.pairs(key).items():
            says = _says(base, entity, name, tree, confidence, problems)
            found += [says] if says else []
    return tuple(found)


def _says(
    base: RuleBase, entity: str, name: str, tree: Tree, confidence: Confidence, problems: Problems
) -> Says | None:
    fact = base.facts.get(name)
    if fact is None or fact.derived or fact.entity != entity:
        asked = [f.id for f in base.facts.values() if f.entity == entity and not f.derived]
        problems.add(tree.span, f"there is no question {name}", suggest(name, asked))
        return None
    text = tree.text if isinstance(tree, Scalar) else ""
    if text == MENTIONED:
        return Says(name, None, Confidence.UNCLEAR)
    slot = text[1:-1] if text.startswith("{") and text.endswith("}") else ""
    for message, hint in _mistakes(fact, text, slot):
        problems.add(tree.span, f"{name}: {message}", hint)
        return None
    return Says(name, None if slot else text, confidence, slot)


def _mistakes(fact: Fact, text: str, slot: str) -> Iterator[tuple[str, str]]:
    if slot:
        if slot not in SLOTS:
            yield f"there is no slot {text}", suggest(slot, SLOTS)
        elif fact.kind not in _SLOT_KINDS[slot]:
            yield f"{text} cannot be its value", "write a value of this question"
        return
    values = ("yes", "no") if fact.kind is Kind.YES_NO else tuple(fact.choices)
    if values and text not in values:
        yield f"“{text}” is none of its values", suggest(text, (*values, MENTIONED))
    elif fact.kind in NUMERIC and not NUMBER.fullmatch(text):
        yield f"“{text}” is not a number", "write digits, or a slot such as {number}"
    elif fact.kind is Kind.DATE and parse_date(text) is None:
        yield f"“{text}” is not a date", "write year-month-day, or {date}"
