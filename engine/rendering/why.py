"""Why a conclusion holds, fails or is open, in a few sentences for somebody new to the rules."""

from collections.abc import Iterable, Iterator
from textwrap import fill

from engine.explain.making import ALL_OF, ANY_OF
from engine.explain.tree import GOVERNED, Node, Op, Role, direct, supports
from engine.ir.base import RuleBase
from engine.problem import listing
from engine.reason.known import Origin
from engine.rendering.phrases import (
    capital,
    clause,
    condition,
    conditions,
    failing,
    names_in,
    of,
    outcome,
    sentence,
)
from engine.rendering.tree import WIDTH
from engine.report.parts import Data

MOST_FACTS, MOST_ROWS, MOST_QUESTIONS = 8, 12, 5
EVERY_CASE, ALWAYS = "in every other case", "always"
_SAID = {
    Origin.ANSWER: "You said",
    Origin.ASSUMED: "Assumed, because you have not said",
    Origin.UNKNOWN: "You do not know",
    Origin.OPEN: "Not answered yet",
    Origin.DISPUTED: "Set aside, because it contradicts another answer",
}
Line = tuple[str, str]  # what stands before the text, and the text


def why_text(node: Node, questions: list[Data], base: RuleBase, says: str = "") -> str:
    """The explanation in short.

    `questions` are those that can still settle it, `says` is what an advice tells the person.
    """
    lines = [*_Why(base, questions).lines(node), *([("  ", f"It says: {says}")] if says else [])]
    return "\n".join(_wrapped(before, text) for before, text in lines) + "\n"


def _wrapped(before: str, text: str) -> str:
    rest = " " * len(before)
    return fill(text, WIDTH, initial_indent=before, subsequent_indent=rest, break_on_hyphens=False)


