"""How the members of a list are weighed against each other, and what they are wanted for."""

from dataclasses import dataclass

from engine.ir.sheets import Column


@dataclass(frozen=True, slots=True)
class Need:
    """Something that may be missing, and what each member brings of it.

    `missing` is a number of the person: how much is missing at most, nothing at or below zero.
    `each` is a number of the member, 1 where it is empty; it counts where the yes/no fact `where`
    of the member is yes. Where the yes/no fact `perhaps` is yes, it may still come to count.
    """

    title: str
    missing: str
    each: str
    where: str
    perhaps: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What stands side by side, and by what a combination is chosen; all by name of a fact.

    Members count whose headline can be one of `among`. `cost` is that of a member and `limit` what
    is left for all. Members are not taken together whose times from `begins` to `ends` overlap,
    nor one that ends after `latest`; these are numbers in one unit. Each may be empty.
    """

    rows: tuple[Column, ...]
    among: tuple[str, ...]
    cost: str
    limit: str
    begins: str
    ends: str
    latest: str
    needs: tuple[Need, ...]
