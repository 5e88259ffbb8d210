"""From answers that a person types, such as `stage=final_year`, to questions of a case."""

from collections.abc import Iterable
from difflib import get_close_matches

from engine.alternatives.whatif_answers import Setting, with_answer
from engine.explain.why import Explainer
from engine.ir.base import Fact, RuleBase
from engine.ir.case import Case
from engine.ir.names import same_word
from engine.problem import BadInput, Problem, listing, quoted, suggest
from engine.reason.known import Known
from engine.span import NOWHERE


def case_with(known: Known, typed: Iterable[str], about: str | None = None) -> Case:
    """The case with each `FACT=VALUE` or `ENTRY:FACT=VALUE` put in.

    `about` names the entry of those that name none. Raises BadInput with every mistake.
    """
    names, case = _Names(known, about), known.case
    wrong, seen = list[Problem](), set[tuple[str, int]]()
    for text in typed:
        try:
            one = names.setting(text)
            if (one.fact.id, one.member) in seen:
                raise _wrong(f"{text}: {one.fact.id} is answered twice", "leave one of them out")
            seen.add((one.fact.id, one.member))
            case = with_answer(known.base, case, one)
        except BadInput as bad:
            wrong += bad.problems
    if wrong:
        raise BadInput(wrong)
    return case


class _Names:
    def __init__(self, known: Known, about: str | None) -> None:
        self._known = known
        self._base = known.base
        explainer = Explainer(known)
        members = [(m, e) for e in known.base.entities for m in known.members(e)]
        self._entries = {name: m for m, _ in members if (name := explainer.name(m))}
        self._about = None if about is None else self._entry(about)

    def setting(self, text: str) -> Setting:
        name, equals, value = text.partition("=")
        if not equals:
            raise _wrong(f"{quoted(text)} is no answer", "write FACT=VALUE")
        entry, name = self._split(name.strip())
        fact = self._fact(name, entry)
        return Setting(fact, self._member(fact, entry, text), value.strip())

    def _split(self, name: str) -> tuple[str | None, str]:
        """The entry before the last colon behind which a fact is named, and that fact."""
        if _fact_named(self._base, name) is not None or ":" not in name:
            return self._about, name
        entry, _, rest = name.rpartition(":")
        return self._entry(entry.strip()), rest.strip()

    def _entry(self, name: str) -> str:
        found = same_word(name, self._entries)
        if found is None:
            raise _wrong(f"there is no entry {quoted(name)}", suggest(name, self._entries))
        return found

    def _fact(self, name: str, entry: str | None) -> Fact:
        fact = self._of_entry(name, entry) or _fact_named(self._base, name)
        if fact is None:
            raise _wrong(f"there is no question {quoted(name)}", _meant(self._base, name))
        if fact.derived:
            hint = "put in an answer that it follows from; `why` shows them"
            raise _wrong(f"{fact.id} is no answer: it is worked out from your answers", hint)
        return fact

    def _of_entry(self, name: str, entry: str | None) -> Fact | None:
        """The question of that short name about an entry."""
        if entry is None:
            return None
        member = self._entries[entry]
        entities = [one for one in self._base.entities if member in self._known.members(one)]
        named = (_fact_named(self._base, f"{one}.{name}") for one in entities)
        return next((fact for fact in named if fact is not None), None)

    def _member(self, fact: Fact, entry: str | None, text: str) -> int:
        members = self._known.members(fact.entity)
        if entry is not None and self._entries[entry] in members:
            return self._entries[entry]
        entity = self._base.entities[fact.entity]
        if entry is not None and entry != self._about:
            raise _wrong(f"{text}: {fact.id} is no question about {quoted(entry)}", "")
        if entity.principal or len(members) == 1:
            return members[0]
        if not members:
            raise _wrong(f"{text}: this case has no {entity.noun}", "")
        names = [name for name, member in self._entries.items() if member in members]
        hint = f"write it before a colon, such as '{names[0]}:{fact.name}=…'; there are: "
        raise _wrong(f"{text}: say which {entity.noun} is meant", hint + listing(names))


def _wrong(message: str, hint: str) -> BadInput:
    return BadInput([Problem(NOWHERE, message, hint)])


def _fact_named(base: RuleBase, name: str) -> Fact | None:
    """The question of that id, last part or label; a derived fact only where there is no other."""
    if (found := same_word(name, base.facts)) is not None:
        return base.facts[found]
    facts = [fact for fact in base.facts.values() if not fact.part_of]
    folded = name.casefold()
    by_name = [fact for fact in facts if fact.name.casefold() == folded]
    by_label = [fact for fact in facts if fact.label.casefold() == folded]
    for some in (by_name, by_label):
        few = [fact for fact in some if not fact.derived] or some
        if len(few) == 1:
            return few[0]
    return None


def _meant(base: RuleBase, name: str) -> str:
    asked = [fact for fact in base.facts.values() if not fact.derived and not fact.part_of]
    several = [fact.id for fact in asked if fact.name == name]
    if several:
        return f"write {listing(several)}"
    close = get_close_matches(name, [f.name for f in asked], n=1)
    same = [fact.id for fact in asked if close and fact.name == close[0]]
    return suggest(name, [fact.id for fact in asked]) or (
        f"did you mean {same[0]}?" if same else ""
    )