class _Why:
    def __init__(self, base: RuleBase, questions: list[Data]) -> None:
        self._base = base
        self._questions = questions
        self._names = names_in(base)

    def lines(self, node: Node) -> Iterator[Line]:
        if node.role in GOVERNED:
            yield from self._governed(node)
        elif node.role is Role.DECISION:
            yield from self._settled(node) if node.verdict else self._open(node)
        elif node.origin is not Origin.DERIVED:
            yield "", f"{of(node)}{capital(node.text)}."
        elif node.rule:
            yield from self._number(node)
        else:
            yield from self._by_rules(node)
        if node.verdict is None:
            yield from self._asked()

    def _settled(self, node: Node) -> Iterator[Line]:
        """The row taken, what it rests on, and the rows before it."""
        taken = node.children[-1]
        label, value = self._base.facts[node.id].label, self._value(node)
        you = f"For {node.about} you get" if node.about else "You get"
        head = f"{you} {value} ({label})"
        if taken.verdict is not True or any(r.verdict is None for r in node.children):
            yield "", f"{head}, whatever the open answers turn out to be. Each of these leads here:"
            yield from self._alike(node)
        else:
            because = clause(sentence(taken, node.id, self._base), self._names)
            nothing = "nothing that is looked at before it applies"
            yield "", f"{head} because {nothing if because == EVERY_CASE else because}."
            yield from self._support(taken)
        others = "Other outcomes that were looked at first and do not apply:"
        yield from self._ruled_out(node, {value}, others)

    def _alike(self, node: Node) -> Iterator[Line]:
        """The rows that can still be taken, all with the same outcome."""
        for row in node.children:
            if row.verdict is not False:
                because = clause(sentence(row, node.id, self._base), self._names)
                yield "  - ", f"{because} ({_takes(row)})."
                below = self._support(row) if row.verdict else self._sources(row)
                yield from ((f"  {before}", text) for before, text in below)

    def _value(self, node: Node) -> str:
        value = node.said.removeprefix(f"{self._base.facts[node.id].label}: ")
        return f"“{value}”"

    def _support(self, rule: Node) -> Iterator[Line]:
        """What a rule looked at, what was said about it, and its sources."""
        derived = [one for one in direct(rule) if one.origin is Origin.DERIVED]
        if derived:
            yield "  ", f"This looks at: {_several(_fact(one, rule.about) for one in derived)}."
        for origin, words in _SAID.items():
            told = [_fact(one, rule.about) for one in supports(rule) if one.origin is origin]
            if told:
                yield "  ", f"{words}: {_several(told)}."
        yield from self._sources(rule)

    def _sources(self, node: Node) -> Iterator[Line]:
        for name in node.sources:
            citation = self._base.citations.get(name)
            if citation is not None:
                where = f"{self._base.documents[citation.document]}, {citation.section} ({name})"
                yield "  ", f"Source: {where}: {citation.statement}"
        if node.assumed:
            yield "  ", "This is our own reading; no source says it in these words."

    def _ruled_out(self, node: Node, possible: set[str], title: str) -> Iterator[Line]:
        """The rows that fail and would have given another outcome."""
        found: dict[str, list[str]] = {}
        for row in node.children:
            name = outcome(row, node.id, self._base)
            if row.verdict is False and name not in possible:
                found.setdefault(name, []).append(failing(row, self._base))
        if found:
            yield "", title
        for name, texts in [*found.items()][:MOST_ROWS]:
            yield "  - ", f"{name}: {'; or '.join(dict.fromkeys(texts))}."
        if len(found) > MOST_ROWS:
            yield "  - ", f"and {len(found) - MOST_ROWS} more."

    def _open(self, node: Node) -> Iterator[Line]:
        """What is still possible, and what each outcome would take."""
        left = [row for row in node.children if row.verdict is not False]
        ways: dict[str, list[str]] = {}
        for row in left:
            ways.setdefault(outcome(row, node.id, self._base), []).append(_takes(row))
        about, label = of(node), self._base.facts[node.id].label
        yield "", f"{about}{capital(label)} is still open. It can still be {listing(list(ways))}:"
        for name, takes in ways.items():
            yield "  - ", f"{name}: {'; or '.join(dict.fromkeys(takes))}."
        yield from self._ruled_out(node, set(ways), "What can no longer be:")

    def _by_rules(self, node: Node) -> Iterator[Line]:
        label = f"{of(node)}“{self._base.facts[node.id].label}”"
        if node.verdict is None:
            yield "", f"{label} is still open. It holds in any of these cases:"
            for rule in (rule for rule in node.children if rule.verdict is None):
                yield "  - ", f"“{_told(rule)}”: still open, {conditions(rule)}."
                yield from self._sources(rule)
        elif any(rule.verdict for rule in node.children):
            for rule in node.children:
                yield "", f"{label} holds for you because {clause(_told(rule), self._names)}."
                yield from self._support(rule)
        else:
            yield "", f"{label} does not hold for you, because none of its rules does:"
            for rule in node.children:
                yield "  - ", f"“{_told(rule)}”: {failing(rule, self._base)}."

    def _number(self, node: Node) -> Iterator[Line]:
        yield "", f"{of(node)}{capital(node.text)}."
        if below := direct(node):
            told = _several(f"{of(one, node.about)}{one.text}" for one in below)
            yield "  ", f"Worked out from: {told}."
        yield from self._sources(node)

    def _governed(self, node: Node) -> Iterator[Line]:
        name = f"{of(node)}{capital(node.role)} {node.id}"
        if node.verdict is True:
            yield from self._holding(name, node)
            yield from self._support(node)
        elif node.verdict is False:
            yield "", f"{name} does not apply: {failing(node, self._base)}."
            yield from self._sources(node)
        else:
            yield from _listed(f"It is still open whether {name} applies. It takes", node)
            yield from self._sources(node)

    def _holding(self, name: str, node: Node) -> Iterator[Line]:
        because = clause(self._base.governed[node.id].because, self._names)
        if because or not node.relevant():
            yield "", f"{name} applies {f'because {because}' if because else ALWAYS}."
        else:
            yield from _listed(f"{name} applies because", node)

    def _asked(self) -> Iterator[Line]:
        """The questions whose answers can settle it."""
        found = self._questions
        if not found:
            return
        one = len(found) == 1
        yield "", "The question that decides:" if one else "The questions that can decide:"
        for question in found[:MOST_QUESTIONS]:
            about = f" ({question['about']})" if question["about"] else ""
            unknown = " So far you do not know." if question["state"] == Origin.UNKNOWN else ""
            how = f" How to find out: {question['find_out']}" if question["find_out"] else ""
            yield "  - ", f"{question['ask']}{about}{unknown}{how}"
        if len(found) > MOST_QUESTIONS:
            yield "  - ", f"and {len(found) - MOST_QUESTIONS} more."


def _listed(head: str, rule: Node) -> Iterator[Line]:
    """What a rule asks for: one condition in the sentence, several one by one."""
    parts = [*dict.fromkeys(condition(part) for part in _flat(rule.relevant()))]
    if len(parts) == 1:
        yield "", f"{head} {parts[0]}."
        return
    yield "", f"{head} all of these:" if head.endswith("takes") else f"{head} all of these hold:"
    yield from (("  - ", part) for part in parts)


def _flat(parts: Iterable[Node]) -> Iterator[Node]:
    """Parts that must all hold, also those that stand together in one."""
    for part in parts:
        below = part.relevant() if part.text in (ALL_OF, ANY_OF) else ()
        together = part.text == ALL_OF or len(below) == 1
        yield from _flat(below) if below and together else [part]


def _takes(row: Node) -> str:
    """What is still missing for a row that can still be taken."""
    if row.step.op == Op.OTHERWISE:
        return "if nothing else here applies"
    if row.verdict is True:
        return "if nothing that is looked at before it applies"
    return f"if {conditions(row)}"


def _told(rule: Node) -> str:
    return rule.text.rstrip(".")


def _fact(node: Node, here: str) -> str:
    return f"{of(node, here)}{node.said}"


def _several(texts: Iterable[str]) -> str:
    found = list(dict.fromkeys(texts))
    more = f"; and {len(found) - MOST_FACTS} more" if len(found) > MOST_FACTS else ""
    return "; ".join(found[:MOST_FACTS]) + more
