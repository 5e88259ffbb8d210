"""Time `crossmatch check` on the shipped base and on made-up modular ones; prints a Markdown table.

A module has six questions, two yes/no conclusions of three rules each, a decision of six rows that
also reads the decision of the module before it, and five pieces of advice. `wild` conditions read
anything of the whole base instead, which decision diagrams are bad at.
"""

import random
import sys
import tempfile
import time
from pathlib import Path

import yaml

import knowledge
from engine.checking.bench import Bench
from engine.checking.run import check_base
from engine.reading.base import read_base

SIZES = (200, 500, 1000)
PER_MODULE = 17
_OWN = {"because": "so", "assumed": "yes"}


def made_up(rules: int, *, wild: bool, seed: int = 7) -> list[object]:
    """The items of a base with about so many rules, rows and pieces of advice."""
    pick = random.Random(seed)
    items: list[object] = [
        {"entities": {"me": {"label": "you", "root": "yes", "key": "me"}}},
        {"report": {"title": "t", "version": "1", "sections": {"main": "Main"}}},
    ]
    tests: list[str] = []
    for number in range(max(1, rules // PER_MODULE)):
        own = list(_questions(items, number))
        near = [*own, f"d{number - 1} is b"] if number else own
        tests += own
        items += _module(pick, number, tests if wild else near)
    return items


def _questions(items: list[object], number: int) -> list[str]:
    facts: dict[str, object] = {}
    for letter in "pqr":
        values = {value: value for value in "abcd"}
        name = f"{letter}{number}"
        facts[name] = {"ask": "?", "label": name, "type": "choice", "values": values}
    for letter in "st":
        facts[f"{letter}{number}"] = {"ask": "?", "label": letter, "type": "yes_no"}
    facts[f"n{number}"] = {"ask": "?", "label": "n", "type": "count"}
    items.append({"facts": facts})
    tests = [f"{letter}{number} is {value}" for letter in "pqr" for value in "abc"]
    tests += [f"{letter}{number} is yes" for letter in "st"]
    return [*tests, f"n{number} >= 3", f"n{number} < 7"]


def _module(pick: random.Random, number: int, tests: list[str]) -> list[object]:
    def condition() -> str:
        one, other, third = pick.sample(tests, 3)
        return f"{one} and ({other} or {third})"

    derived = {f"{x}{number}": {"label": x, "type": "yes_no"} for x in "yz"}
    values = {value: value for value in "abc"}
    found: list[object] = [
        {"derived": {**derived, f"d{number}": {"label": "d", "type": "choice", "values": values}}}
    ]
    for letter in "yz":
        for index in range(3):
            rule = {"rule": f"m{number}/{letter}{index}", "when": condition(), **_OWN}
            found.append({**rule, "conclude": {f"{letter}{number}": "yes"}})
    rows = [
        {"rule": f"m{number}/row{i}", "when": condition(), "then": pick.choice("abc"), **_OWN}
        for i in range(5)
    ]
    found.append({"decision": f"d{number}", "rows": [*rows, {"otherwise": "a", **_OWN}]})
    for index in range(5):
        when = f"y{number} is yes and d{number} is {pick.choice('abc')} and {condition()}"
        item = {"advice": f"m{number}/advice{index}", "when": when, "section": "main", "say": "x"}
        found.append({**item, "assumed": "yes"})
    return found


def measured(folder: Path) -> tuple[int, int, float, int, int]:
    """Rules, questions, seconds, findings, and questions that went to python-sat."""
    base = read_base([folder])
    start = time.perf_counter()
    checked = check_base(Bench(base))
    seconds = time.perf_counter() - start
    questions = sum(not fact.derived for fact in base.facts.values())
    return len(base.governed), questions, seconds, len(checked.findings), checked.fallbacks


def main() -> None:
    """Print the table."""
    print("| base | rules | questions | seconds | findings | decided by python-sat |")
    print("|---|---|---|---|---|---|")
    _row("shipped", Path(knowledge.__file__).parent)
    for wild in (False, True):
        for size in SIZES:
            with tempfile.TemporaryDirectory() as folder:
                items = made_up(size, wild=wild)
                (Path(folder) / "report.yaml").write_text(yaml.safe_dump(items, sort_keys=False))
                _row(f"{'wild' if wild else 'modular'} {size}", Path(folder))
    sys.stdout.flush()


def _row(name: str, folder: Path) -> None:
    rules, questions, seconds, findings, fallbacks = measured(folder)
    print(f"| {name} | {rules} | {questions} | {seconds:.1f} | {findings} | {fallbacks:,} |")


if __name__ == "__main__":
    main()
