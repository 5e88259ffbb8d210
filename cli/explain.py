"""`crossmatch explain`: why a conclusion holds, fails or is open."""

from pathlib import Path

import click

from cli.shared import knowledge_option, load_base, load_case, reported, run_case


@click.group()
@click.argument("case")
@knowledge_option
@click.pass_context
def explain(context: click.Context, case: str, knowledge: Path | None) -> None:
    """Explain conclusions about a CASE file (- reads standard input)."""
    context.obj = (case, knowledge)


@explain.command()
@click.argument("name", metavar="RULE_OR_DECISION")
@click.option("--about", help="Only for the list entry of this name.")
@knowledge_option
@click.pass_obj
def why(
    given: tuple[str, Path | None], name: str, about: str | None, knowledge: Path | None
) -> None:
    """Print the support of a rule, an advice or a decision, down to answers and sources."""
    from engine.finding.explanations import explain_name
    from engine.rendering.tree import tree_text

    case, outer = given
    with reported():
        base = load_base(knowledge or outer)
        answers = load_case(base, case)
        nodes = explain_name(run_case(base, answers).known, name, about)
    if not nodes:
        click.echo(f"This case lists nothing that {name} could be about.")
        return
    click.echo("\n".join(tree_text(node, base) for node in nodes), nl=False)
