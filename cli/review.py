"""`crossmatch review`: what has changed by the mere passing of time."""

import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from cli.shared import BAD_INPUT, knowledge_option, load_base, load_case, reported, run_case, say


@click.command()
@click.argument("case")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The later date.")
@knowledge_option
def review(case: str, as_of: datetime, knowledge: Path | None) -> None:
    """Compare the advice on CASE at its own date with that at a later date.

    Rules that nobody reviewed for a year by then are listed too.
    """
    from engine.finding.stale import stale
    from engine.report.build import build_report
    from engine.report.changes import changes

    with reported():
        base = load_base(knowledge)
        answers = load_case(base, case)
    if answers.as_of and as_of.date() < answers.as_of:
        click.echo(f"--as-of is earlier than the date of the case, {answers.as_of}", err=True)
        sys.exit(BAD_INPUT)
    later = replace(answers, as_of=as_of.date())
    before, after = (build_report(run_case(base, one)) for one in (answers, later))
    found = changes(before, after, base)
    say(f"From {before['as_of']} to {after['as_of']}: {len(found)} changes.")
    for line in found:
        say(f"- {line}")
    old = stale(base, as_of.date(), 12)
    if old:
        click.echo(
            f"Not reviewed for a year by then: {len(old)} rules, see crossmatch rules stale."
        )
