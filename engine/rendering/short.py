"""Why, in one line of a report: the reason, what was said, and where it is written."""

import re
from collections.abc import Iterator

from engine.explain.tree import SAID
from engine.reason.known import Origin
from engine.report.parts import Data

OURS = "our reading, not the source's"
MOST_FACTS = 4
_YOU_SAID = f" ({SAID[Origin.ANSWER]})"
_PUBLISHER = re.compile(r"\s*\([^()]*\)$")  # behind a title; the list of sources names it in full


class Short:
    """Says why in one line; `sources` are the statements that the report cites."""

    def __init__(self, sources: Data) -> None:
        self._sources = sources

    def why(self, item: Data) -> str:
        """The line for an item with its `rule`."""
        parts = [*self._because(item), *self.cited(item["sources"]), f"rule {item['rule']}"]
        ours = f" ({OURS})" if item["assumed"] else ""
        return f"Why: {'; '.join(parts)}{ours}"

    def _because(self, item: Data) -> Iterator[str]:
        """The sentence of the rule, and the facts that it looked at."""
        if item["because"]:
            yield item["because"].rstrip(".")
        facts = item["because_of"]
        shown = facts[:MOST_FACTS]
        yield from (fact for fact in shown if not fact.endswith(_YOU_SAID))
        said = [fact.removesuffix(_YOU_SAID) for fact in shown if fact.endswith(_YOU_SAID)]
        if said:
            yield f"you said: {'; '.join(said)}"
        if len(facts) > MOST_FACTS:
            yield f"and {len(facts) - MOST_FACTS} more"

    def cited(self, names: list[str]) -> Iterator[str]:
        """Each document cited, as `source: …`, with the sections and the statements in them."""
        documents: dict[str, dict[str, list[str]]] = {}
        for name in names:
            source = self._sources.get(name)
            if source is not None:
                title = _PUBLISHER.sub("", source["document"])
                sections = documents.setdefault(title, {})
                sections.setdefault(source["section"], []).append(name)
        for title, sections in documents.items():
            where = [f"{section} ({', '.join(found)})" for section, found in sections.items()]
            yield f"source: {title}, {' and '.join(where)}"
