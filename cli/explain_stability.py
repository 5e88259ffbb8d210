"""`crossmatch explain CASE stability`: for which answers a conclusion stays."""

from pathlib import Path

import click

from cli.explaining import Given, opened
from cli.shared import knowledge_option, reported, say, say_json


@click.command()
@click.argument("name", metavar="DECISION_OR_ADVICE")
@click.option("--about", help="Only for the list entry of this name.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@knowledge_option
@click.pass_obj
def stability(
    given: Given, name: str, about: str | None, form: str, knowledge: Path | None
) -> None:
    """Print for which answers a conclusion stays, and the nearest ones that change it."""
    from engine.alternatives.stability import stability as found_of
    from engine.finding.stability_goals import goals_named
    from engine.rendering.stability import stability_data, stability_text

    with reported():
        base, run = opened(given, knowledge)
        goals = goals_named(run.known, name, about)
    found = [found_of(base, run.known.case, goal) for goal in goals]
    if form == "json":
        data = [stability_data(one, run.known) for one in found]
        say_json(data)
    elif found:
        say("\n".join(stability_text(one, run.known) for one in found), nl=False)
    else:
        say(f"This case lists nothing that {name} could be about.")
