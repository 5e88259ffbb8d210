"""Notes in a case: who said what and when, and what it is about; no rule reads them."""

from collections.abc import Mapping
from datetime import date

from engine.ir.base import RuleBase
from engine.ir.case import Note
from engine.ir.names import fact_named, rule_named, same_word
from engine.ir.rules import Advice, Rule
from engine.ir.values import NO, YES
from engine.problem import Problems, listing, quoted, suggest
from engine.reading.answers import MAX_TEXT
from engine.reading.document import Scalar, Tree
from engine.reading.fields import Fields
from engine.reading.naming import MEANT_YES_NO

MAX_NOTES = 200
_START = "start each note in a new line with a dash, such as - {date: 2026-11-01, by: …, text: …}"
_ABOUT = "add about: with the name of a decision, a rule or an advice"


def read_notes(base: RuleBase, fields: Fields, problems: Problems) -> tuple[Note, ...]:
    """The notes of a case, in the order written; each mistake is recorded."""
    items = fields.items("notes", _START)
    if len(items) > MAX_NOTES:
        message = f"notes: these are more than {MAX_NOTES} notes"
        problems.add(items[MAX_NOTES].span, message, "put some of them together")
    found = [_Reader(base, item, problems).read() for item in items[:MAX_NOTES]]
    return tuple(note for note in found if note is not None)


class _Reader:
    """Reads one note."""

    def __init__(self, base: RuleBase, tree: Tree, problems: Problems) -> None:
        self._base = base
        self._problems = problems
        self._fields = Fields(tree, problems, "note")
        self._entities = base.entities.values()
        self._lists = {entity.list_key: entity.name for entity in self._entities if entity.list_key}

    def read(self) -> Note | None:
        """The note; None where a part that each note has is missing."""
        day, by, text = self._day(), self._text("by"), self._text("text")
        about, entry, says = (self._fields.scalar(name) for name in ("about", "entry", "says"))
        name = "" if about is None else self._named(about)
        if about is None or name:
            self._check_entry(name, entry)
            self._check_says(name, says)
        self._fields.finish()
        said, named = (one.text.strip() if one else "" for one in (says, entry))
        return Note(by, day, text, name, named, said) if day and by and text else None

    def _day(self) -> date | None:
        self._fields.tree("date", required=True)
        return self._fields.day("date")

    def _text(self, name: str) -> str:
        scalar = self._fields.scalar(name, required=True)
        text = "" if scalar is None else scalar.text.strip()
        if scalar is not None and not text:
            hint = "write the text, or remove the note"
            self._problems.add(scalar.span, f"{name}: nothing is written here", hint)
        if scalar is not None and len(text) > MAX_TEXT:
            message = f"this text is longer than {MAX_TEXT:,} characters"
            self._problems.add(scalar.span, message, "shorten it")
        return text

    def _named(self, about: Scalar) -> str:
        """The key of a list, or the full name of a fact, rule or advice; empty if it is none."""
        word = about.text.strip()
        if (key := same_word(word, self._lists)) is not None:
            return key
        if (fact := fact_named(self._base, word)) is not None:
            return self._base.facts[fact].part_of or fact
        rule = rule_named(self._base, word)
        if rule is not None and isinstance(self._base.governed[rule], Rule | Advice):
            return rule
        self._problems.add(about.span, *self._unnamed(word, rule))
        return ""

    def _unnamed(self, word: str, rule: str | None) -> tuple[str, str]:
        """What to say of a name that no note can be about."""
        of = [d.fact for d in self._base.decisions.values() for row in d.rows if row.id == rule]
        if rule is not None:
            hint = f"write about: {of[0]}" if of else _ABOUT.removeprefix("add ")
            return f"{quoted(word)} is nothing that a note can be about", hint
        facts = [fact.id for fact in self._base.facts.values() if not fact.part_of]
        several = [fact for fact in facts if fact.rpartition(".")[2] == word]
        if len(several) > 1:
            return f"{quoted(word)} could be more than one thing", f"write {listing(several)}"
        items = [item.id for item in (*self._base.rules, *self._base.advice)]
        known = [*self._base.layout.decisions, *facts, *items, *self._lists]
        hint = suggest(word, known) or "see `rules list`, or leave it out for the whole case"
        return f"there is no decision, question, rule or advice {quoted(word)}", hint

    def _entity(self, name: str) -> str:
        """The entity that something is about."""
        if name in self._lists:
            return self._lists[name]
        if name in self._base.facts:
            return self._base.facts[name].entity
        return self._base.scope_of(self._base.governed[name])

    def _check_entry(self, name: str, entry: Scalar | None) -> None:
        if not name:
            if entry is not None:
                hint = f"add about: {listing([*self._lists])}, or what of the entry is meant"
                self._problems.add(entry.span, "entry: this does not say of which list", hint)
            return
        entity = self._base.entities[self._entity(name)]
        if entry is not None and not entity.list_key:
            self._problems.add(entry.span, f"{name} is not about an entry of a list", "remove it")
        if entry is None and not entity.principal and name not in self._lists:
            message = f"note: {name} is about one of several, but about which?"
            hint = f"add entry: with the name of the {entity.noun}"
            self._problems.add(self._fields.value_span("about"), message, hint)

    def _check_says(self, name: str, says: Scalar | None) -> None:
        fact = self._base.facts.get(name)
        if says is None:
            return
        if not name or name in self._lists:
            hint = f"{_ABOUT}, or leave says: out"
            self._problems.add(says.span, "says: nothing here has outcomes", hint)
        elif fact is not None and not fact.derived:
            hint = "leave says: out; an answer is changed where it stands"
            self._problems.add(says.span, f"{name} is an answer, not a conclusion", hint)
        elif fact is not None and not fact.choices:
            hint = "leave says: out, and write the number in the text"
            self._problems.add(says.span, f"{name} is a number and has no outcomes", hint)
        else:
            self._check_outcome(name, fact.choices if fact else {YES: "", NO: ""}, says)

    def _check_outcome(self, name: str, outcomes: Mapping[str, str], says: Scalar) -> None:
        """One of the values; of a rule or an advice whether it holds."""
        word = says.text.strip()
        if word in outcomes:
            return
        labels = {label.casefold(): value for value, label in outcomes.items() if label}
        meant = MEANT_YES_NO.get(word.casefold()) or labels.get(word.casefold())
        hint = f"write {meant}" if meant in outcomes else suggest(word, outcomes)
        self._problems.add(says.span, f"{quoted(word)} is not an outcome of {name}", hint)
