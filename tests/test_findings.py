"""What the checks find in one situation each, and what they rightly let pass."""

import pytest

from tests.check_examples import END, found

GAIT = f"""
- derived:
    gait: {{label: gait, type: choice, values: {{slow: slow, fast: fast, still: still}}}}
- decision: gait
  rows:
    - {{rule: gait/slow, when: age >= 60, then: slow, because: so, assumed: yes}}
    - {{otherwise: fast, because: so, assumed: yes}}
- {{advice: stride, when: gait is fast, {END}"""
STILL = "    - {rule: gait/still, when: age >= 70, then: still, because: so, assumed: yes}\n"
NEVER_STILL = ("unreachable-outcome", "gait")
STAYS = """
- entities: {stay: {label: a stay, key: stays}}
- facts:
    stay.fine: {ask: Was it fine?, label: fine, type: yes_no, better: [no, yes]}
    stay.cost: {ask: What was it?, label: cost, type: money, min: 0}
- {advice: pay, for: stay, section: main, say: "{stay.cost}, {stay.fine}", assumed: yes}
"""
FINE, COSTLY = "for: stay, when: stay.fine is yes", "for: stay, when: stay.cost > 5"
PROMISE = f"""
- derived:
    stay.level: {{label: level, type: choice, values: {{low: low, high: high}},
      better: [low, high], never_worse_with: [stay.fine, age]}}
- {{advice: climb, for: stay, when: stay.level is high, {END}"""
LEVEL = """
- decision: stay.level
  for: stay
  rows:
    - {{rule: level/high, when: {}, then: high, because: so, assumed: yes}}
    - {{otherwise: low, because: so, assumed: yes}}
"""
UNFIT = "- constraints: {k: {never: fit is yes, say: Which?}}\n"
KNOWN = "- {waive: constraint-conflict, of: k, because: we know}\n"
DEAD = f"- {{advice: a, when: age > 60 and age < 50, {END}"
WAIVED = "- {waive: dead-rule, of: a, because: we know}\n"
PICK = """
- facts:
    pick: {ask: How, label: pick, type: choice, values: {a: A, b: B, c: C}, better: [a, b, c]}
- derived:
    top: {label: top, type: yes_no, better: [no, yes], never_worse_with: [pick]}
- {advice: climb, when: top is yes, section: main, say: Climb., assumed: yes}
"""
WORSE = [("worse-for-better", "stay.level")]
SETTLED = [
    # An outcome that nothing gives is reported, and nothing that tests for it.
    (GAIT, [NEVER_STILL]),
    (f"{GAIT}- {{advice: a, when: gait is still, {END}", [NEVER_STILL]),
    (f"{GAIT}- {{advice: a, when: gait is still or age > 60, {END}", [NEVER_STILL]),
    (f"{GAIT}- {{advice: a, when: 'gait in [still, slow]', {END}", [NEVER_STILL]),
    (f"{GAIT}- {{advice: a, when: gait is not still and age > 60, {END}", [NEVER_STILL]),
    (
        f"{GAIT}- {{rule: tired/x, when: gait is still, conclude: {{tired: yes}}, assumed: yes}}\n",
        [NEVER_STILL],
    ),
    # Where a row or rule should give it, that is reported instead.
    (
        GAIT.replace("    - {otherwise", f"{STILL}    - {{otherwise")
        + f"- {{advice: a, when: gait is still, {END}",
        [("masked-row", "gait/still")],
    ),
    (
        "- {rule: tired/x, when: age > 60 and age < 50, conclude: {tired: yes}, assumed: yes}\n",
        [("dead-rule", "tired/x")],
    ),
    # Of two equal rules the second is needless.
    (
        "- {rule: tired/x, when: age > 60, conclude: {tired: yes}, assumed: yes}\n"
        "- {rule: tired/y, when: age > 60, conclude: {tired: yes}, assumed: yes}\n",
        [("subsumed-rule", "tired/y")],
    ),
    # Entries of a list.
    (STAYS, []),
    (f"{STAYS}- {{advice: a, {FINE} and stay.fine is no, {END}", [("dead-rule", "a")]),
    (
        f"{STAYS}- {{advice: a, when: 'exists(stay, stay.fine is yes) and "
        f"every(stay, stay.fine is no)', {END}",
        [("dead-rule", "a")],
    ),
    (
        f"{STAYS}- {{advice: a, when: 'exists(stay, stay.fine is yes and stay.cost > 5) and "
        f"exists(stay, stay.fine is yes)', {END}",
        [("redundant-condition", "a")],
    ),
    (
        f"{STAYS}- {{advice: a, {FINE}, excludes: [b], {END}- {{advice: b, {COSTLY}, {END}",
        [("contradicting-advice", "a")],
    ),
    (
        f"{STAYS}- {{advice: a, {FINE}, excludes: [b], {END}"
        f"- {{advice: b, for: stay, when: stay.fine is no, {END}",
        [],
    ),
    (
        f"{STAYS}- constraints: {{k: {{for: stay, never: stay.fine is yes and stay.cost > 5, "
        f"say: Which is right?}}}}\n- {{advice: a, {FINE} and stay.cost > 6, {END}",
        [("dead-rule", "a")],
    ),
    (STAYS + PROMISE + LEVEL.format("stay.fine is yes and age < 30"), []),
    (STAYS + PROMISE + LEVEL.format("stay.fine is no and age < 30"), WORSE),
    (STAYS + PROMISE + LEVEL.format("stay.fine is yes and age > 30"), WORSE),
    # Of three values the first and the last are alike; the step to the last makes it worse.
    (
        f"{PICK}- {{rule: top/b, when: pick is b, conclude: {{top: yes}}, assumed: yes}}\n",
        [("worse-for-better", "top")],
    ),
    # Constraints that leave nobody, or no room for an answer, are reported and nothing else.
    (
        "- constraints: {k: {never: fit is yes, say: Which?}, l: {never: fit is no, say: Which?}}",
        [("constraint-conflict", "k")],
    ),
    (f"{UNFIT}{DEAD}{WAIVED}", [("constraint-conflict", "k")]),
    (f"{UNFIT}{KNOWN}{DEAD}", [("dead-rule", "a")]),
    (f"{UNFIT}{KNOWN}{DEAD}{WAIVED}", []),
    # A part that the rows above have decided.
    (
        "- decision: pace\n  rows:\n"
        "    - {rule: pace/a, when: age > 60, then: slow, assumed: yes}\n"
        "    - {rule: pace/b, when: age <= 60 and fit is yes, then: fast, assumed: yes}\n"
        "    - {otherwise: slow, assumed: yes}\n",
        [("redundant-condition", "pace/b")],
    ),
    # A test for an unreachable value inside exists.
    (
        f"{GAIT}{STAYS}- {{advice: a, when: 'exists(stay, stay.cost > 5 and gait is still)', {END}",
        [NEVER_STILL],
    ),
    # A count that implies a wider exists.
    (
        f"{STAYS}- {{advice: a, when: 'count(stay, stay.fine is yes and stay.cost > 5) >= 1 and "
        f"not exists(stay, stay.fine is yes)', {END}",
        [("dead-rule", "a")],
    ),
    # A count and the entry itself.
    (
        f"{STAYS}- {{advice: a, for: stay, when: 'stay.fine is yes and "
        f"count(stay, stay.fine is yes) < 1', {END}",
        [("dead-rule", "a")],
    ),
    # A situation with an empty list.
    (
        f"{STAYS}- {{advice: a, when: 'not exists(stay, stay.cost >= 0)', excludes: [b], {END}"
        f"- {{advice: b, when: fit is yes, {END}",
        [("contradicting-advice", "a")],
    ),
    # A part of a message.
    (
        "- message: m\n  title: T\n  to: you\n  assumed: yes\n"
        "  parts: [{say: Hello.}, {when: age > 5 and age < 3, say: Never.}]\n",
        [("dead-rule", "m")],
    ),
]


@pytest.mark.parametrize(("example", "expected"), SETTLED)
def test_what_is_found(example: str, expected: list[tuple[str, str]]) -> None:
    assert found(example) == expected
