"""`crossmatch advise`: from a case file to a report."""

from pathlib import Path

import click

from cli.shared import emit, knowledge_option, load_base, load_case, reported, run_case


@click.command(
    epilog="Every conclusion can be questioned: crossmatch explain CASE WHAT NAME, where "
    "WHAT is why, why-not, what-if, change, stability, hinges, options or trace."
)
@click.argument("case")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json", "html"]),
    default="text",
    show_default=True,
)
@click.option(
    "-v",
    "--verbose",
    is_flag=True,
    help="Print the whole explanation under each item, and what each cited source says.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write here instead.")
@knowledge_option
def advise(
    case: str, form: str, verbose: bool, output: Path | None, knowledge: Path | None
) -> None:
    """Advise on a CASE file (- reads standard input)."""
    from engine.rendering.html.page import html_report
    from engine.rendering.write import render
    from engine.report.build import build_report
    from engine.report.trees import trees

    with reported():
        base = load_base(knowledge)
        answers = load_case(base, case)
    run = run_case(base, answers)
    report = build_report(run)
    if form == "html":
        emit(html_report(report, run.known), output)
    else:
        below = trees(run) if verbose else None
        emit(render(report, base, form, full=verbose, trees=below), output)
