"""What feeds what: from questions over derived facts and decisions to sections of advice."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from engine.ir.base import RuleBase
from engine.ir.conditions import Node, refs
from engine.ir.rules import Advice
from engine.reading.rules import PLACEHOLDER

Arrow = tuple[str, str]
SECTION, TOPIC, ASKED = "section/", "topic/", "asked/"  # no fact has a name with a stroke


@dataclass(frozen=True)
class Feeding:
    """The arrows between facts and sections of a base, and the topic of each derived fact.

    A topic is the folder of the rules that conclude a fact.
    """

    base: RuleBase

    @cached_property
    def arrows(self) -> frozenset[Arrow]:
        """From each fact to the derived facts and sections that read it."""
        found = {(self._whole(n), name) for name in self.base.order for n in self._reads(name)}
        for advice in self.base.advice:
            target = SECTION + advice.section
            found |= {(self._whole(name), target) for name in self._named(advice)}
        return frozenset(found)

    @cached_property
    def before(self) -> Mapping[str, frozenset[str]]:
        """What each fact or section reads itself."""
        found: dict[str, set[str]] = {}
        for source, target in self.arrows:
            found.setdefault(target, set()).add(source)
        return {name: frozenset(sources) for name, sources in found.items()}

    @cached_property
    def after(self) -> Mapping[str, frozenset[str]]:
        """What reads each fact."""
        found: dict[str, set[str]] = {}
        for source, target in self.arrows:
            found.setdefault(source, set()).add(target)
        return {name: frozenset(targets) for name, targets in found.items()}

    @cached_property
    def topics(self) -> Mapping[str, str]:
        """The topic of each derived fact.

        One with a formula has that of its first reader, of its file, or of what it reads itself.
        """
        found: dict[str, str] = {}
        for name in reversed(self.base.order):
            readers = [found[n] for n in self.base.order if n in self.after.get(name, ())]
            found[name] = self._folder(name) or next(iter(readers), "")
        mostly = {file: self._mostly(file, found) for file in map(self.files, found)}
        for name in self.base.order:
            found[name] = found[name] or mostly[self.files(name)] or self._read_topic(name, found)
        return {name: topic or self.files(name) for name, topic in found.items()}

    def _mostly(self, file: str, topics: Mapping[str, str]) -> str:
        """The topic that most facts of a file have; empty if none has any."""
        counted = Counter(topic for n, topic in topics.items() if topic and self.files(n) == file)
        return max(sorted(counted), key=counted.__getitem__, default="")

    def _read_topic(self, name: str, topics: Mapping[str, str]) -> str:
        before = sorted(self.before.get(name, ()))
        return next((topics[one] for one in before if topics.get(one)), "")

    def questions(self, name: str) -> frozenset[str]:
        """All questions that a derived fact can depend on."""
        found: set[str] = set()
        waiting = [name]
        while waiting:
            new = self.before.get(waiting.pop(), frozenset()) - found
            found |= new
            waiting += new
        return frozenset(one for one in found if not self.base.facts[one].derived)

    def unfolds(self, name: str) -> bool:
        """Whether a derived fact reads others that are derived."""
        return any(self.base.facts[one].derived for one in self.before.get(name, ()))

    def files(self, name: str) -> str:
        """The vocabulary file of a fact, in words."""
        return Path(self.base.facts[name].span.file).stem.replace("_", " ")

    def _folder(self, name: str) -> str:
        if name in self.base.decisions:
            return Path(self.base.decisions[name].span.file).parent.name
        for rule in self.base.concluding.get(name, ()):
            return Path(rule.span.file).parent.name
        return ""

    def _whole(self, name: str) -> str:
        """The question that an answer among several belongs to."""
        return self.base.facts[name].part_of or name

    def _reads(self, name: str) -> frozenset[str]:
        nodes: list[Node | None] = [self.base.facts[name].formula]
        nodes += [rule.when for rule in self.base.concluding.get(name, ())]
        if name in self.base.decisions:
            nodes += [row.when for row in self.base.decisions[name].rows]
        return frozenset(ref.fact for node in nodes if node for ref in refs(node))

    def _named(self, advice: Advice) -> Iterator[str]:
        """The facts that an advice tests, names or counts its dates from."""
        if advice.when is not None:
            yield from (ref.fact for ref in refs(advice.when))
        yield from (due.ref.fact for due in (advice.start, advice.by) if due)
        yield from (n for n in PLACEHOLDER.findall(advice.say) if n in self.base.facts)
