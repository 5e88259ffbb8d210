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
_STATES = {
    "It depends on what is not known yet:": ("open", "unknown"),
    "It depends on what is only assumed, because you have not said:": ("assumed",),
    "It depends on what you have answered, but too vaguely to settle it:": ("answer", "derived"),
    "It depends on which of these answers of yours is right:": ("disputed",),
}
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
    if found["better_than"] and len(found["wanted"]) > 1:
        return f"{head} Wanted: anything better than “{found['better_than']}”."
    return f"{head} Wanted: {listing(found['wanted'])}."


def _body(found: Data) -> Iterator[str]:
    status = found["status"]
    if status == "reached":
        yield "It is at least that good already; nothing has to change."
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
    if not found["searched"]:
        yield ""
        less = "less is enough" if status == "plan" else "there is a way"
        text = f"Whether {less} if what you do not know turns out well was not searched to the end."
        yield from wrap(text, _WIDTH)


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
    yield f"{title} ({_points(plan['effort'])}) if what you do not know yet turns out like this:"
    for hope in plan["hopes"]:
        about = f"{hope['about']}: " if hope["about"] else ""
        example = "" if hope["whole"] else ", for example"
        one_of = hope["is"][0] if len(hope["is"]) == 1 else _either(hope["is"])
        yield from _item("- ", f"{about}{hope['fact']} would have to be{example}: {one_of}.")
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
        yield from wrap(_nothing_helps(len(found["blocking"])), _WIDTH)
        for fact in found["blocking"]:
            yield from _blocking(fact)
        if not found["smallest"]:
            yield from wrap(
                "Perhaps fewer of these are enough to block it; that is not proved.", _WIDTH
            )
    elif found["missing"]:
        yield from _depends(found)
    for one in found["growing"]:
        text = (
            f"But one more {one['entry']} could help: your list of {one['list']} is said to be "
            "complete. Steps towards a new entry are not looked for here."
        )
        yield from wrap(text, _WIDTH)


def _nothing_helps(count: int) -> str:
    if count == 1:
        return "As long as this stays as it is, nothing else helps:"
    return (
        "As long as all of these stay as they are, nothing else helps; at least one of them would "
        "have to change:"
    )


def _depends(found: Data) -> Iterator[str]:
    """The answers without which nothing is sure, by what is known of them."""
    if found["contradictions"]:
        yield "Some of your answers contradict each other, so they are set aside:"
        for say in found["contradictions"]:
            yield from _item("- ", say)
    for title, states in _STATES.items():
        some = [one for one in found["missing"] if one["state"] in states]
        if some:
            yield title
        for one in some:
            about = f"{one['about']}: " if one["about"] else ""
            said = f": {one['is']}" if one["is"] else ""
            how = "" if one["state"] == "disputed" else one["find_out"]
            yield from _item("- ", f"{about}{one['fact']}{said}. {how}".strip())


def _either(values: list[str]) -> str:
    return listing([f"“{one}”" for one in values])


def _untimely(plan: Data) -> Iterator[str]:
    yield "These would, but they cannot be done as they must be:"
    for index, step in enumerate(plan["steps"], 1):
        yield from _step(index, step)
    for one in plan["stuck"]:
        needs = f" It can begin only when: {one['requires']}." if one["requires"] else ""
        yield from _item("- ", f"{one['say']}{needs}")


def _blocking(fact: Data) -> Iterator[str]:
    about = f"{fact['about']}: " if fact["about"] else ""
    why = "not in your hands" if fact["frozen"] else "we know of no way to change it"
    why = "you want to keep it" if fact["kept"] else why
    why = f"assumed, you have not said; {why}" if fact["assumed"] else why
    yield from _item("- ", f"{about}{fact['fact']}: {fact['is']} ({why})")


def _points(effort: float) -> str:
    return f"{effort} point{'' if effort == 1 else 's'} of effort"


def _item(mark: str, text: str) -> list[str]:
    return wrap(text, _WIDTH, initial_indent=f"  {mark}", subsequent_indent=" " * (2 + len(mark)))
