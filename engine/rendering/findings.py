"""What the checks of a base found, for readers and for programs."""

from collections.abc import Iterator

from engine.checking.finding import Finding
from engine.checking.run import CHECKS, Checked
from engine.ir.base import RuleBase
from engine.visible import json_text


def findings_text(base: RuleBase, checked: Checked) -> str:
    """Every finding with place, situation and what to do, then a summary."""
    parts = [_finding(one) for one in checked.findings]
    return "\n".join([*parts, *_summary(base, checked)]) + "\n"


def _finding(one: Finding) -> str:
    lines = [f"{one.span}: {one.message}  [{one.check}]"]
    if one.situation:
        lines.append(f"  when: {one.situation}")
    if one.example:
        lines.append(f"  for example: {one.example}")
    if one.hint:
        lines.append(f"  hint: {one.hint}")
    return "\n".join(lines)


def _summary(base: RuleBase, checked: Checked) -> Iterator[str]:
    rows = sum(len(decision.rows) for decision in base.decisions.values())
    items = f"{_count(rows, 'row')}, {_count(len(base.rules), 'rule')}"
    items += f" and {_count(len(base.advice), 'piece')} of advice"
    count = _count(len(checked.findings), "finding")
    waived = f", {len(checked.waived)} waived with a reason" if checked.waived else ""
    yield f"{count}{waived}: {len(CHECKS)} checks over {items}."
    if checked.fallbacks:
        questions = _count(checked.fallbacks, "question")
        yield f"python-sat decided {questions} whose diagram would have grown past its budget."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def findings_json(checked: Checked) -> str:
    """The same as JSON, with what was waived."""
    data = {
        "findings": [_data(one) for one in checked.findings],
        "waived": [{**_data(one), "waived_because": w.because} for one, w in checked.waived],
    }
    return json_text(data)


def _data(one: Finding) -> dict[str, object]:
    return {
        "check": one.check,
        "item": one.item,
        "file": one.span.file,
        "line": one.span.line,
        "column": one.span.column,
        "message": one.message,
        "situation": one.situation,
        "example": one.example,
        "hint": one.hint,
    }
