"""Random bases without lists, of which every case can be tried."""

from collections.abc import Iterator
from itertools import product

from hypothesis import strategies as st

from engine.checking.bench import Bench
from engine.ir.base import NUMERIC, Fact, Kind
from engine.ir.case import Answer, Case
from engine.ir.conditions import Constant, Ref
from engine.ir.values import ONLY_NO, ONLY_YES, Choices, Interval
from engine.proving.measures import PRINCIPAL, linear
from engine.proving.regions import Range
from tests.random_cases import TODAY, Questions

ASKED = """
- entities: {me: {root: yes}}
- report: {title: Report, sections: {main: Main}}
- source: {id: s, title: B, publisher: H, sections: {one: {title: O, statements: {s-1: So.}}}}
- tables: {figures: {title: Figures, sources: [s-1], figures: {a: 1, b: 3, c: 0}}}
- facts:
    pick: {ask: How, label: pick, type: choice, values: {a: A, b: B, c: C}}
    sure: {ask: How, label: sure, type: yes_no}
    some: {ask: How, label: some, type: choices, values: {a: A, b: B}}
    many: {ask: How, label: many, type: count, min: 0, max: 4}
    size: {ask: How, label: size, type: number, min: -2}
- derived:
    twice: {label: twice, type: number, formula: "2 * many - 1"}
    less: {label: less, type: number, formula: "1 - size / 2"}
    figure: {label: figure, type: number, formula: "3 * lookup(figures, pick)"}
    fine: {label: fine, type: yes_no}
    path: {label: path, type: choice, values: {a: A, b: B, c: C}}
    late: {label: late, type: yes_no}
"""
ATOMS = st.one_of(
    st.sampled_from(["sure is yes", "sure is no", "a in some", "b not in some", "pick is not c"]),
    st.sampled_from(["pick is a", "pick in [a, b]", "1 <= many < 3", "0 < size <= 2"]),
    st.builds(
        "{} {} {}".format,
        st.sampled_from(["many", "size", "twice", "less", "figure"]),
        st.sampled_from(["<", "<=", ">", ">=", "==", "!="]),
        st.sampled_from(["-1", "0", "0.5", "1", "3"]),
    ),
)
FIRST = ATOMS  # what the rules of `fine` may read, then those of `path` and of `late`
SECOND = st.one_of(ATOMS, st.sampled_from(["fine is yes", "fine is no"]))
THIRD = st.one_of(SECOND, st.sampled_from(["path is a", "path is not b", "path in [b, c]"]))


def conditions(atoms: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        pair = st.builds("({} {} {})".format, parts, st.sampled_from(["and", "or"]), parts)
        return st.one_of(pair, parts.map("(not {})".format))

    return st.recursive(atoms, joined, max_leaves=4)


@st.composite
def listless(draw: st.DrawFn) -> str:
    """The text of a base in which every number is of one question."""
    text = ASKED
    if draw(st.booleans()):
        never = draw(conditions(FIRST.filter(asked_only)))
        text += f"- constraints: {{k: {{never: '{never}', say: Which?}}}}\n"
    for name, atoms in (("fine", FIRST), ("late", THIRD)):
        for number in range(draw(st.integers(1, 2))):
            when = draw(conditions(atoms))
            text += f"- {{rule: {name}/{number}, when: '{when}', conclude: {{{name}: yes}}, "
            text += "because: so, assumed: yes}\n"
    text += "- decision: path\n  rows:\n"
    for number in range(draw(st.integers(1, 3))):
        when, then = draw(conditions(SECOND)), draw(st.sampled_from("abc"))
        text += f"    - {{rule: path/{number}, when: '{when}', then: {then}, assumed: yes}}\n"
    text += f"    - {{otherwise: {draw(st.sampled_from('abc'))}, assumed: yes}}\n"
    for number in range(2):
        when = draw(conditions(THIRD))
        text += f"- {{advice: advice/{number}, when: '{when}', section: main, say: Do., "
        text += "assumed: yes}\n"
    return text


def asked_only(atom: str) -> bool:
    return not atom.startswith(("twice", "less", "figure"))


def everyone(bench: Bench) -> Iterator[Case]:
    """Every complete case, up to numbers that no condition tells apart."""
    asked = Questions(bench.base)
    answers: list[list[dict[tuple[str, int], Answer]]] = []
    for fact in asked.of["me"]:
        if fact.kind is Kind.CHOICES:
            each = product([ONLY_YES, ONLY_NO], repeat=len(fact.choices))
            places = asked.places(fact, 0)
            answers.append([dict(zip(places, map(Answer, one), strict=True)) for one in each])
        else:
            answers.append([{(fact.id, 0): Answer(value)} for value in samples(bench, fact)])
    for chosen in product(*answers):
        yield Case({"me": (0,)}, {k: a for one in chosen for k, a in one.items()}, as_of=TODAY)


def samples(bench: Bench, fact: Fact) -> list[Choices] | list[Interval]:
    """Every value of a choice or count, one of each class of another number."""
    if fact.kind not in NUMERIC:
        return [Choices({choice}) for choice in fact.choices]
    if fact.kind is Kind.COUNT:
        return [Interval(number, number) for number in range(int(fact.low), int(fact.high) + 1)]
    form = linear(Ref(fact.id, fact.entity, True), Constant(0), PRINCIPAL)
    assert form.measure is not None
    space = bench.prover.space
    classes = space.variables[space.number(form.measure)].classes
    numbers = [one.sample for one in classes if isinstance(one, Range)]
    return [Interval(number, number) for number in numbers]
