"""What reports contain, in which order; all names in it are data of the knowledge base."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.ir.comparison import Comparison
from engine.ir.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of a report."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class EntityLayout:
    """How the members of an entity are reported.

    `headline` is the decision shown first, for members whose `status` is among `weighed`; `fields`
    are further facts by report name, with the text to show while they are open; `flags` names the
    list of severe conclusions; `lists` maps a report name to the advice section it takes. Members
    come in the `order` of their headline, then by the field `most_first`; a principal is shown
    beside the others, if there are any. `comparison` says how they are weighed against each other.
    """

    entity: str
    key: str
    title: str
    status: str
    weighed: tuple[str, ...]
    headline: str
    fields: Mapping[str, str]
    open_as: Mapping[str, str]
    span_of: Mapping[str, str]
    flags: str
    lists: Mapping[str, str]
    order: tuple[str, ...]
    most_first: str
    comparison: Comparison | None = None


@dataclass(frozen=True, slots=True)
class Triage:
    """What a page about everybody on a roster shows.

    `urgency` is a decision whose outcomes go from the most urgent on; whose answers contradict
    each other is at least in `contradictions`. `counts` are facts to count people by, `deadlines`
    dates of theirs that count beside those of advice. `days` and `listed` are the parameters that
    say how far ahead it looks and how many of a group it lists.
    """

    title: str
    intro: str
    urgency: str
    contradictions: str
    counts: tuple[str, ...]
    deadlines: tuple[str, ...]
    days: str
    listed: str


@dataclass(frozen=True, slots=True)
class Layout:
    """What a report contains, in which order; all names are data of the knowledge base.

    `main` are the decisions that an interview settles first.
    What comes first is the section `now`, filled up from the sections `now_from`. `quiet` facts
    stand behind so much that a line of reasons leaves them out; `explain` does not.
    """

    title: str
    intro: str
    decisions_title: str
    now: str
    plan_title: str
    decisions: Mapping[str, str]
    headlines: tuple[str, ...]
    main: tuple[str, ...]
    checks: Mapping[str, tuple[str, ...]]
    sections: tuple[Section, ...]
    entities: tuple[EntityLayout, ...]
    limits: tuple[str, ...]
    reviewed: date | None = None
    quiet: frozenset[str] = frozenset()
    now_from: tuple[str, ...] = ()
    reminder_days: int = 0
    tracker: tuple[Sheet, ...] = ()
    triage: Triage | None = None
