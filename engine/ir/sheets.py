"""The sheets of a tracker: which columns they have and where each is filled from."""

from dataclasses import dataclass

from engine.span import NOWHERE, Span


@dataclass(frozen=True, slots=True)
class Column:
    """One column; without any source it is the person's own to fill.

    `fact` is shown as it is known. `same` names two facts: yes or no, as they have the same value,
    and nothing where that value is `unless`. `entries` names a list of the member's report, of
    which `take` says what is shown: how many (`count`), the `first` one or `all`.
    """

    title: str
    fact: str = ""
    same: tuple[str, ...] = ()
    unless: str = ""
    entries: str = ""
    take: str = ""
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a row for each member of the entity, then empty ones.

    Without columns it has those of the entity's report. Without empty rows it is left out while
    there are no members.
    """

    entity: str
    title: str
    empty_rows: int
    columns: tuple[Column, ...]
    span: Span = NOWHERE
