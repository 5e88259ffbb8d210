"""`crossmatch explain CASE why`: the support of a conclusion."""

from pathlib import Path

import click

from cli.explaining import Given, opened
from cli.shared import knowledge_option, reported


@click.command()
@click.argument("name", metavar="NAME")
@click.option("--about", help="Only for the list entry of this name.")
@click.option("-v", "--verbose", is_flag=True, help="Print every step, down to the answers.")
@knowledge_option
@click.pass_obj
def why(given: Given, name: str, about: str | None, verbose: bool, knowledge: Path | None) -> None:
    """Say why a decision, a fact, a rule or an advice of that NAME is as it is.

    First what led to it, then what was looked at before it and does not apply. For what is still
    open: what is still possible, and which question decides.
    """
    from engine.explain.why import Explainer
    from engine.finding.explanations import explained, saying, subjects
    from engine.rendering.tree import tree_text
    from engine.rendering.why import why_text
    from engine.report.deciding import deciding

    with reported():
        base, run = opened(given, knowledge)
        found = subjects(run.known, name, about)
    if not found:
        click.echo(f"This case lists nothing that {name} could be about.")
        return
    explainer, texts = Explainer(run.known), []
    for subject in found:
        node = explained(explainer, subject, base)
        whole = f"\n{tree_text(node, base)}" if verbose else ""
        says = saying(explainer, subject, run.known)
        texts.append(why_text(node, deciding(run, subject), base, says) + whole)
    click.echo("\n".join(texts), nl=False)
