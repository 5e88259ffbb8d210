"""Questions of the conversation itself: yes or no, and one out of a list."""

from collections.abc import Callable, Sequence

from cli.commands import NOTHING, Left, command, picked
from cli.console import Console
from cli.patience import Patience
from engine.asking.not_understood import NotUnderstood
from engine.asking.typed import NO_IDEA
from engine.rendering.interview import Lines, Strong, mistake_lines

YES, NO = ("y", "yes"), ("n", "no")
Explained = Callable[[], Lines]


class Prompts:
    """Asks until the answer is understood. Raises Left when the person stops instead."""

    def __init__(self, console: Console, patience: Patience) -> None:
        self._console = console
        self._patience = patience

    def sure(self, text: str, explained: Explained, obeyed: Callable[[str], bool]) -> bool:
        """Whether the person says yes; `obeyed` does commands that may be typed instead."""
        self._console.say([Strong(text)])
        while True:
            words = self._console.ask()
            if words.casefold() in (*YES, *NO):
                return words.casefold() in YES
            if command(words, free=False) == "quit":
                raise Left
            if not obeyed(words):
                self._explain(words, explained)

    def _explain(self, words: str, explained: Explained) -> None:
        """Say what yes and no mean; what was typed was a mistake unless it asks for that."""
        asks = command(words, free=False) or words.casefold().replace("’", "'") in NO_IDEA
        with self._patience.watching():
            lines = explained()
        if asks:
            self._console.say(lines)
        else:
            self._console.refuse(lines)

    def chosen(self, names: Sequence[str]) -> int:
        """The number of the name that is meant; 0 for none."""
        while True:
            words = self._console.ask()
            if command(words, free=True) == "quit":
                raise Left
            if words.casefold() in NOTHING or words.startswith(":"):
                return 0
            try:
                return picked(words, names)
            except NotUnderstood as mistake:
                self._console.refuse(mistake_lines(mistake, None))
