"""`crossmatch check`: prove the knowledge base."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.shared import (
    BAD_INPUT,
    FAILED,
    knowledge_option,
    load_base,
    load_texts,
    reported,
    shipped,
)

if TYPE_CHECKING:
    from engine.checking.finding import Finding
    from engine.ir.base import RuleBase


@click.command()
@knowledge_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--explain", metavar="CHECK", help="Print the manual page of a check, or `all`.")
def check(knowledge: Path | None, form: str, explain: str | None) -> None:
    """Prove that the knowledge base has no gap, no contradiction and nothing dead in it.

    Everything found is shown with the widest situation in which it happens. The exit code is 1 when
    something was found that no waiver lets stand.
    """
    if explain is not None:
        _explain(explain)
        return
    from engine.checking.bench import Bench
    from engine.checking.run import check_base
    from engine.rendering.findings import findings_json, findings_text

    with reported():
        base = load_base(knowledge)
        examples = _wrong_examples(base, knowledge)
    checked = check_base(Bench(base))
    checked = replace(checked, findings=(*checked.findings, *examples))
    text = findings_json(checked) if form == "json" else findings_text(base, checked)
    click.echo(text.replace(f"{shipped().parent}/", ""), nl=False)
    sys.exit(FAILED if checked.findings else 0)


def _wrong_examples(base: "RuleBase", knowledge: Path | None) -> "tuple[Finding, ...]":
    """The examples beside patterns for texts that do not hold. Raises BadInput for bad patterns."""
    from engine.checking.finding import Finding
    from engine.extracting.examples import CHECK, example_mistakes

    texts = load_texts(base, knowledge)
    found = example_mistakes(texts) if texts else ()
    return tuple(Finding(CHECK, "", one.span, one.message, one.hint) for one in found)


def _explain(name: str) -> None:
    from engine.problem import suggest

    pages = dict(_pages())
    if name not in (*pages, "all"):
        click.echo(f"there is no check {name}; {suggest(name, [*pages, 'all'])}", err=True)
        click.echo(f"checks: {', '.join(pages)}", err=True)
        sys.exit(BAD_INPUT)
    click.echo(pages[name] if name != "all" else "\n\n".join(pages.values()) + "\n")


def _pages() -> Iterator[tuple[str, str]]:
    """The manual page of each check of rules, and of that of the examples beside patterns."""
    from engine.checking.run import CHECKS, manual
    from engine.extracting import examples

    for name in CHECKS:
        yield name, "\n".join(manual(name))
    yield examples.CHECK, f"{examples.CHECK}: {(examples.__doc__ or '').strip()}"
