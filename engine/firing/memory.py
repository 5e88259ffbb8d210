"""One working memory of one ruleset: told facts, it fires rules and records every firing."""

import json
from collections.abc import Sequence
from typing import Protocol

from engine.firing.errors import FiringError
from engine.firing.horn import Fact, Firing
from engine.firing.layout import BOOT, BOOT_RULE, Layout, Rule
from engine.firing.steps import value

SID = "1"
"""Name of the only memory that is ever live in a ruleset (see `DurableProgram.fire`)."""

LARGEST_ID = 700_000
"""Most messages in one memory. The engine tells messages apart by FNV-1a of the id, 32 bits;
decimal numbers from 0 first collide at 797,186 (tested), so below that none is lost."""


class Native(Protocol):
    """What is used of the C module `durable_rules_engine`."""

    error: type[Exception]

    def create_ruleset(self, name: str, rules: str) -> int:
        """Return the handle of a new ruleset."""

    def delete_ruleset(self, handle: int) -> None:
        """Free a ruleset without live memories."""

    def assert_fact(self, handle: int, fact: str) -> tuple[int, int]:
        """Return code (0 ok, 1 nobody looks at it, 2 duplicate) and the memory's number."""

    def start_action_for_state(self, handle: int, state: int) -> tuple[str, str] | None:
        """Return the memory's state and the first firing, or None."""

    def complete_and_start_action(self, handle: int, state: int) -> str | None:
        """Finish the firing at hand; return the next, or None."""

    def delete_state(self, handle: int, sid: str) -> None:
        """Free a memory in which something has fired; undefined otherwise."""


class Consultation:
    """Everything known so far in one consultation, in the order in which it became known."""

    def __init__(self, facts: dict[Fact, None]) -> None:
        """Start from the given `facts`."""
        self.facts = list(facts)
        self.index = set(facts)
        self.firings: list[Firing] = []

    def learn(self, firing: Firing) -> None:
        """Record `firing`, and its head if that is new."""
        self.firings.append(firing)
        if firing.head not in self.index:
            self.index.add(firing.head)
            self.facts.append(firing.head)


class Memory:
    """The working memory of one ruleset for one consultation.

    It comes to life with the first fact the ruleset looks at. The boot rule is started at once
    and left unfinished while facts go in, because a memory in which nothing was ever started
    cannot be deleted safely.
    """

    def __init__(self, native: Native, handle: int, plan: Layout, case: Consultation) -> None:
        """Prepare a memory of the ruleset `handle`, described by `plan`."""
        self.native, self.handle, self.plan, self.case = native, handle, plan, case
        self.bound: list[tuple[Fact, ...]] = [()]  # by message id: the facts it stands for
        self.told: set[Fact] = set()
        self.read = 0  # how many of the consultation's facts were looked through
        self.state: int | None = None
        self.running = False

    def advance(self) -> bool:
        """Take in what is new in the consultation and fire; tell whether anything was new."""
        routes, told = self.plan.routes, self.told
        fresh = [f for f in self.case.facts[self.read :] if f.key in routes and f not in told]
        self.read = len(self.case.facts)
        if not fresh:
            return False
        state = self._boot() if self.state is None else self.state
        for fact in fresh:
            self._tell(fact)
        self._drain(state)
        return True

    def close(self) -> None:
        """Delete the memory, if it came to life."""
        if self.state is not None:
            self.native.delete_state(self.handle, SID)
            self.state = None

    def _boot(self) -> int:
        """Create the memory and start its boot rule; return the memory's number."""
        code, state = self.native.assert_fact(self.handle, BOOT)
        started = self.native.start_action_for_state(self.handle, state)
        if code or started is None or BOOT_RULE not in json.loads(started[1]):
            raise FiringError(f"boot gave code {code} and {started}")
        self.state = state
        self.running = True
        return state

    def _drain(self, state: int) -> None:
        """Fire until nothing is left on the agenda."""
        text: str | None
        if self.running:
            text = self.native.complete_and_start_action(self.handle, state)
        else:
            started = self.native.start_action_for_state(self.handle, state)
            text = started[1] if started else None
        while text is not None:
            self.running = True
            self._fired(text)
            text = self.native.complete_and_start_action(self.handle, state)
        self.running = False

    def _fired(self, text: str) -> None:
        """Record one firing of the engine, and assert what follows from it."""
        ((number, frame),) = json.loads(text).items()
        rule = self.plan.rules[int(number)]
        facts: tuple[Fact, ...] = ()
        for name in rule.names:
            facts += self.bound[frame[name]["id"]]
        if rule.token is None:
            self._conclude(rule, facts)
        else:
            values = [value(facts, place) for place in rule.carried]
            self._send(rule.token % (len(self.bound), *values), facts)

    def _conclude(self, rule: Rule, facts: tuple[Fact, ...]) -> None:
        """Record the firing of a whole clause and tell the engine its head."""
        firing = rule.recipe.firing(facts)
        self.case.learn(firing)
        if firing.head not in self.told:
            self._tell(firing.head)

    def _tell(self, fact: Fact) -> None:
        """Assert `fact` once for every condition it meets in this ruleset."""
        self.told.add(fact)
        for route in self.plan.routes.get(fact.key, ()):
            if route.accepts(fact):
                self._send(route.message(len(self.bound), fact), (fact,))

    def _send(self, message: str, facts: tuple[Fact, ...]) -> None:
        """Assert one message standing for `facts`; its id is its place in `bound`.

        Only messages that some rule looks at are sent, each with an id of its own, so that the
        codes 1 (nobody looks) and 2 (duplicate) are as wrong as any other.
        """
        if len(self.bound) > LARGEST_ID:
            raise FiringError(f"more than {LARGEST_ID} messages in one working memory")
        code, _ = self.native.assert_fact(self.handle, message)
        if code:
            raise FiringError(f"code {code} for {message}")
        self.bound.append(facts)


def exchange(memories: Sequence[Memory]) -> None:
    """Let memories fire, and pass on to one another what they derive, until nothing is new."""
    while any(memory.advance() for memory in memories):
        pass
