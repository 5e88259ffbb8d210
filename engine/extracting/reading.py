"""Reading extraction files: every mistake recorded with its place, and none fatal on its own."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from engine.extracting.patterns import Example, Extraction, Mail, Pattern, Phrase, Says, Skip
from engine.extracting.phrases import BadPhrase, Compiler
from engine.extracting.says import read_says
from engine.extracting.slots import SLOTS
from engine.extracting.words import Forms, plain_form
from engine.ir.base import NUMERIC, RuleBase
from engine.problem import BadInput, Problems, suggest
from engine.reading.cache import kept
from engine.reading.document import Mapping, Scalar, file_bytes, read_bytes
from engine.reading.document import Sequence as Items
from engine.reading.fields import NUMBER, NUMBER_HINT, Fields
from engine.reading.files import EXTRACTION, chosen_files
from engine.span import NOWHERE

SCOPES = ("sentence", "opening", "paragraph", "quotation", "heading")
SEVERAL = ("contradiction", "dispute", "total", "sum", "first", "unclear")
YES_NO = ("no", "yes")
WHERE = ("anywhere", "heading", "testimonial", "answer")
_KINDS = ("extract", "words", "choices", "forms", "pattern", "skip", "mail")
_LISTS = (
    "negators", "negators_after", "not_negators", "breaks", "turns", "hedges", "negating_headings",
    "pointers", "agreeing", "denying",
)  # fmt: skip


def read_extraction(base: RuleBase, folders: Sequence[Path]) -> Extraction | None:
    """What the extraction files of a knowledge base say; None where it has none.

    Raises BadInput with every mistake found.
    """
    problems = Problems()
    trees = list(_items(folders, problems))
    data = _Reader(base, trees, problems).read() if trees else None
    if problems:
        raise BadInput(problems.sorted())
    return data


def cached_extraction(
    base: RuleBase, folders: Sequence[Path], store: Path | None
) -> Extraction | None:
    """The same, from `store` when nothing has changed since it was put there."""
    return kept(folders, store, Extraction, lambda: read_extraction(base, folders), EXTRACTION)


def _items(folders: Sequence[Path], problems: Problems) -> Iterator[Mapping]:
    for _, path, _ in chosen_files(folders, problems, EXTRACTION):
        data = file_bytes(path, str(path), problems)
        tree = None if data is None else read_bytes(data, str(path), problems)
        for part in tree.items if isinstance(tree, Items) else (tree,):
            if isinstance(part, Mapping):
                yield part
            elif part is not None:
                hint = f"start with {', '.join(_KINDS[:-1])} or {_KINDS[-1]}"
                problems.add(part.span, "an item with names and values is expected here", hint)


class _Reader:
    def __init__(self, base: RuleBase, items: list[Mapping], problems: Problems) -> None:
        self._base, self._items, self._problems = base, items, problems
        self._forms = Forms(dict(self._irregular()))
        words = dict(self._words())
        self._compiler = Compiler(words, self._forms)
        self._choices = {name: [*ways] for name, ways in words.items() if "" not in ways}
        self._entity = ""

    def _words(self) -> Iterator[tuple[str, dict[str, tuple[str, ...]]]]:
        for item in self._of("words"):
            fields = Fields(item.entries["words"], self._problems, "words")
            for name in fields.all():
                yield name, {"": fields.words(name)}
        for item in self._of("choices"):
            fields = Fields(item, self._problems, "choices")
            name = fields.text("choices", required=True)
            values = fields.group("values")
            yield name, {v: values.words(v) for v in values.all()} if values else {}

    def _irregular(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for item in self._of("forms"):
            fields = Fields(item.entries["forms"], self._problems, "forms")
            for name in fields.all():
                plain = tuple(map(plain_form, name.split()))
                yield from ((form, plain) for form in fields.words(name))

    def _of(self, kind: str) -> list[Mapping]:
        return [item for item in self._items if kind in item.entries]

    def read(self) -> Extraction:
        for item in self._items:
            if not item.entries.keys() & {*_KINDS}:
                word, span = next(iter(item.keys.items()), ("", item.span))
                message = f"“{word}” does not start a known kind of item"
                self._problems.add(span, message, suggest(word, _KINDS))
        heads = self._of("extract")
        if len(heads) != 1:
            place = heads[1].span if heads else NOWHERE
            hint = "write extract: with the entity that texts are about, in one place"
            self._problems.add(place, "one item must start with extract:", hint)
            return Extraction("")
        head = Fields(heads[0], self._problems, "extract")
        self._entity = head.text("extract", required=True)
        if self._entity not in self._base.entities:
            hint = suggest(self._entity, self._base.entities)
            place = head.value_span("extract")
            self._problems.add(place, f"there is no entity {self._entity}", hint)
        lists = {name: self._phrases(head, name) for name in _LISTS}
        several, lengths = self._several(head), self._lengths(head)
        head.finish()
        skips = tuple(map(self._skip, self._of("skip")))
        patterns = tuple(self._patterns())
        return Extraction(
            self._entity,
            patterns,
            several,
            lengths,
            skips=skips,
            mail=self._mail(),
            lists=self._compiler.lists,
            forms=self._forms,
            **lists,
        )

    def _several(self, head: Fields) -> dict[str, str]:
        found = head.texts("several")
        for name, how in found.items():
            place = head.value_span("several")
            if name not in self._base.facts:
                hint = suggest(name, self._base.facts)
                self._problems.add(place, f"there is no fact {name}", hint)
            if how not in SEVERAL:
                self._problems.add(place, f"{name}: {how} is not known", suggest(how, SEVERAL))
        return found

    def _lengths(self, head: Fields) -> dict[str, float]:
        found = {}
        for name, tree in head.pairs("lengths").items():
            if isinstance(tree, Scalar) and NUMBER.fullmatch(tree.text):
                found[name] = float(tree.text)
            else:
                self._problems.add(tree.span, f"{name}: a number is expected here", NUMBER_HINT)
        return found

    def _phrases(self, fields: Fields, name: str) -> tuple[Phrase, ...]:
        found = []
        for scalar in fields.scalars(name):
            try:
                shape = self._compiler.shape(scalar.text)
            except BadPhrase as bad:
                self._problems.add(scalar.span, f"{name}: {bad.message}", bad.hint)
            else:
                found.append(Phrase(scalar.text, shape, scalar.span))
        return tuple(found)

    def _skip(self, item: Mapping) -> Skip:
        fields = Fields(item, self._problems, "skip")
        skip = Skip(self._phrases(fields, "phrases"), fields.one_of("skip", SCOPES, "sentence"))
        fields.finish()
        return skip

    def _mail(self) -> Mail:
        mail = Mail()
        for item in self._of("mail"):
            fields = Fields(item, self._problems, "mail")
            opening, closing = fields.text("opening", required=True), fields.text("closing")
            asks = fields.texts("asks", required=True)
            mail = Mail(fields.text("mail"), opening, closing, asks)
            fields.finish()
            for name in asks.keys() - self._base.facts.keys():
                hint = suggest(name, self._base.facts)
                self._problems.add(fields.key_span("asks"), f"there is no fact {name}", hint)
        return mail

    def _patterns(self) -> Iterator[Pattern]:
        seen: set[str] = set()
        for item in self._of("pattern"):
            fields = Fields(item, self._problems, "pattern")
            name = fields.identifier("pattern")
            if name in seen:
                self._problems.add(item.span, f"{name} is declared twice", "rename one of the two")
            seen.add(name)
            yield self._pattern(name, fields)

    def _pattern(self, name: str, fields: Fields) -> Pattern:
        negated = fields.group("negated")
        phrases = self._phrases(fields, "phrases")
        if not phrases:
            fields.lacks("phrases", f"{name}: phrases are missing", "add phrases: [words, …]")
        says = read_says(self._base, self._entity, fields, self._problems, self._choices)
        opposite: tuple[Says, ...] = ()
        reads: tuple[Example, ...] = ()
        if negated is not None:
            opposite = read_says(self._base, self._entity, negated, self._problems, self._choices)
            reads = self._examples(negated, "reads")
            negated.finish()
        if not says and not opposite:
            self._problems.add(fields.span, f"{name} says nothing", "add says: {fact: value}")
        pattern = Pattern(
            name, phrases, says, opposite, self._phrases(fields, "about"),
            self._phrases(fields, "unless"), self._phrases(fields, "under"),
            self._phrases(fields, "unless_near"),
            self._phrases(fields, "inside"),
            int(fields.number("rank")), self._times(fields), self._by(fields),
            fields.one_of("firm", YES_NO, "no") == "yes",
            fields.one_of("close", YES_NO, "no") == "yes",
            fields.one_of("where", WHERE, WHERE[0]),
            self._examples(fields, "reads"), reads, self._examples(fields, "ignores"), fields.span,
        )  # fmt: skip
        if not pattern.reads:
            hint = "add reads: [a text that it fits]"
            fields.lacks("reads", f"{name}: an example is missing", hint)
        fields.finish()
        return pattern

    def _times(self, fields: Fields) -> str:
        name = fields.text("times")
        fact = self._base.facts.get(name)
        if name and (fact is None or fact.kind not in NUMERIC):
            hint = suggest(name, self._base.facts)
            self._problems.add(fields.value_span("times"), f"there is no number {name}", hint)
        return name

    def _by(self, fields: Fields) -> str:
        slot = fields.text("by").strip("{}")
        if slot and slot not in SLOTS:
            hint = suggest(slot, SLOTS)
            self._problems.add(fields.value_span("by"), f"there is no slot {slot}", hint)
        return slot

    def _examples(self, fields: Fields, name: str) -> tuple[Example, ...]:
        return tuple(_example(scalar) for scalar in fields.scalars(name))


def _example(scalar: Scalar) -> Example:
    text, _, value = scalar.text.partition(" => ")
    return Example(text, value.strip(), scalar.span)
