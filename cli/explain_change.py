"""`crossmatch explain CASE change`: the least that a person can do for a better outcome."""

from pathlib import Path
from typing import Any

import click

from cli.explaining import Given, opened
from cli.shared import knowledge_option, reported, say, say_json


@click.command()
@click.argument("name", metavar="DECISION")
@click.option("--to", metavar="VALUE", help="Wanted at least; the next better outcome if left out.")
@click.option("--keep", multiple=True, metavar="FACT", help="Must stay as it is; may be repeated.")
@click.option("--about", help="Only for the list entry of this name.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@knowledge_option
@click.pass_obj
def change(given: Given, /, name: str, form: str, knowledge: Path | None, **asked: Any) -> None:
    """Print the cheapest changes within your reach that make a conclusion better."""
    from engine.alternatives.change_report import Told
    from engine.finding.changes import changes_for
    from engine.rendering.change import change_text

    with reported():
        _, run = opened(given, knowledge)
        told = Told(run.known)
        found = [told.of(one) for one in changes_for(run.known, name, **asked)]
    if form == "json":
        say_json(found)
    elif not found:
        say(f"This case lists nothing that {name} could be about.")
    else:
        say("\n".join(map(change_text, found)), nl=False)
