"""The questions that would settle what is open in a picture."""

from engine.explain.hinges import WHOLE_LIST, Hinges
from engine.ir.case import Place
from engine.ir.conditions import Node
from engine.reason.known import Known


class Asked:
    """What has to be asked about a case, as a note of a picture."""

    def __init__(self, known: Known, member: int) -> None:
        self._known = known
        self._member = member
        self._hinges = Hinges(known)

    def text(self, wanted: Place | Node | None) -> str:
        """The first question that could settle a fact or condition, and how many more there are.

        Empty where nothing is missing.
        """
        if wanted is None:
            return ""
        if isinstance(wanted, tuple):
            found = self._hinges.of(wanted)
        else:
            found = self._hinges.behind(wanted, self._member)
        questions = list(dict.fromkeys(self._question(place) for place in found))
        more = f" (or {len(questions) - 1} more)" if len(questions) > 1 else ""
        return f"open: {questions[0]}{more}" if questions else ""

    def _question(self, place: Place) -> str:
        base, (name, member) = self._known.base, place
        if member == WHOLE_LIST:
            return base.entities[name].asked(more=bool(self._known.members(name)))
        fact = base.facts[name]
        whole = base.facts.get(fact.part_of, fact)
        return whole.ask or fact.label
