"""`crossmatch advise`: from a case file to a report."""

from pathlib import Path

import click

from cli.shared import emit, knowledge_option, load_base, load_case, reported, run_case


@click.command()
@click.argument("case")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write here instead.")
@knowledge_option
def advise(case: str, form: str, output: Path | None, knowledge: Path | None) -> None:
    """Advise on a CASE file (- reads standard input)."""
    from engine.rendering.write import render
    from engine.report.build import build_report

    with reported():
        base = load_base(knowledge)
        answers = load_case(base, case)
    report = build_report(run_case(base, answers))
    emit(render(report, base, form), output)
