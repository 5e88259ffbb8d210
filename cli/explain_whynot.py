"""`crossmatch explain CASE why-not`: what keeps a conclusion from coming about."""

from pathlib import Path

import click

from cli.explaining import Given, opened
from cli.shared import knowledge_option, reported, say, say_json


@click.command("why-not")
@click.argument("name", metavar="NAME")
@click.argument("value", metavar="[VALUE]", required=False)
@click.option("--about", help="Only for the list entry of this name.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@knowledge_option
@click.pass_obj
def why_not(
    given: Given, name: str, value: str | None, about: str | None, form: str, knowledge: Path | None
) -> None:
    """Say why a decision has not the VALUE, or why a rule or an advice does not hold.

    Below each rule that would lead there: what it lacks, and which answers would be needed.
    Without a VALUE, every outcome that was not taken.
    """
    from engine.finding.whynot import why_not as found_for
    from engine.rendering.whynot import why_not_data, why_not_text

    with reported():
        _, run = opened(given, knowledge)
        found = found_for(run.known, name, value, about)
    if form == "json":
        data = [why_not_data(one, run.known) for one in found]
        say_json(data)
    elif not found:
        say(f"There is nothing to tell of {name}: this case has no entry it is about.")
    else:
        say("\n".join(why_not_text(one, run.known) for one in found), nl=False)
