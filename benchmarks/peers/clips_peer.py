"""CLIPS as an engine of the benchmark."""

from functools import partial
from importlib import import_module
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from benchmarks.peers.clips_text import FORMS, Reader, clips_text, facts_text
from benchmarks.peers.engine import Peer, Person
from benchmarks.peers.naming import Names
from benchmarks.peers.program import Found, program_of
from engine.ir.base import RuleBase

WATCHED = ("rules", "facts")  # which rule fired on which facts, and each fact: enough to say why
Export = tuple[str, Names, Reader, bool]


def export(base: RuleBase, form: str, *, settled: bool = False) -> Export:
    """The constructs, and how to read the facts that are left."""
    program, names = program_of(base, settled=settled), Names()
    return clips_text(program, form, names), names, Reader(program, names), settled


class Clips:
    """One environment, reset for each person."""

    def __init__(self, exported: Export) -> None:
        clips = import_module("clips")
        text, self._names, self._reader, self._settled = exported
        self._environment: Any = clips.Environment()
        for construct in text.splitlines():
            self._environment.build(construct)
        self._said = _listen(self._environment)
        self._watching = False

    def given(self, person: Person) -> str:
        """The answers as facts in CLIPS text."""
        return facts_text(person.inputs, self._names, settled=self._settled)

    def consult(self, given: str) -> None:
        """Assert the facts and run; conclusions stay where they are."""
        self._watch(False)
        self._run(given)

    def traced(self, given: str) -> list[str]:
        """The same, and what CLIPS says of each rule fired and each fact."""
        self._watch(True)
        self._said.clear()
        self._run(given)
        return self._said

    def _run(self, given: str) -> None:
        self._environment.reset()
        self._environment.load_facts(given)
        self._environment.run()

    def _watch(self, on: bool) -> None:
        if self._watching is not on:
            self._watching = on
            for what in WATCHED:
                self._environment.eval(f"({'watch' if on else 'unwatch'} {what})")

    def found(self, _: object) -> Found:
        """The conclusions, to be compared."""
        with NamedTemporaryFile() as file:  # reading facts one by one leaves memory behind
            self._environment.save_facts(file.name)
            return self._reader.found(Path(file.name).read_text())


def _listen(environment: Any) -> list[str]:
    """What CLIPS prints from now on."""
    clips = import_module("clips")
    said: list[str] = []

    class Listener(clips.Router):  # type: ignore[misc,name-defined,unused-ignore]
        def __init__(self) -> None:
            super().__init__("listener", 40)

        def query(self, name: str) -> bool:
            return name == "stdout"

        def write(self, _: str, message: str) -> None:
            said.append(message)

    environment.add_router(Listener())
    return said


CLIPS = tuple(Peer(f"CLIPS, {form}", partial(export, form=form), Clips, "clips") for form in FORMS)
SETTLED = (Peer("CLIPS", partial(export, form=FORMS[0], settled=True), Clips, "clips"),)
