"""One offer from proposals to an entry: confirmed by the person, judged by the rules, saved."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from cli.casefile import CaseFile, Changed
from cli.console import Console
from cli.shared import BAD_INPUT, run_case
from engine.asking.document import Document, case_of, empty, in_tables, load, text_of, with_entry
from engine.asking.interview import Question
from engine.asking.not_understood import NotUnderstood
from engine.asking.typed import typed
from engine.extracting.patterns import Confidence, Extraction
from engine.extracting.proposals import Proposal
from engine.ir.base import Fact, RuleBase
from engine.problem import BadInput
from engine.rendering import proposed
from engine.rendering.blocks import to_text
from engine.rendering.interview import mistake_lines, noted
from engine.rendering.report import member_blocks
from engine.rendering.under import Under
from engine.report.build import build_report
from engine.report.members import member_data
from engine.report.parts import Data, Parts

LEAVE, STOP, HELP = "-", (":quit", ":q"), ("?", ":help")


class Stopped(Exception):
    """The person does not want to go on; nothing is saved."""


class Vetting:
    """Holds the case with the new entry; only what was confirmed gets into it."""

    def __init__(self, base: RuleBase, data: Extraction, path: Path | None, name: str) -> None:
        """Raises BadInput for a case file that cannot be used."""
        self._base, self._data = base, data
        self._entity = base.entities[data.entity]
        self._console = Console(None, plain=False)
        self._file = CaseFile(path, lambda text: self._console.say([text])) if path else None
        self._document = self._opened(path)
        self._entry: dict[str, Any] = self._document[self._entity.list_key][-1]
        self._proposals: list[Proposal] = []
        self._name = name

    def _opened(self, path: Path | None) -> Document:
        saved = load(self._base, path) if path and path.exists() and path.stat().st_size else {}
        if tables := in_tables(self._base, saved):
            message = f"{path} keeps {tables[0]} in a table of its own; nothing can be added to it."
            raise click.UsageError(message)
        today = date.today().isoformat()
        document = empty("My answers", today, self._base.version) | saved | {"date": today}
        return with_entry(document, self._entity)

    def confirm(self, found: list[Proposal], *, quoted: bool, plain: bool) -> None:
        """Have each proposal confirmed; `quoted` takes what is certain or likely unasked.

        `plain` shows nothing. Raises Stopped when the person stops.
        """
        self._proposals = found
        if not quoted:
            self._console.say([proposed.HOW])
        for number, proposal in enumerate(found, 1):
            fact = self._base.facts[proposal.fact]
            if not plain:
                self._console.gap()
                position = f"{number} of {len(found)}."
                self._console.say(proposed.proposal_lines(fact, proposal, position))
            if quoted:
                self._take_quoted(fact, proposal)
            else:
                self._ask(fact, proposal)

    def _take_quoted(self, fact: Fact, proposal: Proposal) -> None:
        if proposal.value is not None and proposal.confidence > Confidence.UNCLEAR:
            self._put(fact, proposal.value)

    def _ask(self, fact: Fact, proposal: Proposal) -> None:
        offered = proposal.value if proposal.confidence > Confidence.UNCLEAR else None
        while True:
            try:
                words = self._console.ask().strip()
            except (EOFError, KeyboardInterrupt):
                raise Stopped from None
            if words.casefold() in STOP:
                raise Stopped
            if words == LEAVE or (not words and offered is None):
                return self._console.say(["Left open."])
            if words in HELP:
                self._console.say([*proposed.choice_lines(fact), proposed.HOW])
                continue
            try:
                return self._answer(fact, words, offered)
            except (NotUnderstood, BadInput) as mistake:
                self._console.refuse(mistake_lines(mistake, fact))

    def _answer(self, fact: Fact, words: str, offered: str | None) -> None:
        """Take what was typed, or what was offered. Raises NotUnderstood or BadInput."""
        question = _question(fact)
        if words.casefold() in ("y", "n"):  # of the proposal, or of the fact? Nobody can tell
            hint = "press Enter to take what is shown, or type the whole answer"
            raise NotUnderstood("That could mean two things", hint)
        answer = offered if not words else typed(question, words)
        self._put(fact, answer)
        self._console.say([noted(question, answer)])

    def _put(self, fact: Fact, answer: object) -> None:
        """Put an answer into the entry. Raises BadInput, and leaves it out, where it cannot be."""
        self._entry[fact.name] = answer
        try:
            case_of(self._base, self._document, "the offer")
        except BadInput:
            del self._entry[fact.name]
            raise

    def conclude(self, form: str) -> None:
        """Show what follows from what was confirmed, and save it where a case was named."""
        named_by = self._base.facts.get(self._entity.named_by)
        if named_by and named_by.name not in self._entry and self._name:
            self._put(named_by, self._name)
        run = run_case(self._base, case_of(self._base, self._document, "the offer"))
        parts, report = Parts(run), build_report(run)
        layout = next(one for one in self._base.layout.entities if one.entity == self._entity.name)
        member = run.known.members(self._entity.name)[-1]
        data = member_data(layout, member, parts)
        if form == "json":
            click.echo(json.dumps(self._data_of(data), indent=2, ensure_ascii=False))
        else:
            under = Under(report, self._base, {})
            click.echo("\n" + to_text(member_blocks(data, layout, self._base, under)), nl=False)
            click.echo(f"\n{self._data.mail.title}:\n\n{self._mail(data)}")
        self._save(quiet=form == "json")

    def _mail(self, data: Data) -> str:
        answered = [f"{self._entity.name}.{name}" for name in self._entry]
        named = self._entry.get(self._entity.named_by.rpartition(".")[2], self._name)
        about = data["name"] if named != self._name else "your offer"
        return proposed.mail_text(self._data.mail, about, answered, self._proposals)

    def _data_of(self, data: Data) -> Data:
        facts = [
            proposed.proposal_data(one, self._entry.get(self._base.facts[one.fact].name))
            for one in self._proposals
        ]
        return {"proposals": facts, "entry": self._entry, "judged": data, "mail": self._mail(data)}

    def _save(self, *, quiet: bool) -> None:
        if self._file is None:
            if not quiet:
                click.echo("Nothing was saved; --case FILE keeps it in your case.")
            return
        try:
            saved = self._file.save(text_of(self._document))
        except Changed:
            click.echo(f"{self._file.path} was changed meanwhile; it is left as it is.", err=True)
            raise SystemExit(BAD_INPUT) from None
        if not saved:
            raise SystemExit(BAD_INPUT)
        if not quiet:
            click.echo(f"Saved in {self._file.path}.")


def _question(fact: Fact) -> Question:
    """The question behind a fact, for reading what is typed."""
    return Question((fact.id, 0), fact, fact.ask, tuple(fact.choices.items()), False, "", ())
