"""Asks for patience, once a sitting, when something really takes long."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

from cli.console import Console

LONG = 1.5  # seconds


class Patience:
    """Watches work that may be slow the first time."""

    def __init__(self, console: Console, long: float = LONG) -> None:
        self._console = console
        self._long = long
        self._asked = False

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Say so when what is done within takes long."""
        self._timer = Timer(self._long, self._ask)
        self._timer.daemon = True
        self._timer.start()
        try:
            yield
        finally:
            self._timer.cancel()

    def _ask(self) -> None:
        if not self._asked:
            self._asked = True
            self._console.say(["One moment, please."])
