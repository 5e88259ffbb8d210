"""Proposed facts confirmed one by one, with the way back and a last look at all of them."""

from collections.abc import Callable, Sequence

from cli.console import Console
from engine.asking.choices_typed import SHORT, choice_typed, folded
from engine.asking.interview import Question
from engine.asking.not_understood import NotUnderstood
from engine.asking.typed import NO_IDEA, typed
from engine.extracting.patterns import Confidence
from engine.extracting.proposals import Proposal
from engine.ir.base import Fact, Kind, RuleBase
from engine.problem import BadInput
from engine.rendering import proposed
from engine.rendering.interview import mistake_lines, noted

STOP, HELP, BACK = (":quit", ":q", "quit"), ("?", ":help", ":h"), (":back", ":b", "back", "<")
LEAVE, WRONG = ("-", *NO_IDEA), ("n", "no", "wrong", "not right")
_YES_NO = (("yes", "yes"), ("no", "no"))
Put = Callable[[Fact, object], None]  # raises BadInput; None takes the answer out


class Stopped(Exception):
    """The person does not want to go on; nothing is saved."""


class _Back(Exception):
    """The person wants to see the line before once more."""


class Confirming:
    """Asks about each proposal; what is taken goes to `put`. `text` is what was read."""

    def __init__(
        self, console: Console, base: RuleBase, found: Sequence[Proposal], text: str, put: Put
    ) -> None:
        self._console, self._base, self._found, self._put = console, base, found, put
        self._lines = text.splitlines()
        self._taken: dict[str, object] = {}

    def run(self) -> None:
        """Go through all of them, then show what is taken. Raises Stopped."""
        self._console.say([proposed.HOW])
        self._ask_from(0)
        self._look()

    def _ask_from(self, number: int) -> None:
        """Go through all from one on, and back where that is wanted."""
        while number < len(self._found):
            try:
                self._ask(number)
                number += 1
            except _Back:
                number = max(0, number - 1)

    def show(self, number: int) -> Fact:
        """Show a proposal with the words it was read from; gives its fact."""
        proposal = self._found[number]
        fact = self._base.facts[proposal.fact]
        position = f"{number + 1} of {len(self._found)}."
        self._console.gap()
        self._console.say(proposed.proposal_lines(fact, proposal, position, self._lines))
        return fact

    def _ask(self, number: int) -> None:
        fact, proposal = self.show(number), self._found[number]
        offered = proposal.value if proposal.confidence > Confidence.UNCLEAR else None
        while True:
            words = self._words()
            if words in HELP:
                self._console.say([*proposed.choice_lines(fact), proposed.HOW])
                continue
            try:
                return self._answer(fact, words, offered)
            except (NotUnderstood, BadInput) as mistake:
                self._console.refuse(mistake_lines(mistake, fact))

    def _words(self) -> str:
        """What is typed, unless that is to stop or to go back."""
        try:
            words = self._console.ask().strip()
        except (EOFError, KeyboardInterrupt):
            raise Stopped from None
        if words.casefold() in STOP:
            raise Stopped
        if words.casefold() in BACK:
            raise _Back
        return words

    def _answer(self, fact: Fact, words: str, offered: str | None) -> None:
        """Take what was typed, or what was offered. Raises NotUnderstood or BadInput."""
        if folded(words) in LEAVE or (not words and offered is None):
            self._put(fact, None)
            self._taken.pop(fact.id, None)
            self._console.say(["Left open."])
            return
        answer = offered if not words else _typed(fact, words, offered)
        self._put(fact, answer)
        self._taken[fact.id] = answer
        self._console.say([noted(_question(fact), answer)])

    def _look(self) -> None:
        """Show everything once more; a number changes that line."""
        while True:
            facts = [self._base.facts[one.fact] for one in self._found]
            self._console.gap()
            self._console.say(proposed.summary_lines(facts, self._taken))
            try:
                words = self._words()
            except _Back:
                self._ask_from(len(self._found) - 1)
                continue
            if not words:
                return
            try:
                self._ask(int(choice_typed(_numbers(facts), words)))
            except _Back:
                continue  # to the summary
            except NotUnderstood as mistake:
                self._console.refuse(mistake_lines(mistake, None))


def _numbers(facts: Sequence[Fact]) -> tuple[tuple[str, str], ...]:
    return tuple((str(number), fact.label) for number, fact in enumerate(facts))


def _typed(fact: Fact, words: str, offered: str | None) -> object:
    """The answer; yes and no may be about what is shown. Raises NotUnderstood."""
    short = SHORT.get(folded(words), "")
    if fact.kind is Kind.YES_NO:
        if words.isdigit():
            return choice_typed(_YES_NO, words)
        if short and offered == "no":
            hint = "press Enter if “no” is right; if not, type 1 for yes"
            raise NotUnderstood("That could mean two things", hint)
    elif offered is not None and short == "yes":
        return offered
    elif offered is not None and folded(words) in WRONG:
        raise NotUnderstood("It is something else", "type what is right, or - to leave it open")
    return typed(_question(fact), words)


def _question(fact: Fact) -> Question:
    """The question behind a fact, for reading what is typed."""
    return Question((fact.id, 0), fact, fact.ask, tuple(fact.choices.items()), False, "", ())
