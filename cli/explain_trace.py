"""`crossmatch explain CASE trace`: the complete record of one consultation, and its replay."""

import shlex
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.explaining import Given
from cli.shared import FAILED, emit, knowledge_option, load_base, load_case, reported, run_case, say

if TYPE_CHECKING:
    from engine.advise import Run
    from engine.report.parts import Data


@click.command()
@click.option(
    "--format", "form", type=click.Choice(["json", "text"]), default="json", show_default=True
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write it to this file.")
@click.option(
    "--replay",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Run the CASE again and compare with the trace in FILE.",
)
@knowledge_option
@click.pass_obj
def trace(
    given: Given, form: str, output: Path | None, replay: Path | None, knowledge: Path | None
) -> None:
    """Print everything that led to the advice on CASE: answers, facts, rules and reasons.

    With --replay FILE: whether the CASE still derives what was recorded. The exit code is 1 when
    it does not; each difference is told.
    """
    from engine.exporting.replay import read_trace
    from engine.exporting.trace import trace_data
    from engine.rendering.trace import trace_text
    from engine.visible import json_text

    with reported():
        recorded = read_trace(replay) if replay else None
        run = _run(given, knowledge, recorded)
    case, own = given[0], knowledge or given[1]
    data = trace_data(run, _command(case, own), case)
    if recorded is not None:
        _compare(recorded, data)
    elif form == "text":
        emit(trace_text(data), output)
    else:
        emit(json_text(data, 1), output)


def _run(given: Given, knowledge: Path | None, recorded: "Data | None") -> "Run":
    """The consultation; a case without a date is taken at that of the record."""
    name, outer = given
    base = load_base(knowledge or outer)
    case = load_case(base, name, today=_day(recorded))
    return run_case(base, case)


def _day(recorded: "Data | None") -> date | None:
    from engine.problem import BadInput, Problem
    from engine.span import NOWHERE

    day = recorded["case"]["as_of"] if recorded else None
    try:
        return date.fromisoformat(day) if day else None
    except ValueError as error:
        problem = Problem(NOWHERE, f"the trace has no date that can be read: {day}")
        raise BadInput([problem]) from error


def _command(case: str, knowledge: Path | None) -> str:
    """What makes the same trace again."""
    own = ["--knowledge", str(knowledge)] if knowledge else []
    return shlex.join(["crossmatch", "explain", case, "trace", *own, "--format", "json"])


def _compare(recorded: "Data", now: "Data") -> None:
    from engine.exporting.replay import trace_differences

    different = trace_differences(recorded, now)
    if different:
        say("\n".join(different))
        sys.exit(FAILED)
    counted = f"{len(now['derived'])} derived facts, {len(now['advice'])} pieces of advice"
    say(f"The case still derives the same: {counted}.")
