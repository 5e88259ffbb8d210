"""`crossmatch diagram`: a decision as a picture, and how a conclusion was reached."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from engine.drawing.graph import Graph

_FORMS = (".svg", ".png", ".dot")
_DECISION = "decision"


class _Decisions(click.Group):
    """`diagram NAME` stands for `diagram decision NAME`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the word that was left out in its place."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = [_DECISION, *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Decisions, subcommand_metavar="[decision] DECISION | trace CONCLUSION")
def diagram() -> None:
    """Draw a DECISION, or TRACE how a conclusion was reached."""


def _output_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path),
        help="FILE.svg, FILE.png or FILE.dot; without it DOT is printed.",
    )(command)


@diagram.command()
@click.argument("decision")
@click.option("--case", "case", help="Light the path of this case (- reads standard input).")
@click.option("--about", help="The list entry to show, by name; the first one otherwise.")
@click.option("--inputs", is_flag=True, help="Unfold derived facts to the questions behind them.")
@_output_option
@knowledge_option
def decision(
    decision: str,
    case: str | None,
    about: str | None,
    output: Path | None,
    inputs: bool,
    knowledge: Path | None,
) -> None:
    """Draw a DECISION: conditions on the edges, outcomes at the end."""
    from engine.finding.graphs import graph_of

    _check(output)
    with reported():
        base = load_base(knowledge)
        known = run_case(base, load_case(base, case)).known if case else None
        _put(decision, output, lambda: graph_of(base, decision, known, about, inputs=inputs))


@diagram.command()
@click.argument("conclusion")
@click.option("--case", "case", required=True, help="The case (- reads standard input).")
@click.option("--about", help="The list entry to show, by name; the first one otherwise.")
@_output_option
@knowledge_option
def trace(
    conclusion: str, case: str, about: str | None, output: Path | None, knowledge: Path | None
) -> None:
    """Draw how a CONCLUSION follows: a decision, derived fact, rule or advice."""
    from engine.finding.graphs import trace_of

    _check(output)
    with reported():
        base = load_base(knowledge)
        graph = trace_of(run_case(base, load_case(base, case)).known, conclusion, about)
    if graph is None:
        click.echo(f"This case lists nothing that {conclusion} could be about.", err=True)
        sys.exit(FAILED)
    _put(conclusion, output, lambda: graph)


def _check(output: Path | None) -> None:
    if output is not None and output.suffix not in _FORMS:
        click.echo(f"{output}: end the name in .svg, .png or .dot", err=True)
        sys.exit(BAD_INPUT)


def _put(name: str, output: Path | None, made: "Callable[[], Graph]") -> None:
    """Draw and write; says why where that cannot be done."""
    from engine.drawing.dot import CannotDraw, dot_text, drawn
    from engine.drawing.states import TooLarge

    try:
        graph = made()
        as_dot = output is None or output.suffix == ".dot"
        data = dot_text(graph) if output is None or as_dot else drawn(graph, output.suffix[1:])
    except (CannotDraw, TooLarge) as error:
        click.echo(f"{name} cannot be drawn: {error}", err=True)
        sys.exit(FAILED)
    emit(data, output)
