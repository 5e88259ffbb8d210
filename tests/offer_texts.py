"""The labelled offer texts, and how well the patterns read them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from re import findall
from typing import Any

import yaml

from cli.shared import load_base, shipped
from engine.extracting.inputs.page import page_text
from engine.extracting.inputs.source import text_of_file
from engine.extracting.patterns import Confidence, Extraction
from engine.extracting.proposals import Proposal, proposals
from engine.extracting.reading import read_extraction

OFFERS = Path(__file__).parent / "offers"
LABELS = ".labels.yaml"


@dataclass
class Score:
    """Per fact: what was found, what was proposed wrongly, and what was missed."""

    found: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    @property
    def precision(self) -> float:
        return self.found.total() / max(1, self.found.total() + self.wrong.total())

    @property
    def recall(self) -> float:
        return self.found.total() / max(1, self.found.total() + self.missed.total())


@cache
def patterns() -> Extraction:
    found = read_extraction(load_base(None), [shipped()])
    assert found is not None
    return found


def texts(half: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The texts of a half with their labels, every scalar as text."""
    for labels in sorted((OFFERS / half).glob(f"*{LABELS}")):
        stem = labels.name.removesuffix(LABELS)
        text = next(path for path in labels.parent.glob(f"{stem}.*") if path != labels)
        yield text, yaml.load(labels.read_text(), yaml.CBaseLoader)  # noqa: S506


def words_of(path: Path) -> str:
    """The text of an offer; pages without the process of its own that strange ones need."""
    return page_text(path.read_text()) if path.suffix == ".html" else text_of_file(path)


@cache
def read(path: Path) -> dict[str, Proposal]:
    return {one.fact: one for one in proposals(words_of(path), patterns())}


def score(half: str) -> Score:
    total = Score()
    for path, labels in texts(half):
        _judge(read(path), labels, total)
    return total


def _judge(got: dict[str, Proposal], labels: dict[str, Any], total: Score) -> None:
    both = {one["fact"]: set(one["values"]) for one in labels.get("contradictions", [])}
    for fact, values in both.items():
        shown = {r.value for r in got[fact].readings} if fact in got else set()
        (total.found if values <= shown else total.missed)[fact] += 1
    for fact, label in labels["facts"].items():
        _judge_one(fact, label, got.get(fact), total)
    for fact in got.keys() - labels["facts"].keys() - both.keys():
        total.wrong[fact] += 1


def _judge_one(fact: str, label: dict[str, str], one: Proposal | None, total: Score) -> None:
    if label["confidence"] == "unclear":
        sure = one is not None and one.value is not None and one.confidence > Confidence.UNCLEAR
        if sure and one is not None and one.value != label.get("value"):
            total.wrong[fact] += 1
    elif one is not None and one.value is not None and same(fact, one.value, label["value"]):
        total.found[fact] += 1
    else:
        total.missed[fact] += 1
        total.wrong[fact] += one is not None and (one.value is not None or one.contradicts)


def same(fact: str, value: str, label: str) -> bool:
    """Whether two values are the same; names need half of the shorter one's words in common."""
    if not fact.endswith(".name"):
        return value == label
    one, other = (set(findall(r"\w+", text.casefold())) for text in (value, label))
    return len(one & other) * 2 >= min(len(one), len(other))
