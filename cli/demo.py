"""`crossmatch demo`: the main job on a shipped example, with every picture."""

from pathlib import Path

import click

from cli.shared import load_base, load_case, reported, run_case, shipped
from cli.writing import made_folder, write_together

EXAMPLE = Path("examples") / "demo.case.yaml"


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("out"),
    show_default=True,
    help="Folder for the report, as Markdown and HTML, and the pictures.",
)
def demo(out: Path) -> None:
    """Advise on a shipped example; write the report and a diagram of each decision."""
    from engine.drawing.decision import Painter
    from engine.drawing.dot import CannotDraw, drawn
    from engine.finding.graphs import case_graphs
    from engine.rendering.html.page import html_report
    from engine.rendering.write import render
    from engine.report.build import build_report

    with reported():
        base = load_base(None)
        case = load_case(base, str(shipped() / EXAMPLE))
    run = run_case(base, case)
    report = build_report(run)
    click.echo(render(report, base, "text"))
    painter = Painter(base)
    files = {
        out / "report.md": render(report, base, "markdown").encode(),
        out / "report.html": html_report(report, run.known, painter).encode(),
    }
    try:
        for name, graph in case_graphs(base, run.known, painter):
            files[out / f"{name}.svg"] = drawn(graph, "svg")
    except CannotDraw as error:
        click.echo(f"No diagrams: {error}", err=True)
    made_folder(out)
    write_together(files)
    click.echo(f"Case: {EXAMPLE}\nWritten:")
    for path in files:
        click.echo(f"  {path}")
