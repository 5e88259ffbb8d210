"""Which statements of the sources are cited, and by what."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from engine.ir.base import Citation, RuleBase


@dataclass(frozen=True, slots=True)
class Covered:
    """A statement of a source and the names of what cites it, sorted; empty: nobody does."""

    citation: Citation
    cited_by: tuple[str, ...]


def coverage(base: RuleBase) -> list[Covered]:
    """Every statement of every source, in the order of the source files."""
    cited = defaultdict(set)
    for name, sources in _citing(base):
        for source in sources:
            cited[source].add(name)
    return [Covered(c, tuple(sorted(cited[c.id]))) for c in base.citations.values()]


def _citing(base: RuleBase) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield from ((name, item.sources) for name, item in base.governed.items())
    yield from ((f"fact {name}", fact.sources) for name, fact in base.facts.items())
    yield from ((f"table {name}", table.sources) for name, table in base.tables.items())
    yield from ((f"parameter {name}", item.sources) for name, item in base.settings.items())
    yield from ((f"action {item.id}", item.sources) for item in base.actions)


def coverage_lines(found: list[Covered]) -> Iterator[str]:
    """Sections with their counts, and below each its statements with what cites them."""
    sections: dict[tuple[str, str], list[Covered]] = defaultdict(list)
    for one in found:
        sections[one.citation.document, one.citation.section].append(one)
    for (document, section), parts in sections.items():
        done = sum(bool(part.cited_by) for part in parts)
        yield f"{document}, {section}: {done}/{len(parts)}"
        for part in parts:
            yield f"  {part.citation.id}: {', '.join(part.cited_by) or 'NOT CITED'}"
    done = sum(bool(part.cited_by) for part in found)
    yield f"{done}/{len(found)} statements are cited"
