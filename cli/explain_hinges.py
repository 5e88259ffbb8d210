"""`crossmatch explain CASE hinges`: the open questions that can still change something."""

from pathlib import Path

import click

from cli.explaining import Given, opened
from cli.shared import knowledge_option, reported, say, say_json


@click.command()
@click.argument("name", metavar="[DECISION_OR_ADVICE]", required=False)
@click.option("--about", help="Only for the list entry of this name.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@knowledge_option
@click.pass_obj
def hinges(
    given: Given, name: str | None, about: str | None, form: str, knowledge: Path | None
) -> None:
    """Print the open questions that can still change a conclusion, the most telling first.

    Without a name: those of the main decisions, then of the other decisions of the report.
    """
    from engine.alternatives.hinges_ranked import Ranking, main_goals, shown_goals
    from engine.finding.stability_goals import goals_named
    from engine.rendering.hinges import hinges_data, hinges_text

    with reported():
        base, run = opened(given, knowledge)
        case = run.known.case
        if name:
            groups = [("", [goal]) for goal in goals_named(run.known, name, about)]
        else:
            main, rest = main_goals(base, case), shown_goals(base, case)
            groups = [("The main decisions", main), ("Everything else in the report", rest)]
    ranking = Ranking(base)
    found = [(head, ranking.of(case, goals)) for head, goals in groups]
    if form == "json":
        data = [hinges_data(one) for _, one in found]
        say_json(data)
    elif found:
        say("\n".join(hinges_text(one, run.known, head) for head, one in found), nl=False)
    else:
        say(f"This case lists nothing that {name} could be about.")
