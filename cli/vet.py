"""`crossmatch vet`: from the words of an offer to a checked entry of the case."""

import sys
from pathlib import Path

import click

from cli.shared import BAD_INPUT, FAILED, knowledge_option, load_base, load_texts, reported


@click.command()
@click.argument("file", default="-")
@click.option(
    "--case",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Your case file; what you confirm is added to it as a new entry.",
)
@click.option(
    "--yes-to-quoted",
    is_flag=True,
    help="Take everything that is certain or likely without asking; leave the rest open.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@knowledge_option
def vet(
    file: str, path: Path | None, yes_to_quoted: bool, form: str, knowledge: Path | None
) -> None:
    """Read an offer in FILE (text, Markdown, saved web page or PDF; - reads standard input).

    Each fact that the text seems to state is shown with the words it was read from; nothing counts
    before you confirm it. Then follow warnings, the verdict, and what to ask before you pay.

    The exit code is 1 when you stop before the end, and 2 when a file cannot be used.
    """
    from cli.confirming import Stopped
    from cli.vet_text import text_in
    from cli.vetting import Vetting
    from engine.extracting.proposals import proposals

    _check(path, form, ask=not yes_to_quoted)
    text = text_in(file, ask=not yes_to_quoted)
    with reported():
        base = load_base(knowledge)
        data = load_texts(base, knowledge)
        if data is None:
            raise click.UsageError("This knowledge base has no patterns for reading texts.")
        vetting = Vetting(base, data, path, "" if file == "-" else Path(file).stem)
        found = proposals(text, data)
        if not found:
            about = base.entities[data.entity].label
            click.echo(f"Nothing about {about} was found in this text.", err=True)
            sys.exit(FAILED)
        try:
            vetting.confirm(found, text, quoted=yes_to_quoted, plain=form == "json")
        except Stopped:
            click.echo("Nothing was saved.", err=True)
            sys.exit(FAILED)
        vetting.conclude(form)


def _check(path: Path | None, form: str, *, ask: bool) -> None:
    """Stop before anybody answers anything where that would be lost."""
    from cli.paths import no_place, unwritable

    if path and (refusal := unwritable(path) or no_place(path)):
        click.echo(refusal, err=True)
        sys.exit(BAD_INPUT)
    if ask and form == "json":
        raise click.UsageError("Nobody can be asked this way: add --yes-to-quoted.")
