"""What to change, as text that can be read aloud."""

from collections.abc import Iterator
from textwrap import wrap
from typing import Any

from engine.alternatives.change_ways import ASKING
from engine.ir.actions import POINT
from engine.ir.values import number
from engine.problem import listing

Data = dict[str, Any]
_WIDTH = 98
_UNITS = (
    f"Effort is counted in points: {POINT}. Finding out one answer counts {number(ASKING)}. "
    "Efforts and months are estimates; your own may differ."
)


def change_text(found: Data) -> str:
    """What came out for one goal."""
    lines = [*wrap(_head(found), _WIDTH), "", *_body(found)]
    if found["plan"] or found["hopeful"]:
        lines += ["", *wrap(_UNITS, _WIDTH)]
    return "\n".join(lines) + "\n"


def _head(found: Data) -> str:
    about = f"{found['about']} – " if found["about"] else ""
    head = f"{about}{found['label']}: {found['now']}."
    if found["status"] == "best" or not found["wanted"]:
        return head
    return f"{head} Wanted: {listing(found['wanted'])}."


def _body(found: Data) -> Iterator[str]:
    status = found["status"]
    if status == "reached":
        yield "That is already so; nothing has to change."
    elif status == "best":
        yield "Nothing better is possible; nothing has to change."
    elif status == "broken off":
        yield "The search took too long and was broken off: there may be a way that it did not see."
    elif status == "plan":
        yield from _plan(found["plan"], "The least that you can do about it yourself")
    else:
        yield from _none(found)
    if found["hopeful"]:
        yield ""
        yield from _hopeful(found["hopeful"], cheaper=status == "plan")


def _plan(plan: Data, title: str) -> Iterator[str]:
    end = f", done by {plan['ends']}" if plan["ends"] and plan["steps"] else ""
    yield f"{title} ({_points(plan['effort'])}{end}):"
    for index, step in enumerate(plan["steps"], 1):
        yield from _step(index, step)
    yield f"Then it is: {plan['outcome']}."
    if not plan["still_holds_then"]:
        text = (
            "As of today. On the day when the last step is done it no longer holds for sure: "
            "by then a date will have passed on which it depends."
        )
        yield from wrap(text, _WIDTH)


def _step(index: int, step: Data) -> Iterator[str]:
    about = f"{step['about']}: " if step["about"] else ""
    again = f" ({step['times']} times)" if step["times"] > 1 else ""
    yield from _item(f"{index}. ", f"{about}{step['say']}{again}")
    parts = [_when(step), _points(step["effort"])]
    if step["after"]:
        parts.append(f"begin it after step {step['after']}")
    if step["by"]:
        parts.append(f"to be done by {step['by']}")
    yield from _item("   ", "; ".join(parts) + ".")
    yield from _item("   ", f"Changes {step['fact']}: now {step['from']}; then {step['to']}.")
    if step["late"]:
        yield from _item("   ", "That is too late.")
    if step["hinges_on"]:
        yield from _item("   ", f"It works only if {step['hinges_on']}.")
    yield from _item("   ", _origin(step))


def _when(step: Data) -> str:
    months = step["months"]
    if not months:
        return f"On {step['begins']}" if step["begins"] else "At once"
    length = f"{months} month{'' if months == 1 else 's'}"
    if not step["begins"]:
        return f"Takes {length}"
    return f"From {step['begins']} to {step['ends']} ({length})"


def _origin(step: Data) -> str:
    source = f"Source: {', '.join(step['sources'])}" if step["sources"] else "No source"
    return f"{source}; effort and months are our assumption." if step["assumed"] else f"{source}."


def _hopeful(plan: Data, *, cheaper: bool) -> Iterator[str]:
    title = "Perhaps less is enough" if cheaper else "There may be a way"
    yield f"{title} ({_points(plan['effort'])}), but only if what you do not know yet turns out so:"
    for hope in plan["hopes"]:
        about = f"{hope['about']}: " if hope["about"] else ""
        yield from _item("- ", f"{about}{hope['fact']} must turn out to be: {hope['is']}.")
        if hope["find_out"]:
            yield from _item("  ", f"To find out: {hope['find_out']}")
    if plan["steps"]:
        yield from _plan(plan, "Then do this")
    else:
        yield f"Then it is: {plan['outcome']}."


def _none(found: Data) -> Iterator[str]:
    yield "No changes within your reach are sure to lead there."
    if found["untimely"]:
        yield from _untimely(found["untimely"])
    elif found["blocking"]:
        yield "As long as these stay as they are, nothing else helps:"
        for fact in found["blocking"]:
            yield from _blocking(fact)
    elif found["missing"]:
        yield "It depends on what is not known yet:"
        for one in found["missing"]:
            about = f"{one['about']}: " if one["about"] else ""
            yield from _item("- ", f"{about}{one['fact']}. {one['find_out']}".strip())


def _untimely(plan: Data) -> Iterator[str]:
    yield "These would, but they cannot be done as they must be:"
    for index, step in enumerate(plan["steps"], 1):
        yield from _step(index, step)
    for one in plan["stuck"]:
        needs = f" It can begin only when: {one['requires']}." if one["requires"] else ""
        yield from _item("- ", f"{one['say']}{needs}")


def _blocking(fact: Data) -> Iterator[str]:
    about = f"{fact['about']}: " if fact["about"] else ""
    why = "cannot be changed" if fact["frozen"] else "we know of no way to change it"
    why = "you want to keep it" if fact["kept"] else why
    why = f"assumed, you have not said; {why}" if fact["assumed"] else why
    yield from _item("- ", f"{about}{fact['fact']}: {fact['is']} ({why})")


def _points(effort: float) -> str:
    return f"{effort} point{'' if effort == 1 else 's'} of effort"


def _item(mark: str, text: str) -> list[str]:
    return wrap(text, _WIDTH, initial_indent=f"  {mark}", subsequent_indent=" " * (2 + len(mark)))
