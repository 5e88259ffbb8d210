"""`crossmatch explain`: why a conclusion holds, fails or is open, and what would change it."""

from pathlib import Path

import click

from cli.explain_change import change
from cli.explain_hinges import hinges
from cli.explain_options import options
from cli.explain_stability import stability
from cli.explain_trace import trace
from cli.explain_whatif import what_if
from cli.explain_why import why
from cli.explain_whynot import why_not
from cli.shared import knowledge_option


@click.group()
@click.argument("case")
@knowledge_option
@click.pass_context
def explain(context: click.Context, case: str, knowledge: Path | None) -> None:
    """Explain conclusions about a CASE file (- reads standard input)."""
    context.obj = (case, knowledge)


for command in (why, trace, options, change, why_not, what_if, stability, hinges):
    explain.add_command(command)
