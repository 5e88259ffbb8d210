"""How well offers are read: against labelled texts, negation traps and neutral sentences."""

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from engine.extracting.examples import example_mistakes
from engine.extracting.inputs.source import text_of_file
from engine.extracting.proposals import proposals
from tests.offer_texts import patterns, read, score, texts

# What is reached now; the aim on the test half is 95 % and 80 %.
REACHED = {"development": (0.95, 0.93), "test": (0.82, 0.58)}
TRAPS = [
    ("We do not run shadowing-only programs.", "hands_on", "no"),
    ("We do not run shadowing-only programs.", "type", "shadowing"),
    ("A letter is not guaranteed.", "letter_basis", "guaranteed"),
    ("A letter is not guaranteed.", "letter_possible", "no"),
    ("Nobody can promise a letter of recommendation.", "letter_basis", "guaranteed"),
    ("We cannot promise you a letter.", "letter_possible", "no"),
    ("An automatic letter is not part of the program.", "letter_basis", "guaranteed"),
    ("Malpractice insurance is not included.", "insurance_included", "yes"),
    ("Health insurance is included.", "insurance_included", "yes"),
    ("The application fee is non-refundable.", "refundable", "no"),
    ("The fee is not refundable.", "refundable", "yes"),
    ("There are no refunds.", "refundable", "yes"),
    ("Nothing is refunded.", "refundable", "yes"),
    ("The money is not given back.", "refundable", "yes"),
    ("We never return a fee.", "refundable", "yes"),
    ("No letter is written.", "letter_possible", "yes"),
    ("Letters are not written for observers.", "letter_possible", "yes"),
    ("We do not provide malpractice insurance.", "insurance_included", "yes"),
    ("You do not take histories.", "hands_on", "yes"),
    ("Nobody is interviewed.", "interview", "yes"),
    ("No USMLE scores are needed.", "req_exam", "step1"),
    ("You will not get access to the EMR.", "documentation", "yes"),
    ("Participants are not evaluated.", "evaluation", "yes"),
    ("There is no one-to-one time.", "one_on_one", "yes"),
    ("We do not sell US clinical experience.", "marketed_as_usce", "yes"),
    ("It is not just shadowing.", "hands_on", "no"),
    ("We are not an agency.", "provider", "agency"),
    ("Observers may not examine patients.", "hands_on", "yes"),
    ("It is not an observership.", "type", "observership"),
    ("It is not only observing.", "hands_on", "no"),
    ("ECFMG certification is not needed.", "req_ecfmg", "required"),
    ("Step 1 is not required.", "req_exam", "step1"),
    ("They do not chart in the electronic record.", "documentation", "yes"),
    ("There is no formal evaluation.", "evaluation", "yes"),
    ("No interview is held.", "interview", "yes"),
    ("We do not promise interviews or a match.", "outcome_claimed", "unverified"),
    ("We are not affiliated with Quenby Medical College.", "academic_affiliation", "yes"),
    ("The hospital has no residency program.", "teaching", "yes"),
    ("There is no fixed timetable.", "structure_clear", "yes"),
    ("We are not a hospital.", "setting", "hospital"),
]
NEUTRAL = [
    "The weather in spring is mild.",
    "Our city has a fine museum and two parks.",
    "Please bring comfortable shoes and an umbrella.",
    "The library opens at eight in the morning.",
    "Many people here ride bicycles.",
    "The nearest bakery sells good bread.",
    "Trains run every half hour.",
    "We wish you a pleasant summer.",
]


@pytest.mark.parametrize("half", ["development", "test"])
def test_proposed_facts_are_right_and_most_are_found(half: str) -> None:
    found = score(half)
    precision, recall = REACHED[half]
    assert found.precision >= precision, found.wrong.most_common(8)
    assert found.recall >= recall, found.missed.most_common(8)


def test_every_example_beside_a_pattern_holds() -> None:
    assert [f"{one.span}: {one.message}" for one in example_mistakes(patterns())] == []


@pytest.mark.parametrize(("text", "fact", "opposite"), TRAPS)
def test_no_negation_is_read_as_its_opposite(text: str, fact: str, opposite: str) -> None:
    for proposal in proposals(text, patterns()):
        if proposal.fact == f"placement.{fact}":
            assert opposite not in [reading.value for reading in proposal.readings]


@settings(max_examples=15, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.data())
def test_unrelated_sentences_change_no_fact(data: st.DataObject) -> None:
    written = [path for path, _ in texts("development") if "chat" not in path.name]
    path = data.draw(st.sampled_from(written))
    lines = text_of_file(path).split("\n\n")
    at = data.draw(st.integers(0, len(lines)))
    said = data.draw(st.lists(st.sampled_from(NEUTRAL), min_size=1, max_size=3))
    longer = "\n\n".join([*lines[:at], *said, *lines[at:]])
    after = {one.fact: one.value for one in proposals(longer, patterns())}
    assert after == {fact: one.value for fact, one in read(path).items()}


def test_silence_says_nothing() -> None:
    assert proposals("\n".join(NEUTRAL), patterns()) == []
