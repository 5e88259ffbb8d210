"""A consultation at a terminal that is killed, and what its case file holds then."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from threading import Timer
from typing import NamedTuple

import pexpect

from tests.consulting import advised_case, given, held, script
from tests.terminal import OFFER, PROMPT, Terminal

LONGEST = 0.4  # seconds; mostly an answer is typed, saved and followed by a question within


class Moment(NamedTuple):
    """So many seconds after the question is shown that follows so many answers."""

    answers: int
    seconds: float


def moment(random: Random) -> Moment:
    """A random one after the first question is shown: nothing can be lost before."""
    return Moment(random.randint(0, len(script())), random.uniform(0, LONGEST))


def killed(case: Path, when: Moment) -> int:
    """How many answers had been followed by another question when a sitting was killed."""
    child = Terminal(case).child
    timer = Timer(when.seconds, os.kill, (child.pid, signal.SIGKILL))
    shown = 0
    with suppress(pexpect.EOF, OSError):  # OSError: nobody is there any more to type to
        for shown in _answering(child):
            if shown == when.answers:
                timer.start()
    timer.join()
    child.close()
    assert child.signalstatus == signal.SIGKILL, child.before
    return shown


def _answering(child: pexpect.spawn) -> Iterator[int]:
    """Answer all questions; gives how many were answered each time that another is shown."""
    for count, (cue, line) in enumerate([*script(), (OFFER, "y")]):
        child.expect_exact(cue)
        yield count
        child.expect(PROMPT)
        child.send(line)  # by itself, so that a kill can come before Enter
        child.sendline()
    child.expect(pexpect.EOF)


def kept(case: Path) -> int:
    """How many answers a case file holds, which must be the first ones that were given."""
    found = given(held(case)) if case.exists() else {}
    count = sum(map(len, found.values()))
    assert found == (given(advised_case(count)) if count else {})
    return count
