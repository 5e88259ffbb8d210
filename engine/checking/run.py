"""Run every check, and set aside what the authors let stand."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType

from engine.checking.bench import Bench
from engine.checking.checks import (
    advice_without_source,
    conclusion_unshown,
    constraint_conflict,
    contradicting_advice,
    cyclic_derivation,
    dead_rule,
    decision_gap,
    fact_unused,
    masked_row,
    overlapping_rows,
    parameter_unused,
    redundant_condition,
    subsumed_rule,
    threshold_off,
    unreachable_outcome,
    waiver_unused,
    worse_for_better,
)
from engine.checking.finding import Finding
from engine.ir.base import Waiver

_MODULES = (
    constraint_conflict,
    unreachable_outcome,
    decision_gap,
    overlapping_rows,
    masked_row,
    contradicting_advice,
    dead_rule,
    subsumed_rule,
    redundant_condition,
    worse_for_better,
    threshold_off,
    fact_unused,
    conclusion_unshown,
    parameter_unused,
    advice_without_source,
    cyclic_derivation,
    waiver_unused,
)


def check_name(module: ModuleType) -> str:
    """The name that a person types."""
    return module.__name__.rpartition(".")[2].replace("_", "-")


CHECKS: Mapping[str, ModuleType] = {check_name(module): module for module in _MODULES}


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found, what was found and waived, and how much of it python-sat had to decide."""

    findings: tuple[Finding, ...]
    waived: tuple[tuple[Finding, Waiver], ...]
    fallbacks: int


def check_base(bench: Bench) -> Checked:
    """Every finding about a base, by place."""
    found: list[Finding] = []
    waivers, pending = bench.base.waivers, set(CHECKS)
    for name, module in CHECKS.items():
        found += module.find(bench)
        pending.remove(name)
        if module is constraint_conflict and split(waivers, found)[1]:
            break  # until that is mended, much else is impossible for everybody
    waived, left = split(waivers, found)
    tried = [waiver for waiver in waivers if waiver.check not in pending]
    left += waiver_unused.unused(tried, waived, CHECKS)
    ordered = sorted(left, key=lambda one: (one.span, one.check, one.message))
    return Checked(tuple(ordered), tuple(waived), bench.prover.fallbacks)


def split(
    waivers: Iterable[Waiver], found: Iterable[Finding]
) -> tuple[list[tuple[Finding, Waiver]], list[Finding]]:
    """Findings with the waiver that lets them stand, and those without."""
    by_name = {(waiver.check, waiver.item): waiver for waiver in waivers}
    waived: list[tuple[Finding, Waiver]] = []
    left: list[Finding] = []
    for one in found:
        waiver = by_name.get((one.check, one.item))
        if waiver is None:
            left.append(one)
        else:
            waived.append((one, waiver))
    return waived, left


def manual(name: str) -> Iterator[str]:
    """The manual page of a check, with an example that passes and one that does not."""
    module = CHECKS[name]
    yield f"{name}: {(module.__doc__ or '').strip()}"
    yield f"\nPasses:\n{_indented(module.VALID)}\n\nIs reported:\n{_indented(module.INVALID)}"


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.strip().splitlines())
