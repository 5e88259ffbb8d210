"""What speaks for and against each outcome of a decision, as text."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict

from engine.alternatives.options import Ground, Option, Reason, Standing, Weighing
from engine.rendering.blocks import Block, Heading, Item, Paragraph, to_text
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
    for reason in reasons:
        yield Item(_sentence(reason), tuple(_details(reason)))


def _sentence(reason: Reason) -> str:
    text = _capital(reason.says)
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _details(reason: Reason) -> Iterator[str]:
    if reason.questions:
        asked = [f"{one.about}: {one.ask}" if one.about else one.ask for one in reason.questions]
        yield f"Depends on: {_some(asked, ' / ')}"
    if reason.facts:
        yield f"Because of {_some(list(reason.facts), '; ')}"
    ours = "our reading" if reason.assumed else ""
    sources = ", ".join(reason.sources)
    yield f"{reason.id} – {'; '.join(filter(None, (sources, ours)))}"


def _some(texts: list[str], between: str) -> str:
    rest = f"{between}and {len(texts) - _MOST} more" if len(texts) > _MOST else ""
    return between.join(texts[:_MOST]) + rest


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
