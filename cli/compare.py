"""`crossmatch compare`: the entries of a list side by side, and what to combine."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.shared import emit, knowledge_option, load_base, load_case, reported, run_case

if TYPE_CHECKING:
    from engine.ir.base import RuleBase
    from engine.ir.layout import EntityLayout


@click.command()
@click.argument("case")
@click.option("--list", "key", metavar="KEY", help="The list, where several can be compared.")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write here instead.")
@knowledge_option
def compare(
    case: str, key: str | None, form: str, output: Path | None, knowledge: Path | None
) -> None:
    """Set what is on offer in CASE side by side (- reads standard input).

    Below stands what is still missing, and the cheapest combination that brings it within what you
    can spend, by your dates.
    """
    from engine.rendering.compare import comparison_json, comparison_markdown, comparison_text
    from engine.report.compare import comparison
    from engine.report.parts import Parts

    with reported():
        base = load_base(knowledge)
        layout = _layout(base, key)
        answers = load_case(base, case)
    data = comparison(layout, Parts(run_case(base, answers)))
    if form == "text":
        text = comparison_text(data, base, 80 if output else shutil.get_terminal_size().columns)
    else:
        text = comparison_json(data) if form == "json" else comparison_markdown(data, base)
    emit(text, output)


def _layout(base: "RuleBase", key: str | None) -> "EntityLayout":
    """How the list is compared; the first one that can be, where none is named."""
    known = {one.key: one for one in base.layout.entities if one.comparison}
    if not known:
        raise click.UsageError("This knowledge base compares no list.")
    if key is not None and key not in known:
        raise click.UsageError(f"--list {key}: what can be compared: {', '.join(known)}")
    return known[key] if key else next(iter(known.values()))
