"""What a conversation tells beside its questions: results, where it stands, why and help."""

from cli.console import Console
from cli.patience import Patience
from engine.asking.interview import DECISIONS, Interview
from engine.rendering import helping, standing
from engine.rendering.interview import Lines


class Teller:
    """Shows what is known of an interview; results only when they are new."""

    def __init__(self, console: Console, patience: Patience) -> None:
        self._console = console
        self._patience = patience
        self._shown: Lines = []

    def results(self, interview: Interview) -> None:
        """The main decisions, unless they were shown like this before."""
        lines = [*standing.reached_lines(interview), *self._still_open(interview)]
        if lines != self._shown:
            self._console.gap()
            self._console.say(lines)
        self._shown = lines

    def _still_open(self, interview: Interview) -> Lines:
        """What to find out about the main decisions, unless the end of the plan tells that too."""
        ends = interview.until != DECISIONS and interview.question is None
        return [] if ends else standing.open_lines(interview)

    def end(self, interview: Interview) -> None:
        """Everything that was settled, once nothing is left to ask."""
        if interview.until != DECISIONS:
            self._console.gap()
            self._console.say(standing.end_lines(interview))

    def status(self, interview: Interview) -> None:
        """What is known so far."""
        self._console.say(standing.status_lines(interview))

    def why(self, interview: Interview) -> None:
        """Why a question is put."""
        with self._patience.watching():
            for lines in helping.why_lines(interview):
                self._console.say(lines)

    def help(self, interview: Interview, *, offered: bool) -> None:
        """Help with the question, or with the offer to go on."""
        if offered:
            self._console.say([*helping.offer_lines(interview), *helping.command_lines()])
        else:
            self._console.say(helping.help_lines(interview))
