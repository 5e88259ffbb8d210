"""One offer from proposals to an entry: confirmed by the person, judged by the rules, saved."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from cli.casefile import CaseFile, Changed
from cli.confirming import Confirming
from cli.console import Console
from cli.shared import BAD_INPUT, run_case
from engine.asking.document import Document, case_of, empty, in_tables, load, text_of, with_entry
from engine.extracting.patterns import Confidence, Extraction
from engine.extracting.proposals import Proposal
from engine.ir.base import Fact, RuleBase
from engine.problem import BadInput
from engine.rendering import proposed
from engine.rendering.blocks import to_text
from engine.rendering.report import member_blocks
from engine.rendering.under import Under
from engine.report.build import build_report
from engine.report.members import member_data
from engine.report.parts import Data, Parts

_PROMISE = "Here is what it should hold:"


class Vetting:
    """Holds the case with the new entry; only what was confirmed gets into it."""

    def __init__(self, base: RuleBase, data: Extraction, path: Path | None, name: str) -> None:
        """Raises BadInput for a case file that cannot be used."""
        self._base, self._data = base, data
        self._entity = base.entities[data.entity]
        self._console = Console(None, plain=False)
        self._file = CaseFile(path, self._tell, _PROMISE) if path else None
        self._document = self._opened(path)
        self._entry: dict[str, Any] = self._document[self._entity.list_key][-1]
        self._proposals: list[Proposal] = []
        self._lines: list[str] = []
        self._name = name

    def _tell(self, text: str) -> None:
        self._console.say([text])

    def _opened(self, path: Path | None) -> Document:
        saved = load(self._base, path) if path and path.exists() and path.stat().st_size else {}
        if tables := in_tables(self._base, saved):
            message = f"{path} keeps {tables[0]} in a table of its own; nothing can be added to it."
            raise click.UsageError(message)
        today = date.today().isoformat()
        document = empty("My answers", today, self._base.version) | saved | {"date": today}
        return with_entry(document, self._entity)

    def confirm(self, found: list[Proposal], text: str, *, quoted: bool, plain: bool) -> None:
        """Have each proposal confirmed; `quoted` takes what is certain or likely unasked.

        `plain` shows nothing. Raises Stopped when the person stops.
        """
        self._proposals, self._lines = found, text.splitlines()
        confirming = Confirming(self._console, self._base, found, text, self._put)
        if not quoted:
            confirming.run()
            return
        for number, proposal in enumerate(found):
            if not plain:
                confirming.show(number)
            if proposal.value is not None and proposal.confidence > Confidence.UNCLEAR:
                self._put(self._base.facts[proposal.fact], proposal.value)

    def _put(self, fact: Fact, answer: object) -> None:
        """Put an answer into the entry, or take it out (None).

        Raises BadInput, and leaves it out, where it cannot be.
        """
        self._entry.pop(fact.name, None)
        if answer is None:
            return
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
        if form != "json":
            self._warn_of_same_name(named_by)
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

    def _warn_of_same_name(self, named_by: Fact | None) -> None:
        name = self._entry.get(named_by.name) if named_by else None
        before = self._document[self._entity.list_key][:-1]
        if named_by and name and any(one.get(named_by.name) == name for one in before):
            self._console.gap()
            told = f"There is {self._entity.label} called {name} already; this is one more."
            self._console.say([told])

    def _mail(self, data: Data) -> str:
        answered = [f"{self._entity.name}.{name}" for name in self._entry]
        named = self._entry.get(self._entity.named_by.rpartition(".")[2], self._name)
        about = data["name"] if named != self._name else "your offer"
        return proposed.mail_text(self._data.mail, about, answered, self._proposals, self._lines)

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
            click.echo(text_of(self._document))
            raise SystemExit(BAD_INPUT)
        if not quiet:
            click.echo(
                f"Saved in {self._file.path}. What is still open you can answer with "
                f"crossmatch consult --case {self._file.path} --until everything."
            )
