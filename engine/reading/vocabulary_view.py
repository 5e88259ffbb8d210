"""What an expression may name: entities, facts, parameters and tables."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from engine.ir.base import Entity, Fact, Kind, Setting, Table


@dataclass(frozen=True, slots=True)
class Names:
    """The known names; facts include the members of set-valued questions as `fact:member`."""

    entities: Mapping[str, Entity]
    facts: Mapping[str, Fact]
    settings: Mapping[str, Setting]
    tables: Mapping[str, Table]
    broken: Set[str] = frozenset()
    """Names whose declaration has a mistake of its own: what follows from it is not reported."""

    @property
    def root(self) -> Entity:
        """The entity whose facts need no prefix."""
        return next(entity for entity in self.entities.values() if entity.root)

    def nameable(self) -> list[str]:
        """Facts as an author writes them."""
        return [name for name in self.facts if ":" not in name]

    def member(self, fact: Fact, choice: str) -> Fact | None:
        """The yes/no fact of one member of a set-valued question."""
        return self.facts.get(f"{fact.id}:{choice}") if fact.kind is Kind.CHOICES else None
