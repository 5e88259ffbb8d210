"""`crossmatch certificate` and `verify-certificate`: what no question left can change."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.shared import BAD_INPUT, FAILED, emit, knowledge_option, load_base, reported

if TYPE_CHECKING:
    from engine.ir.base import RuleBase


@click.command()
@click.argument("case", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write it to this file.")
@click.option(
    "--until",
    type=click.Choice(["decisions", "everything"]),
    default="decisions",
    show_default=True,
    help="Certify the main decisions, or everything the report shows.",
)
@knowledge_option
def certificate(case: Path, output: Path | None, until: str, knowledge: Path | None) -> None:
    """Certify what the answers of a CASE file conclude, and what no further answer changes.

    Conclusions that a further answer can change are marked as such. Anybody can check the file
    with `crossmatch verify-certificate`.
    """
    from cli.paths import not_for_certificate
    from engine.asking.certificate import certificate_text
    from engine.asking.choose import Chooser
    from engine.asking.goals import Goals
    from engine.asking.interview import Interview

    if refusal := not_for_certificate(output, case):
        click.echo(refusal, err=True)
        sys.exit(BAD_INPUT)
    with reported():
        base = load_base(knowledge)
        answers = _answers(base, case)
        interview = Interview(base, Chooser(Goals(base)), answers, until, name=str(case))
        _ = interview.case
    emit(certificate_text(interview), output)


def _answers(base: "RuleBase", case: Path) -> dict[str, Any]:
    """The answers with everything in them: lists from other files, and the date of today."""
    from engine.asking.document import load
    from engine.asking.inlined import inlined

    answers = inlined(base, load(base, case), case)
    if "date" not in answers:
        answers["date"] = date.today().isoformat()
    return answers


@click.command("verify-certificate")
@click.argument("file", type=click.Path(path_type=Path))
@knowledge_option
def verify_certificate(file: Path, knowledge: Path | None) -> None:
    """Check a certificate FILE by another method than the interview uses.

    The exit code is 1 when something in it is wrong; each fault is told.
    """
    from engine.asking.verify import verify

    data = _read(file)
    with reported():
        base = load_base(knowledge)
    wrong = verify(base, data)
    for problem in wrong:
        click.echo(problem)
    if wrong:
        sys.exit(FAILED)
    click.echo(f"The certificate is right: {_counted(data)}.")


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        click.echo(f"{file} cannot be read: {error.strerror}", err=True)
    except (ValueError, RecursionError):
        click.echo(f"{file} is no certificate: it is not JSON", err=True)
    sys.exit(BAD_INPUT)


def _counted(data: dict[str, Any]) -> str:
    from engine.asking.certificate import CHANGES, LEFT_OPEN, OPEN, UNCHANGED, UNPROVED

    claims = [conclusion["claim"] for conclusion in data["conclusions"]]
    counts = {
        "settled": claims.count(UNCHANGED),
        "open until something that you do not know is found out": claims.count(OPEN)
        + claims.count(LEFT_OPEN),
        "that a further answer can change": claims.count(CHANGES),
        "it claims nothing of": claims.count(UNPROVED),
    }
    told = [f"{count} {what}" for what, count in counts.items() if count]
    return f"{len(claims)} conclusions; " + ", ".join(told)
