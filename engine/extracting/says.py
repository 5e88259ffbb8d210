"""What a pattern says of facts, read and checked against the vocabulary."""

from collections.abc import Collection, Iterator, Mapping

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
Choices = Mapping[str, Collection[str]]
"""The values that each list of choices gives."""
MENTIONED = "mentioned"
_SLOT_KINDS = {
    "date": {Kind.DATE},
    "time": set(),
    "name": {Kind.TEXT},
    "duration": NUMERIC,
    "number": NUMERIC,
    "amount": NUMERIC,
    "money": NUMERIC,
    "figure": NUMERIC,
    "foreign": NUMERIC,
}


def read_says(
    base: RuleBase, entity: str, fields: Fields, problems: Problems, choices: Choices
) -> tuple[Says, ...]:
    """The facts under `says`, `likely` and `unclear`; mistakes go to `problems`."""
    found: list[Says] = []
    for key, confidence in KEYS.items():
        for name, tree in fields.pairs(key).items():
            if name not in (asked := _asked(base, entity)):
                problems.add(tree.span, f"there is no question {name}", suggest(name, asked))
            elif says := _says(asked[name], tree, confidence, problems, choices):
                found.append(says)
    return tuple(found)


def _asked(base: RuleBase, entity: str) -> dict[str, Fact]:
    """The questions about an entity."""
    return {f.id: f for f in base.facts.values() if f.entity == entity and not f.derived}


def _says(
    fact: Fact, tree: Tree, confidence: Confidence, problems: Problems, choices: Choices
) -> Says | None:
    text = tree.text if isinstance(tree, Scalar) else ""
    if text == MENTIONED:
        return Says(fact.id, None, Confidence.UNCLEAR)
    slot = text[1:-1] if text.startswith("{") and text.endswith("}") else ""
    for message, hint in _mistakes(fact, text, slot, choices):
        problems.add(tree.span, f"{fact.id}: {message}", hint)
        return None
    return Says(fact.id, None if slot else text, confidence, slot)


def _mistakes(fact: Fact, text: str, slot: str, choices: Choices) -> Iterator[tuple[str, str]]:
    if slot in choices:
        for value in choices[slot]:
            yield from _mistakes(fact, value, "", {})
        return
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
