"""`crossmatch explain CASE what-if`: what other answers would change."""

from pathlib import Path

import click

from cli.explaining import Given, opened
from cli.shared import knowledge_option, reported, say, say_json


@click.command("what-if")
@click.argument("answers", metavar="FACT=VALUE...", nargs=-1, required=True)
@click.option("--about", help="The list entry that these answers are about.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@knowledge_option
@click.pass_obj
def what_if(
    given: Given, answers: tuple[str, ...], about: str | None, form: str, knowledge: Path | None
) -> None:
    """Say what other answers would change, and by which rules.

    FACT=VALUE puts an answer in, FACT=unknown says that it is not known, FACT= takes it back.
    'ENTRY:FACT=VALUE' is about the list entry of that name; several values are divided by commas.
    The case file stays as it is.
    """
    from engine.alternatives.whatif import what_if as found_for
    from engine.finding.whatif import case_with
    from engine.rendering.whatif import what_if_data, what_if_text

    with reported():
        _, run = opened(given, knowledge)
        case = case_with(run.known, answers, about)
    found = found_for(run.known, run.trace, case)
    if form == "json":
        say_json(what_if_data(found))
    else:
        say(what_if_text(found), nl=False)
