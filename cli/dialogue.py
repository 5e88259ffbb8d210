"""The conversation of an interview: shows a question, does what is typed, saves."""

from collections.abc import Callable

from cli.casefile import CaseFile
from cli.console import Console
from engine.asking.document import text_of
from engine.asking.interview import DECISIONS, Interview, Question
from engine.asking.not_understood import NotUnderstood
from engine.asking.outlook import answers, naming, with_record
from engine.asking.typed import is_unknown, typed
from engine.ir.base import Kind
from engine.problem import BadInput
from engine.rendering import interview as texts
from engine.rendering import standing

QUITS = (":q", ":quit")
ABOUT_A_QUESTION = ("why", "unknown", "keep")
COMMANDS = ("why", "help", "unknown", "back", "keep", "review", "status", "quit")


def command(words: str, *, free: bool) -> str | None:
    """The command that is meant; empty for one that there is not, None when it is an answer.

    Whole words do without the colon where an answer is not free text.
    """
    if words == "?":
        return "why"
    name = words.casefold().removeprefix(":")
    if words.startswith(":"):
        return next((one for one in COMMANDS if name and one.startswith(name)), "")
    plain = {**{one: one for one in COMMANDS}, "exit": "quit"}
    return None if free else plain.get(name)


def _is_free(question: Question | None) -> bool:
    fact = question.fact if question else None
    return fact is not None and fact.kind is Kind.TEXT


class Left(Exception):
    """The person wants to stop."""


class Moved(Exception):
    """Another question is to be asked."""


class Dialogue:
    """One sitting; the interview itself never changes, the next one takes its place."""

    def __init__(self, interview: Interview, file: CaseFile, console: Console) -> None:
        self.interview = interview
        self._file = file
        self._console = console
        self._told = False  # whether the main decisions have been shown
        self._compared = False  # whether the answer to come is shown with what it changes
        self._at_offer = False  # whether the person is asked to go on, not a question
        self._commands: dict[str, Callable[[], None]] = {
            "why": self._why,
            "help": self._help,
            "unknown": self._unknown,
            "back": self._back,
            "keep": self._keep,
            "review": self._review,
            "status": self._status,
            "quit": self._quit,
        }

    def run(self) -> None:
        """Ask until nothing is left to ask or the person stops."""
        try:
            while self._step():
                pass
        except (Left, EOFError, KeyboardInterrupt):
            self._console.gap()

    def _step(self) -> bool:
        now = self.interview
        self._told = self._told and not now.wanted
        try:
            if now.asked_again is None and not now.wanted and not self._told:
                return self._milestone()
            if now.question is None:
                return False
            self._put(now.question)
        except Moved:
            pass
        return True

    def _milestone(self) -> bool:
        """Show the main decisions; whether to go on."""
        self._console.gap()
        self._console.say(standing.reached_lines(self.interview))
        self._console.say(standing.turn_lines(self.interview))
        if self.interview.until == DECISIONS and not self._goes_on():
            return False
        self._told = True
        if self.interview.until == DECISIONS:
            self._console.say(
                ["One moment, looking for what else matters (this takes some seconds)."]
            )
            self.interview = self.interview.going_on()
        return True

    def _goes_on(self) -> bool:
        self._console.gap()
        text = "Go on with questions for the full plan? Type y, or n to stop here."
        self._at_offer = True
        try:
            return self._sure(text, self._obeyed)
        finally:
            self._at_offer = False

    def _put(self, question: Question) -> None:
        """Show a question until it is answered."""
        self._console.gap()
        self._console.say(texts.question_lines(self.interview))
        while True:
            words = self._console.ask()
            if self._obeyed(words, question):
                continue
            if is_unknown(question, words):
                return self._unknown()
            try:
                return self._take(question, typed(question, words))
            except (NotUnderstood, BadInput) as mistake:
                self._console.say(texts.mistake_lines(mistake, question.fact))

    def _obeyed(self, words: str, question: Question | None = None) -> bool:
        """Whether it was a command, which is done then."""
        if not words and question and question.previous is not None:
            self._keep()
        name = command(words, free=_is_free(question))
        if name is None:
            return False
        if not name:
            self._console.say([f"There is no command {words}. You can type:"])
            self._console.say(texts.command_lines())
        elif question is None and name in ABOUT_A_QUESTION:
            return False
        else:
            self._commands[name]()
        return True

    def _take(self, question: Question, answer: object) -> None:
        """Put in an answer, unless it replaces one and the person thinks better of it."""
        after = self.interview.answered(answer)
        self._console.say([texts.noted(question, answer)])
        self._accept(after)

    def _accept(self, after: Interview) -> None:
        before, compared = self.interview, self._compared
        self._compared = False
        if compared:
            self._console.say(standing.difference_lines(before, after))
            if not self._sure("Keep the new answer? Type y or n."):
                self._console.say(["Nothing was changed."])
                self.interview = before.keeping()
                return
        self.interview = naming(before, after)
        self.save()
        self._console.say(standing.dispute_lines(before, after))

    def _sure(self, text: str, obeyed: Callable[[str], bool] | None = None) -> bool:
        """Whether the person says yes; `obeyed` does commands that may be typed instead."""
        self._console.say([texts.Strong(text)])
        while True:
            words = self._console.ask()
            if words.casefold() in ("y", "yes", "n", "no"):
                return words.casefold() in ("y", "yes")
            if words in QUITS:
                self._quit()
            if obeyed is None or not obeyed(words):
                self._console.say(["Please type y for yes or n for no."])

    def save(self) -> None:
        """Write the case file."""
        self._file.save(text_of(with_record(self.interview)))

    def _why(self) -> None:
        for lines in texts.why_lines(self.interview):
            self._console.say(lines)

    def _help(self) -> None:
        question = None if self._at_offer else self.interview.question
        self._console.say(texts.help_lines(question) if question else texts.command_lines())

    def _unknown(self) -> None:
        question = self.interview.question
        assert question is not None
        if question.fact is None:
            self._console.say(["Noted: you do not know. It will not be asked again now."])
        else:
            self._console.say([texts.noted(question, "unknown")])
        self._accept(self.interview.not_known())
        raise Moved

    def _back(self) -> None:
        before = self.interview.keeping() if self._compared else self.interview.back()
        self._compared = False
        if before is None:
            self._console.say(["This is the first question of today. :review lists all answers."])
            return
        self.interview = before
        self.save()
        raise Moved

    def _keep(self) -> None:
        question = self.interview.question
        if self.interview.asked_again is None or question is None or question.previous is None:
            self._console.say(["There is no answer to keep here yet."])
            return
        self._compared = False
        self.interview = self.interview.keeping()
        raise Moved

    def _review(self) -> None:
        self._console.say(texts.review_lines(self.interview))
        places = answers(self.interview)
        if not places:
            return
        self._console.say(["Type the number of an answer to change it, or n for none."])
        chosen = self._chosen(len(places))
        if chosen:
            self._compared = True
            self.interview = self.interview.asking_again(places[chosen - 1])
        raise Moved

    def _chosen(self, count: int) -> int:
        while True:
            words = self._console.ask().casefold()
            if words in QUITS:
                self._quit()
            if words in ("", "n", "no", "none", "0") or words.startswith(":"):
                return 0
            if words.isascii() and words.isdigit() and int(words[:9]) <= count:
                return int(words)
            self._console.say([f"Please type a number from 1 to {count}, or n for none."])

    def _status(self) -> None:
        self._console.say(standing.status_lines(self.interview))

    def _quit(self) -> None:
        raise Left
