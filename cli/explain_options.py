"""`crossmatch explain CASE options`: what speaks for and against each outcome of a decision."""

from pathlib import Path

import click

from cli.explaining import Given, opened
from cli.shared import knowledge_option, reported, say


@click.command()
@click.argument("name", metavar="DECISION")
@click.option("--about", help="Only for the list entry of this name.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.option("--all", "whole", is_flag=True, help="Name open reasons of excluded outcomes, too.")
@knowledge_option
@click.pass_obj
def options(
    given: Given, name: str, about: str | None, form: str, whole: bool, knowledge: Path | None
) -> None:
    """Print the reasons for and against each outcome of a decision, settled or not.

    Nothing is counted: what the decision is follows from the rules alone.
    """
    from engine.finding.options import weighings
    from engine.rendering.options import options_json, options_text

    with reported():
        _, run = opened(given, knowledge)
        found = weighings(run.known, name, about)
    if not found and form == "text":
        say(f"This case lists nothing that {name} could be about.")
        return
    text = options_json(found) if form == "json" else options_text(found, whole=whole)
    say(text, nl=False)
