"""The questions that can still settle one conclusion, for its explanation."""

from engine.advise import Run
from engine.ir.case import Place
from engine.report.build import question
from engine.report.parts import Data, Parts


def deciding(run: Run, subject: Place) -> list[Data]:
    """The missing answers that a fact, or the condition of a rule by its id, hinges on."""
    parts = Parts(run)
    name, member = subject
    if name not in parts.base.governed:
        found = parts.hinges.of(subject)
    else:
        when = parts.base.governed[name].when
        found = [] if when is None else parts.hinges.behind(when, member)
    asked = [question(place, parts) for place in found]
    return list({(one["ask"], one["about"]): one for one in asked}.values())
