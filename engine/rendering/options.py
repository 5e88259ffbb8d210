"""What speaks for and against each outcome of a decision, as text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from engine.alternatives.options import (
    Asked,
    Ground,
    Lack,
    Option,
    Reason,
    Standing,
    Weighing,
)
from engine.rendering.blocks import Block, Heading, Item, Paragraph, to_text
from engine.rendering.stability_words import all_of
from engine.visible import json_text

_MOST = 4  # facts and questions named with one reason; the JSON form names all
_NOT_COUNTED = "the lists below are for talking it over, and nothing in them is counted."


def options_text(found: Iterable[Weighing], *, whole: bool = False) -> str:
    """Every outcome with the reasons for it, against it, and those still open.

    What is open about an excluded outcome is only counted, unless `whole`.
    """
    return to_text(block for one in found for block in _weighing(one, whole=whole))


def options_json(found: Iterable[Weighing]) -> str:
    """The same as data."""
    return json_text([asdict(one) for one in found])


def _weighing(found: Weighing, *, whole: bool) -> Iterator[Block]:
    about = f"{found.about}: " if found.about else ""
    yield Heading(2, f"{about}{_capital(found.label)}")
    yield Paragraph(f"{_derived(found)}; {_NOT_COUNTED}")
    for given in found.set_aside:
        said = all_of([f"“{one}”" for one in given])
        yield Paragraph(f"You said {said}, which contradict each other and are set aside.")
    for option in found.options:
        yield from _option(option, whole=whole)


def _derived(found: Weighing) -> str:
    if found.derived:
        label = next(one.label for one in found.options if one.outcome == found.derived)
        return f"Derived: {label}"
    possible = [one.label for one in found.options if one.standing is Standing.POSSIBLE]
    return f"Not settled yet; still possible: {', or '.join(possible)}"


def _option(option: Option, *, whole: bool) -> Iterator[Block]:
    yield Heading(3, _capital(option.label))
    yield Paragraph(_standing(option))
    sides = {"For it:": option.reasons_for, "Against it:": option.reasons_against}
    for title, reasons in sides.items():
        yield from _reasons(title, reasons)
    open_count = len(option.open_for) + len(option.open_against)
    if open_count and option.standing is Standing.EXCLUDED and not whole:
        yield Paragraph(f"Reasons that hang on missing answers: {open_count} (--all names them).")
    else:
        yield from _reasons("Would speak for it, if so:", option.open_for)
        yield from _reasons("Would speak against it, if so:", option.open_against)
    if not any((*sides.values(), open_count)):
        yield Paragraph("Nothing in the rules speaks for it or against it here.")


def _standing(option: Option) -> str:
    if option.standing is Standing.DERIVED:
        return f"This is what the rules derive{_by(option.by)}."
    if option.standing is Standing.POSSIBLE:
        return f"Still possible{_by(option.by)}."
    if not option.by:
        return "Excluded: no rule leads here."
    if option.masked:
        return f"Excluded: another rule comes first{_by(option.by)}."
    return f"Excluded: no rule for it holds{_by(option.by)}."


def _by(grounds: tuple[Ground, ...]) -> str:
    return f" ({', '.join(one.id for one in grounds)})" if grounds else ""


def _reasons(title: str, reasons: tuple[Reason, ...]) -> Iterator[Block]:
    if reasons:
        yield Paragraph(title)
    for lack, same in _joined(reasons):
        if lack is not None:
            text = f"{len(same)} of its rules ask for “{lack.asks}”."
            yield Item(text, (*_because(lack), *_origins(same)))
        else:
            yield Item(_sentence(same[0]), tuple(_details(same[0])))


def _joined(reasons: tuple[Reason, ...]) -> Iterator[tuple[Lack | None, list[Reason]]]:
    """Reasons one by one; rows that fail by one condition alike are told of together."""
    left = [*reasons]
    while left:
        first = left[0]
        shared = [(sum(lack in one.lacks for one in left), lack) for lack in first.lacks]
        most, lack = max(shared, key=lambda one: one[0], default=(1, None))
        same = [one for one in left if one is first or (most > 1 and lack in one.lacks)]
        yield (lack if most > 1 else None), same
        left = [one for one in left if one not in same]


def _sentence(reason: Reason) -> str:
    text = _capital(reason.says)
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _details(reason: Reason) -> Iterator[str]:
    if reason.questions:
        yield f"Depends on: {_some([*map(_asked, reason.questions)], ' / ')}"
    if reason.clashes:
        also = "Depends also" if reason.questions else "Depends"
        yield f"{also} on what you said in contradictory ways: {_some([*reason.clashes], ', ')}"
    yield from _because(reason)
    yield from _origins([reason])


def _asked(one: Asked) -> str:
    about = f"{one.about}: " if one.about else ""
    taken = f" (taken as {one.taken} while you have not said)" if one.taken else ""
    return f"{about}{one.ask}{taken}"


def _because(one: Reason | Lack) -> Iterator[str]:
    if one.facts:
        yield f"Because of {_some([*one.facts], '; ')}"
    if one.taken:
        yield f"Assumed while you have not said: {_some([*one.taken], '; ')}"


def _origins(reasons: Sequence[Reason]) -> Iterator[str]:
    """The ids with where they come from; those from the same place share a line."""
    found: dict[str, list[str]] = {}
    for one in reasons:
        ours = "our reading" if one.assumed else ""
        where = "; ".join(filter(None, (", ".join(one.sources), ours)))
        found.setdefault(where, []).append(one.id)
    for where, names in found.items():
        yield f"{', '.join(names)} – {where}"


def _some(texts: list[str], between: str) -> str:
    rest = f"{between}and {len(texts) - _MOST} more" if len(texts) > _MOST else ""
    return between.join(texts[:_MOST]) + rest


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
