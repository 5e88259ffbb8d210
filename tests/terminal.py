"""A consultation at a pseudo-terminal, and the person who sits there."""

import os
import re
import signal
import sys
from io import StringIO
from pathlib import Path

import pexpect

SECONDS = 30  # the machine may be slow; a sitting takes about two
OFFER = "Go on with questions"
PROMPT = "\n> "  # at the start of a line: results have arrows in them
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal:
    """One sitting; whatever is waited for must come within SECONDS."""

    def __init__(self, case: Path, *more: str, columns: int = 80) -> None:
        command = ["-c", "from cli.main import main; main()", "consult", "--case", str(case), *more]
        root = str(Path(__file__).parents[1])
        environment = {**os.environ, "TERM": "xterm", "PYTHONPATH": root}
        environment.pop("NO_COLOR", None)
        self.child = pexpect.spawn(
            sys.executable,
            command,
            env=environment,
            encoding="utf-8",
            dimensions=(24, columns),
            timeout=SECONDS,
        )
        self._all = self.child.logfile_read = StringIO()

    def prompted(self, cue: str) -> None:
        """Wait for some text, and the prompt after it."""
        self.child.expect_exact(cue)
        self.child.expect(PROMPT)

    def answer(self, cue: str, text: str) -> None:
        self.prompted(cue)
        self.child.sendline(text)

    def shown(self) -> list[str]:
        """The lines until the next prompt, as they stand on the screen."""
        self.child.expect(PROMPT)
        return CONTROL.sub("", str(self.child.before)).splitlines()

    def type_while_resized(self, text: str, *, columns: int) -> None:
        """Give an answer during which the terminal gets another width."""
        self.child.send(text[:2])
        self.child.setwinsize(24, columns)
        self.child.sendline(text[2:])

    def interrupt(self) -> None:
        """Press Ctrl-C. Not sendintr, which is so fast that Python may not yet be reading."""
        self.child.send("\x03")

    def kill(self) -> None:
        self.child.kill(signal.SIGKILL)
        self.child.expect(pexpect.EOF)
        self.child.close()

    def ended(self) -> str:
        """All that was shown in a sitting that ends well by itself, without line breaks."""
        self.child.expect(pexpect.EOF)
        self.child.close()
        text = " ".join(CONTROL.sub("", self._all.getvalue()).split())
        assert self.child.exitstatus == 0, text
        assert "Traceback" not in text
        return text
