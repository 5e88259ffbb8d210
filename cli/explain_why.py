"""`crossmatch explain CASE why`: the support of a conclusion."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.explaining import Given, opened
from cli.shared import knowledge_option, reported, say, say_json

if TYPE_CHECKING:
    from engine.advise import Run
    from engine.ir.case import Place


@click.command()
@click.argument("name", metavar="NAME")
@click.option("--about", help="Only for the list entry of this name.")
@click.option("-v", "--verbose", is_flag=True, help="Print every step, down to the answers.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@knowledge_option
@click.pass_obj
def why(
    given: Given,
    /,
    name: str,
    about: str | None,
    form: str,
    knowledge: Path | None,
    *,
    verbose: bool,
) -> None:
    """Say why a decision, a fact, a rule or an advice of that NAME is as it is.

    First what led to it, then what was looked at before it and does not apply. For what is still
    open: what is still possible, and which question decides.
    """
    from engine.finding.explanations import subjects

    with reported():
        _, run = opened(given, knowledge)
        found = subjects(run.known, name, about)
    if form == "json":
        say_json(_data(run, found))
    elif found:
        say("\n".join(_texts(run, found, verbose=verbose)), nl=False)
    else:
        say(f"This case lists nothing that {name} could be about.")


def _texts(run: "Run", found: list["Place"], *, verbose: bool) -> list[str]:
    from engine.explain.why import Explainer
    from engine.finding.explanations import explained, saying
    from engine.rendering.tree import tree_text
    from engine.rendering.why import why_text
    from engine.report.deciding import deciding

    explainer, base, texts = Explainer(run.known), run.known.base, []
    for subject in found:
        node = explained(explainer, subject, base)
        whole = f"\n{tree_text(node, base)}" if verbose else ""
        says = saying(explainer, subject, run.known)
        texts.append(why_text(node, deciding(run, subject), base, says) + whole)
    return texts


def _data(run: "Run", found: list["Place"]) -> dict[str, Any]:
    """One entry for each subject with the number of its node; the nodes as in a trace."""
    from engine.explain.record import Recorder
    from engine.explain.why import Explainer
    from engine.finding.explanations import explained, saying
    from engine.report.deciding import deciding

    explainer, recorder = Explainer(run.known), Recorder()
    entries = [
        {
            "name": subject[0],
            "about": explainer.name(subject[1]),
            "node": recorder.add(explained(explainer, subject, run.known.base)),
            "says": saying(explainer, subject, run.known) or None,
            "questions": deciding(run, subject),
        }
        for subject in found
    ]
    return {"explanations": entries, "nodes": recorder.nodes}
