"""`crossmatch rules`: what the knowledge base holds."""

import sys
from datetime import date, datetime
from pathlib import Path

import click

from cli.shared import knowledge_option, load_base, reported, shipped


@click.group()
def rules() -> None:
    """Look into the knowledge base."""


@rules.command("list")
@knowledge_option
def list_rules(knowledge: Path | None) -> None:
    """List every row, rule and advice: id, kind, sources, place."""
    from engine.rendering.rules import rule_line

    with reported():
        base = load_base(knowledge)
    for name in sorted(base.governed):
        click.echo(rule_line(base.governed[name]).replace(f"{shipped().parent}/", ""))


@rules.command()
@click.argument("name", metavar="ID")
@knowledge_option
def show(name: str, knowledge: Path | None) -> None:
    """Show one rule, decision or fact in words, with its sources."""
    from engine.rendering.rules import shown

    with reported():
        base = load_base(knowledge)
        text = shown(base, name)
    click.echo(text, nl=False)


@rules.command()
@knowledge_option
def coverage(knowledge: Path | None) -> None:
    """List the statements of the sources with what cites them; fail if one is not cited."""
    from engine.finding.coverage import coverage as covered
    from engine.finding.coverage import coverage_lines

    with reported():
        base = load_base(knowledge)
    found = covered(base)
    for line in coverage_lines(found):
        click.echo(line)
    sys.exit(any(not one.cited_by for one in found))


@rules.command("stale")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The date to count from; today.")
@click.option("--months", type=float, default=12, show_default=True, help="Age that is too old.")
@knowledge_option
def list_stale(as_of: datetime | None, months: float, knowledge: Path | None) -> None:
    """List rules, tables and parameters last reviewed longer ago than MONTHS."""
    from engine.finding.stale import stale

    with reported():
        base = load_base(knowledge)
    day = as_of.date() if as_of else date.today()
    for item in stale(base, day, months):
        click.echo(f"{item.name}  {item.reviewed or 'never reviewed'}")
