"""`crossmatch demo`: the main job on a shipped example, with every picture."""

from pathlib import Path

import click

from cli.shared import load_base, load_case, reported, run_case, shipped, write_whole

EXAMPLE = Path("examples") / "demo.case.yaml"


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("out"),
    show_default=True,
    help="Folder for the report and the pictures.",
)
def demo(out: Path) -> None:
    """Advise on a shipped example; write the report and a diagram of each decision."""
    from engine.drawing.dot import dot_text, picture
    from engine.finding.graphs import case_graphs
    from engine.rendering.write import render
    from engine.report.build import build_report

    with reported():
        base = load_base(None)
        case = load_case(base, str(shipped() / EXAMPLE))
    run = run_case(base, case)
    report = build_report(run)
    click.echo(render(report, base, "text"))
    out.mkdir(parents=True, exist_ok=True)
    write_whole(out / "report.md", render(report, base, "markdown").encode())
    click.echo(f"Case: {EXAMPLE}\nReport: {out / 'report.md'}\nDiagrams:")
    for name, graph in case_graphs(base, run.known):
        write_whole(out / f"{name}.svg", picture(dot_text(graph), "svg"))
        click.echo(f"  {out / name}.svg")
