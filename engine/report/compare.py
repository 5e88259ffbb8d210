"""The members of a list side by side, and the cheapest of them that bring what is missing."""

from collections.abc import Iterator
from math import inf

from engine.alternatives.cover import Found, Item, cheapest
from engine.ir.case import Place
from engine.ir.comparison import Comparison, Need
from engine.ir.layout import EntityLayout
from engine.ir.sheets import Column
from engine.ir.values import ONLY_YES, YES, Interval, is_settled
from engine.report.cells import cell
from engine.report.members import member_data, members_of
from engine.report.parts import Data, Parts

_NOTHING = Interval(-inf, inf)
_ONE = Interval(1.0, 1.0)
_HALVINGS = 12  # to a four-thousandth of what is missing


def comparison(layout: EntityLayout, parts: Parts) -> Data:
    """Every member that is still to be weighed, and what to combine."""
    assert layout.comparison is not None
    return _Comparing(layout, layout.comparison, parts).data()


class _Comparing:
    def __init__(self, layout: EntityLayout, rules: Comparison, parts: Parts) -> None:
        self._layout, self._rules, self._parts = layout, rules, parts
        self._reported = dict(self._weighed())
        root = next(one.name for one in parts.base.entities.values() if one.root)
        self._person = parts.member_of(root)
        self._needs = [need for need in rules.needs if self._wanted(need) > 0]
        self._left_out: list[Data] = []
        self._usable = [member for member in self._reported if self._is_usable(member)]

    def _weighed(self) -> Iterator[tuple[int, Data]]:
        for member in members_of(self._layout, self._parts):
            data = member_data(self._layout, member, self._parts)
            if not self._layout.weighed or data["status"] in (None, *self._layout.weighed):
                yield member, data

    def data(self) -> Data:
        """Everything as plain data."""
        return {
            "title": self._layout.title,
            "members": [self._member(one, data) for one, data in self._reported.items()],
            "needs": [self._need(need) for need in self._rules.needs],
            "unit": self._parts.base.facts[self._rules.cost].unit if self._rules.cost else "",
            "limit": self._limit_data(),
            "left_out": self._left_out,
            "combination": self._combination(),
        }

    def _member(self, member: int, data: Data) -> Data:
        rows = {row.title: self._cell(row, member, data) for row in self._rules.rows}
        return {"name": data["name"], "rows": rows}

    def _cell(self, row: Column, member: int, data: Data) -> str:
        if row.fact:
            fact = self._parts.base.facts[row.fact]
            value = self._parts.known.value((row.fact, member))
            return self._parts.explainer.words.value(fact, value)
        shown = cell(row, member, data, self._parts)
        return ("open" if row.same else "none") if shown is None else str(shown)

    def _need(self, need: Need) -> Data:
        settled = is_settled(self._value((need.missing, self._person)))
        amount = self._wanted(need)
        return {"title": need.title, "missing": amount, "status": "settled" if settled else "open"}

    def _wanted(self, need: Need) -> float:
        """The most that can be missing; nothing below zero."""
        return max(0.0, self._number(need.missing, self._person).high)

    def _limit_data(self) -> Data | None:
        limit = self._limit()
        return None if limit == inf else {"fact": self._rules.limit, "amount": limit}

    def _limit(self) -> float:
        return self._number(self._rules.limit, self._person).high if self._rules.limit else inf

    def _value(self, place: Place) -> Interval | frozenset[str]:
        return self._parts.known.value(place)

    def _number(self, fact: str, member: int) -> Interval:
        found = self._value((fact, member)) if fact else _NOTHING
        assert isinstance(found, Interval)
        return found

    def _is_usable(self, member: int) -> bool:
        """Whether it can be part of a combination; otherwise says why not."""
        because = self._against(member)
        if because:
            self._left_out.append({"name": self._reported[member]["name"], "because": because})
        return not because

    def _against(self, member: int) -> str:
        headline = self._layout.headline
        fact = self._parts.base.facts[headline]
        verdict = self._told(headline, member)
        if not verdict & set(self._rules.among):
            return f"{fact.label}: {self._parts.explainer.words.value(fact, verdict)}"
        latest = self._number(self._rules.latest, self._person).high if self._rules.latest else inf
        if self._rules.ends and self._number(self._rules.ends, member).low > latest:
            return f"ends too late for {self._parts.base.facts[self._rules.latest].label}"
        if self._needs and not any(self._brings(need, member).high > 0 for need in self._needs):
            return "brings nothing that is missing"
        return ""

    def _brings(self, need: Need, member: int) -> Interval:
        """The least and the most that a member brings of what is missing."""
        each = self._number(need.each, member) if need.each else _ONE
        holds = self._told(need.where, member)
        least = max(0.0, each.low) if holds == ONLY_YES else 0.0
        may = YES in holds or bool(need.perhaps) and YES in self._told(need.perhaps, member)
        return Interval(least, max(0.0, each.high) if may else 0.0)

    def _told(self, fact: str, member: int) -> frozenset[str]:
        found = self._value((fact, member))
        assert isinstance(found, frozenset)
        return found

    def _combination(self) -> Data:
        """The cheapest one that surely brings all; otherwise one that may."""
        for closes in ("surely", "perhaps"):
            found = self._search(closes, self._needs, self._limit())
            if found.chosen is not None:
                return self._chosen(closes, found)
        return self._none()

    def _search(
        self, closes: str, needs: list[Need], limit: float, wanted: tuple[float, ...] = ()
    ) -> Found:
        surely = closes == "surely"
        items = [self._item(member, needs, surely=surely) for member in self._usable]
        return cheapest(items, wanted or [self._wanted(need) for need in needs], limit)

    def _item(self, member: int, needs: list[Need], *, surely: bool) -> Item:
        brings = [self._brings(need, member) for need in needs]
        times = None
        if self._rules.begins:
            begins = self._number(self._rules.begins, member)
            times = begins.high, self._number(self._rules.ends, member).low
        return Item(self._cost(member), tuple(b.low if surely else b.high for b in brings), times)

    def _cost(self, member: int) -> float:
        """What is known of the cost: the least that it can be."""
        return max(0.0, self._number(self._rules.cost, member).low) if self._rules.cost else 0.0

    def _chosen(self, closes: str, found: Found) -> Data:
        assert found.chosen is not None
        members = [self._usable[n] for n in found.chosen]
        return {
            "closes": closes,
            "members": [self._part(member) for member in members],
            "cost": sum(map(self._cost, members)),
            "cut": found.cut,
        }

    def _part(self, member: int) -> Data:
        brings = {need.title: self._brings(need, member) for need in self._needs}
        return {
            "name": self._reported[member]["name"],
            "headline_open": self._headline_open(member),
            "cost": self._cost(member),
            "cost_open": self._asked([(self._rules.cost, member)]) if self._rules.cost else [],
            "brings": {title: [one.low, _finite(one.high)] for title, one in brings.items()},
            "confirm": self._to_confirm(member),
            "dates_open": self._asked([(fact, member) for fact in self._dates()]),
        }

    def _headline_open(self, member: int) -> str:
        """The headline, while it may turn out to be none of those that count."""
        headline = self._told(self._layout.headline, member)
        if headline <= set(self._rules.among):
            return ""
        fact = self._parts.base.facts[self._layout.headline]
        return f"{fact.label} {self._parts.explainer.words.value(fact, headline)}"

    def _to_confirm(self, member: int) -> list[str]:
        """What has to be asked before it is sure that the member brings what it may bring."""
        found: list[str] = []
        for need in self._needs:
            brings = self._brings(need, member)
            if brings.low < brings.high:
                found += self._asked([(fact, member) for fact in (need.where, need.each) if fact])
                if need.perhaps and self._told(need.perhaps, member) == ONLY_YES:
                    found.append(self._parts.base.facts[need.perhaps].label)
        return list(dict.fromkeys(found))

    def _dates(self) -> list[str]:
        return [self._rules.begins, self._rules.ends] if self._rules.begins else []

    def _asked(self, places: list[Place]) -> list[str]:
        """What is still to be asked about some facts, by label."""
        hinges = [one for place in places for one in self._parts.hinges.of(place)]
        labels = (self._parts.base.facts[one[0]].label for one in hinges if one[1] >= 0)
        return list(dict.fromkeys(labels))

    def _none(self) -> Data:
        """What all of it would cost beyond the limit, and how far one gets for each need within."""
        beyond = self._search("perhaps", self._needs, inf)
        return {
            "closes": "not",
            "members": [],
            "beyond_limit": self._chosen("perhaps", beyond) if beyond.chosen else None,
            "alone": {need.title: self._nearest(need) for need in self._needs},
            "cut": beyond.cut,
        }

    def _nearest(self, need: Need) -> Data:
        """The cheapest way to as much of one need as can be had within the limit."""
        low, high = 0.0, self._wanted(need)
        best = self._search("perhaps", [need], self._limit())
        if best.chosen is None:
            best = Found(())
            for _ in range(_HALVINGS):
                middle = (low + high) / 2
                found = self._search("perhaps", [need], self._limit(), (middle,))
                low, high = (low, middle) if found.chosen is None else (middle, high)
                best = best if found.chosen is None else found
        brought = sum(self._brings(need, self._usable[n]).high for n in best.chosen or ())
        return self._chosen("perhaps", best) | {"brings": _finite(brought)}


def _finite(amount: float) -> float | None:
    return None if amount == inf else amount
