"""Whether patterns read what stands beside them as examples, and ignore what they should.

Each text under `reads:` has to give what the pattern says, each under `ignores:` must not; a
pattern is judged on its own, without the others.

What to do: mend the phrases, or the example.
"""

from collections.abc import Iterator
from dataclasses import replace

from engine.extracting.matching import Found, Matching
from engine.extracting.patterns import Example, Extraction, Pattern, Says
from engine.extracting.statements import read_sentences
from engine.problem import Problem, quoted

CHECK = "pattern-example"  # the name under which `check` reports them


def example_mistakes(data: Extraction) -> Iterator[Problem]:
    """Every example that does not hold, at its place; a pattern is judged on its own."""
    for pattern in data.patterns:
        alone = replace(data, patterns=(pattern,))
        for says, examples in (
            (pattern.says, pattern.reads),
            (pattern.negated, pattern.reads_negated),
        ):
            for example in examples:
                if missing := _missing(says, example, _found(example.text, alone)):
                    message = f"{pattern.id} does not read {missing} in {quoted(example.text)}"
                    yield Problem(example.span, message, "mend the phrases, or the example")
        yield from _wrongly(pattern, alone)


def _wrongly(pattern: Pattern, alone: Extraction) -> Iterator[Problem]:
    for example in pattern.ignores:
        wrong = [one.fact for one in _found(example.text, alone) if _says_so(one, pattern)]
        if wrong:
            message = f"{pattern.id} reads {wrong[0]} in {quoted(example.text)}"
            yield Problem(example.span, message, "mend the phrases, or the example")


def _says_so(found: Found, pattern: Pattern) -> bool:
    """Whether this is what the pattern says where nothing negates it."""
    return any(
        says.fact == found.fact and (says.slot or says.value == found.value)
        for says in pattern.says
    )


def _found(text: str, alone: Extraction) -> list[Found]:
    return [
        found
        for index, sentence in enumerate(read_sentences(text, alone))
        for found in Matching(sentence, index, alone).found()
    ]


def _missing(says: tuple[Says, ...], example: Example, found: list[Found]) -> str:
    """The first fact that is not read as it should be; empty when all are."""
    for one in says:
        wanted = example.value if one.slot else one.value
        if not any(f.fact == one.fact and f.value in (wanted, wanted or None) for f in found):
            return one.fact
    return ""
