"""The advice of a report: what to do, from which rule, for which of the person's facts."""

from collections.abc import Iterator

from engine.explain import filling
from engine.ir.rules import STRENGTHS, Advice
from engine.reading.rules import PLACEHOLDER
from engine.report.parts import Data, Parts
from engine.report.plan import dates


def given(parts: Parts) -> Iterator[tuple[Advice, int]]:
    """Advice that applies, by section and strength, with the member it is about."""
    order = {section.id: rank for rank, section in enumerate(parts.base.layout.sections)}
    rank = {item.id: place for place, item in enumerate(parts.base.advice)}
    items = {item.id: item for item in parts.base.advice}
    found = [(items[name], member) for name, member in parts.trace.fired if name in items]
    return iter(
        sorted(
            found,
            key=lambda it: (
                order[it[0].section],
                STRENGTHS.index(it[0].strength),
                rank[it[0].id],
                it[1],
            ),
        )
    )


def advice_items(parts: Parts, sections: frozenset[str] = frozenset()) -> list[Data]:
    """Advice as data, without that of `sections`, which is shown elsewhere."""
    return [item(a, m, parts) for a, m in given(parts) if a.section not in sections]


def item(advice: Advice, member: int, parts: Parts) -> Data:
    """One advice with its rule, sources and supporting facts."""
    node = parts.explainer.rule(advice, member)
    parts.note(node)
    parts.parameters.update(_parameters(advice))
    return {
        **said(advice, member, parts),
        "because": advice.because,
        "sources": list(advice.sources),
        "assumed": advice.assumed,
        "rule": advice.id,
        "because_of": parts.because_of(node),
        "supports": parts.supports(node),
    }


def said(advice: Advice, member: int, parts: Parts) -> Data:
    """What one advice says, of whom, and when."""
    return {
        "id": advice.id,
        "about": parts.explainer.name(member),
        "section": advice.section,
        "strength": advice.strength,
        "say": filled(advice.say, member, parts),
        **dates(advice, member, parts),
    }


def _parameters(advice: Advice) -> set[str]:
    """The parameters that stand in the text and in the dates."""
    named = {name for name in PLACEHOLDER.findall(advice.say) if name.startswith("param.")}
    dues = {due.parameter for due in (advice.start, advice.by) if due is not None}
    return {name.removeprefix("param.") for name in named} | (dues - {""})


def filled(text: str, member: int, parts: Parts) -> str:
    """The text with its placeholders filled in; a missing answer is named, never guessed."""
    return filling.filled(text, member, parts.known, parts.explainer.words)
