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
    from cli.vetting import Stopped, Vetting
    from engine.extracting.proposals import proposals

    text = _text(file)
    if not yes_to_quoted and (file == "-" or form == "json"):
        raise click.UsageError("Nobody can be asked this way: add --yes-to-quoted, or name a file.")
    with reported():
        base = load_base(knowledge)
        data = load_texts(base, knowledge)
        if data is None:
            raise click.UsageError("This knowledge base has no patterns for reading texts.")
        vetting = Vetting(base, data, path, "" if file == "-" else Path(file).stem)
        try:
            vetting.confirm(proposals(text, data), quoted=yes_to_quoted, plain=form == "json")
        except Stopped:
            click.echo("Nothing was saved.", err=True)
            sys.exit(FAILED)
        vetting.conclude(form)


def _text(file: str) -> str:
    """The text of the file; stops with the reason where it is refused."""
    from engine.extracting.inputs.refused import Refused
    from engine.extracting.inputs.source import MAX_BYTES, text_of_bytes, text_of_file

    try:
        if file == "-":
            return text_of_bytes(sys.stdin.buffer.read(MAX_BYTES + 1))
        return text_of_file(Path(file))
    except Refused as refused:
        click.echo(f"{file}: {refused.message}.\n  hint: {refused.hint}", err=True)
    except OSError as error:
        click.echo(f"{file} cannot be read: {error.strerror}", err=True)
    sys.exit(BAD_INPUT)
