"""Names that every peer takes: letters, digits and underscores."""

import re


class Names:
    """Hands out one name for each fact, or thing about a fact; no two get the same."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, ...], str] = {}
        self._taken: set[str] = set()

    def of(self, *what: str) -> str:
        """The name; the first to ask for one that two would have gets it plain."""
        found = self._made.get(what)
        if found is None:
            found = plain = re.sub(r"\W", "_", "__".join(what))
            while found in self._taken:
                found = f"{plain}_{len(self._taken)}"
            self._made[what] = found
            self._taken.add(found)
        return found
