"""The conversation of an interview: shows a question, does what is typed, saves."""

from collections.abc import Callable

from cli.casefile import CaseFile
from cli.commands import ABOUT_A_QUESTION, Left, Moved, command, is_free
from cli.console import Console
from cli.patience import Patience
from cli.prompts import Prompts
from cli.telling import Teller
from engine.asking.document import UNKNOWN, text_of
from engine.asking.interview import DECISIONS, Interview, Question
from engine.asking.not_understood import NotUnderstood
from engine.asking.outlook import goes_beyond, naming, with_record
from engine.asking.typed import is_unknown, typed
from engine.problem import BadInput
from engine.rendering import helping, standing
from engine.rendering import interview as texts


class Dialogue:
    """One sitting; the interview itself never changes, the next one takes its place."""

    def __init__(self, interview: Interview, file: CaseFile, console: Console) -> None:
        self.interview = interview
        self._saved = interview.document  # as far as it is known to be in the file
        self._file = file
        self._console = console
        self._patience = Patience(console)
        self._prompts = Prompts(console, self._patience)
        self._teller = Teller(console, self._patience)
        self._told = False  # whether the main decisions have been shown
        self._beyond = bool(interview.steps) and goes_beyond(interview)
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
            "remove": self._remove,
        }

    def run(self) -> None:
        """Ask until nothing is left to ask or the person stops."""
        try:
            while self._step():
                pass
        except (Left, EOFError, KeyboardInterrupt):
            self._console.gap()
            if self.interview.document != self._saved:  # Ctrl-C came before it was saved
                self.save()

    def _step(self) -> bool:
        now = self.interview
        self._told = self._told and not now.wanted
        try:
            if now.asked_again is None and not now.wanted and not self._told:
                return self._milestone()
            with self._patience.watching():
                question = now.question
            if question is None:
                self._teller.end(now)
                return False
            self._put(question)
        except Moved:
            pass
        return True

    def _milestone(self) -> bool:
        """Show the main decisions; whether to go on."""
        asked = self.interview.until == DECISIONS
        self._teller.results(self.interview)
        if asked and self._beyond:
            self._console.say([helping.GOES_ON])
        elif asked and not self._goes_on():
            return False
        self._told = True
        self.interview = self.interview.going_on()
        return True

    def _goes_on(self) -> bool:
        self._console.gap()
        self._at_offer = True
        try:
            return self._prompts.sure(
                helping.OFFER, lambda: helping.offer_lines(self.interview), self._obeyed
            )
        finally:
            self._at_offer = False

    def _put(self, question: Question) -> None:
        """Show a question until it is answered."""
        with self._patience.watching():
            lines = texts.question_lines(self.interview)
        self._console.gap()
        self._console.say(lines)
        meant = ""
        while True:
            words = self._console.ask()
            if not self._obeyed(words, question):
                try:
                    return self._answer(question, words, meant)
                except (NotUnderstood, BadInput) as mistake:
                    meant = mistake.meant if isinstance(mistake, NotUnderstood) else ""
                    self._console.refuse(texts.mistake_lines(mistake, question.fact))

    def _answer(self, question: Question, words: str, meant: str) -> None:
        """Do what an answer asks for. Raises NotUnderstood or BadInput when it is none."""
        if is_unknown(question, words):
            self._unknown()
        self._take(question, typed(question, words, meant))

    def _obeyed(self, words: str, question: Question | None = None) -> bool:
        """Whether it was a command, which is done then."""
        if not words and question and question.previous is not None:
            self._keep()
        name = command(words, free=is_free(question))
        if name is None:
            return False
        if not name:
            told = [f"There is no command {words}. You can type:", *helping.command_lines()]
            self._console.refuse(told)
        elif question is None and name in ABOUT_A_QUESTION:
            return False
        else:
            self._commands[name]()
        return True

    def _take(self, question: Question, answer: object) -> None:
        """Put in an answer, unless it replaces one and the person thinks better of it."""
        self._accept(self.interview.answered(answer), texts.noted(question, answer))

    def _accept(self, after: Interview, receipt: str) -> None:
        before, compared = self.interview, self._compared
        self._compared = False
        if compared and not self._replaces(before, after):
            self._console.say(["Nothing was changed."])
            self.interview = before.keeping()
            return
        self.interview = naming(before, after)
        self._console.say([receipt])
        self.save()
        self._console.say(standing.dispute_lines(before, after))

    def _replaces(self, before: Interview, after: Interview) -> bool:
        """Whether the person wants the new answer, once they see what it changes."""
        if after.document == before.document:
            return False
        self._console.say(standing.difference_lines(before, after))
        try:
            return self._prompts.sure(helping.REPLACE, helping.replacing_lines, self._only_status)
        except (Left, EOFError, KeyboardInterrupt):
            self._console.say(["The change was not kept."])
            raise

    def _only_status(self, words: str) -> bool:
        """Whether the state so far was asked for, which is told then."""
        told = command(words, free=False) == "status"
        if told:
            self._status()
        return told

    def save(self) -> None:
        """Write the case file."""
        self._file.save(text_of(with_record(self.interview)))
        self._saved = self.interview.document

    def _why(self) -> None:
        self._teller.why(self.interview)

    def _help(self) -> None:
        self._teller.help(self.interview, offered=self._at_offer)

    def _unknown(self) -> None:
        question = self.interview.question
        assert question is not None
        receipt = "Noted: you do not know. It will not be asked again now."
        if question.fact is not None:
            receipt = texts.noted(question, UNKNOWN)
        self._accept(self.interview.not_known(), receipt)
        raise Moved

    def _back(self) -> None:
        before = self.interview.keeping() if self._compared else self.interview.back()
        self._compared = False
        if before is None:
            self._console.say(["This is the first question. :review lists all your answers."])
            return
        changed = before.document != self.interview.document
        self.interview = before
        if changed:
            self.save()
        raise Moved

    def _keep(self) -> None:
        question = self.interview.question
        if self.interview.asked_again is None or question is None or question.previous is None:
            self._console.refuse(["There is no answer to keep here yet."])
            return
        self._compared = False
        self.interview = self.interview.keeping()
        raise Moved

    def _review(self) -> None:
        self._console.say(helping.review_lines(self.interview))
        names = helping.labels(self.interview)
        if not names:
            return
        self._console.say(["Type the number or name of an answer to change it, or n for none."])
        chosen = self._prompts.chosen([name for _, name in names])
        if chosen:
            self._compared = True
            self.interview = self.interview.asking_again(names[chosen - 1][0])
        raise Moved

    def _remove(self) -> None:
        """Take an entry out of a list, once the person sees what that changes."""
        entries = helping.entries(self.interview)
        if not entries:
            self._console.refuse(["There is no entry of a list that could be taken out."])
            return
        told = ["Type the number or name of the entry to take out, or n for none."]
        self._console.say([*helping.entry_lines(self.interview), *told])
        chosen = self._prompts.chosen([name for _, name in entries])
        if chosen:
            (entity, member), name = entries[chosen - 1]
            self._compared = True
            self._accept(self.interview.removing(entity, member), f"Taken out: {name}.")
        raise Moved

    def _status(self) -> None:
        self._teller.status(self.interview)

    def _quit(self) -> None:
        raise Left
