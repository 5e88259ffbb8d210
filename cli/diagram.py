"""`crossmatch diagram`: a decision as a picture, with the path of a case."""

import sys
from pathlib import Path

import click

from cli.shared import (
    BAD_INPUT,
    FAILED,
    emit,
    knowledge_option,
    load_base,
    load_case,
    reported,
    run_case,
)

_FORMS = (".svg", ".png", ".dot")


@click.command()
@click.argument("decision")
@click.option("--case", "case", help="Light the path of this case (- reads standard input).")
@click.option("--about", help="The list entry to show, by name; the first one otherwise.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="FILE.svg, FILE.png or FILE.dot; without it DOT is printed.",
)
@click.option("--inputs", is_flag=True, help="Unfold derived facts to the questions behind them.")
@knowledge_option
def diagram(
    decision: str,
    case: str | None,
    about: str | None,
    output: Path | None,
    inputs: bool,
    knowledge: Path | None,
) -> None:
    """Draw a DECISION: conditions on the edges, outcomes at the end."""
    from engine.drawing.dot import CannotDraw, dot_text, picture
    from engine.drawing.states import TooLarge
    from engine.finding.graphs import graph_of

    if output is not None and output.suffix not in _FORMS:
        click.echo(f"{output}: end the name in .svg, .png or .dot", err=True)
        sys.exit(BAD_INPUT)
    with reported():
        base = load_base(knowledge)
        known = run_case(base, load_case(base, case)).known if case else None
        try:
            dot = dot_text(graph_of(base, decision, known, about, inputs=inputs))
            drawn = picture(dot, output.suffix[1:]) if output and output.suffix != ".dot" else dot
        except (CannotDraw, TooLarge) as error:
            click.echo(f"{decision} cannot be drawn: {error}", err=True)
            sys.exit(FAILED)
    emit(drawn, output)
