"""How well offers are read: against labelled texts, negation traps and neutral sentences."""

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from engine.extracting import fits
from engine.extracting.examples import example_mistakes
from engine.extracting.proposals import proposals
from tests.offer_texts import LABELS, OFFERS, patterns, read, score, texts, words_of

# At least this precision and recall. The test half is written by people who see no pattern; what
# is wanted of it is 0.95 and 0.80.
WANTED = {"development": (0.94, 0.84), "test": (0.84, 0.69)}
HALVES = [half for half in WANTED if next(texts(half), None)]
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
    ("The letter is not written by our office but by the doctor.", "letter_possible", "no"),
    ("We no longer write letters of recommendation.", "letter_possible", "yes"),
    ("There is no doubt that you will get a letter.", "letter_possible", "no"),
    ("Do not forget to ask for a letter.", "letter_possible", "no"),
    ("The fee is not only refundable but transferable.", "refundable", "no"),
    ("Refunds are made only on request.", "refundable", "no"),
    ("Malpractice insurance is no longer included.", "insurance_included", "yes"),
    ("You don't just observe.", "hands_on", "no"),
    ("No letter without hard work.", "letter_possible", "no"),
    ("You won't leave without a letter.", "letter_possible", "no"),
    ("We do not charge for malpractice insurance.", "insurance_included", "no"),
    ("Nobody leaves without an evaluation.", "evaluation", "no"),
    ("We cannot refund the application fee.", "refundable", "no"),
    ("There is no such thing as a guaranteed letter.", "letter_basis", "guaranteed"),
    ("She may or may not write a letter.", "letter_possible", "no"),
    ("This is hardly hands-on.", "hands_on", "yes"),
    ("Far from shadowing, you examine patients.", "hands_on", "no"),
    ("Instead of shadowing you see your own patients.", "hands_on", "no"),
    ("Nobody is refused an interview.", "interview", "no"),
    ("The hospital isn't a teaching hospital.", "teaching", "yes"),
    ("You aren't allowed to use the EMR.", "documentation", "yes"),
    ("Step 1 isn't needed.", "req_exam", "step1"),
    ("You needn't have ECFMG certification.", "req_ecfmg", "required"),
    ("An evaluation is only given on request.", "evaluation", "no"),
    ("The rotation is not free of charge.", "fee", "0"),
    ("It is not true that the fee is non-refundable.", "refundable", "no"),
    ("Malpractice insurance? Not included.", "insurance_included", "yes"),
    ("Is the fee refundable? Sorry, no.", "refundable", "yes"),
    ("Do participants only watch? No.", "hands_on", "no"),
    ("Do participants examine patients? Unfortunately not.", "hands_on", "yes"),
    ("A letter can't be guaranteed.", "letter_basis", "guaranteed"),
    ("Letters aren't automatic.", "letter_basis", "guaranteed"),
    ("We don't withhold the hospital's name until you pay.", "site_disclosure", "after_payment"),
    ("It's neither a hospital nor a clinic.", "setting", "hospital"),
    ("Graduates are not excluded.", "audience", "students"),
    ("We will not keep your fee if the visa is refused.", "refundable", "no"),
    ("Your money is not lost if you cannot come.", "refundable", "no"),
    ("You do not need to buy malpractice insurance.", "insurance_included", "no"),
    ("No extra malpractice policy is necessary.", "insurance_included", "no"),
    ("There are no observers here; everybody works.", "hands_on", "no"),
    ("We have nothing against students touching patients.", "hands_on", "no"),
    ("Students never sit idle, they examine patients.", "hands_on", "no"),
    ("Don't expect to just watch.", "hands_on", "no"),
    ("You will not be charged for the letter.", "letter_possible", "no"),
    ("No letter is written before the last week.", "letter_possible", "no"),
    ("A letter is by no means certain.", "letter_basis", "guaranteed"),
    ("It would be wrong to promise a letter.", "letter_basis", "guaranteed"),
    ("No USMLE, no place.", "req_exam", "none"),
    ("ECFMG certification is not optional.", "req_ecfmg", "not_required"),
    ("We do not accept graduates.", "audience", "graduates"),
    ("Students are not turned away.", "audience", "graduates"),
    ("Not every applicant is interviewed.", "interview", "no"),
    ("The clinic has no secrets: its name is Lakeside Clinic.", "site_disclosure", "after_payment"),
    ("We do not take your money before you know the hospital.", "site_disclosure", "after_payment"),
    ("You are never alone with a patient.", "hands_on", "no"),
    ("You are not graded on a curve.", "evaluation", "no"),
    ("We are not affiliated with a school but with three.", "academic_affiliation", "no"),
    ("We cannot guarantee that you will match.", "outcome_claimed", "unverified"),
    ("There is no fee other than the tuition.", "fee", "0"),
    ("Do not pay any fee before you have the contract.", "fee", "0"),
    ("You must not write in the chart without a signature.", "documentation", "yes"),
    ("You do not only read charts, you write notes.", "documentation", "no"),
    ("No note leaves the ward without your attending's signature.", "documentation", "no"),
    ("Our residents do not supervise you.", "teaching", "no"),
    ("I can't say that there is no letter.", "letter_possible", "no"),
    ("You take histories (never alone) and examine patients.", "hands_on", "no"),
    ("A non-refundable application fee of $50 is due.", "refundable", "no"),
]
NEUTRAL = st.builds(
    " ".join,
    st.tuples(
        st.sampled_from(["The museum", "Our old bridge", "A bakery", "This river", "My garden"]),
        st.sampled_from(["is known for", "smells of", "reminds me of", "has always had", "likes"]),
        st.sampled_from(
            ["fresh bread.", "the sea in spring.", "music.", "its roses.", "two owls."]
        ),
    ),
)
SILENT = [
    "The weather in spring is mild.",
    "Our city has a fine museum and two parks.",
    "Please bring comfortable shoes and an umbrella.",
    "The library opens at eight in the morning.",
    "Trains run every half hour.",
    "A taxi from the airport takes forty minutes and costs 45 dollars.",
    "Furnished rooms near the park are let for about $900 a month.",
    "For nurses there is a separate course of three months.",
    "Parking is free for visitors.",
    "Please return the signed form within two weeks.",
    "The match takes place in March.",
]
# A sentence between a question and its answer does change something, as in a conversation.
WRITTEN = [
    path
    for path in sorted((OFFERS / "development").iterdir())
    if "chat" not in path.name and not path.name.endswith(LABELS)
]


@pytest.mark.parametrize("half", HALVES)
def test_proposed_facts_are_right_and_most_are_found(half: str) -> None:
    found = score(half)
    precision, recall = WANTED[half]
    assert found.precision >= precision, found.wrong.most_common(8)
    assert found.recall >= recall, found.missed.most_common(8)


def test_every_example_beside_a_pattern_holds() -> None:
    assert [f"{one.span}: {one.message}" for one in example_mistakes(patterns())] == []


@pytest.mark.parametrize(("text", "fact", "opposite"), TRAPS)
def test_no_negation_is_read_as_its_opposite(text: str, fact: str, opposite: str) -> None:
    for proposal in proposals(text, patterns()):
        if proposal.fact == f"placement.{fact}":
            assert opposite not in [reading.value for reading in proposal.readings]


@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.data())
def test_unrelated_sentences_change_no_fact(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(WRITTEN))
    paragraphs = words_of(path).split("\n\n")
    at = data.draw(st.integers(1, len(paragraphs)))  # above the title it would be the title
    assume(not paragraphs[at - 1].endswith("?"))
    said = data.draw(st.lists(NEUTRAL, min_size=1, max_size=3))
    if paragraphs[at - 1].endswith(".") and data.draw(st.booleans()):
        paragraphs[at - 1] += " " + " ".join(said)  # in the paragraph, behind its last sentence
    else:
        paragraphs[at:at] = said
    after = {one.fact: one.value for one in proposals("\n\n".join(paragraphs), patterns())}
    assert after == {fact: one.value for fact, one in read(path).items()}


def test_what_other_sentences_dispute_is_shown_with_it() -> None:
    text = "Hands-on work from the first day.\n\nVisitors may not touch patients."
    found = {one.fact: one for one in proposals(text, patterns())}
    assert {one.value for one in found["placement.hands_on"].readings} == {"yes", "no"}


def test_silence_says_nothing() -> None:
    assert [one for text in SILENT for one in proposals(text, patterns())] == []


def test_a_sentence_too_tangled_to_be_looked_through_says_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Rather than what was found until then, which something later might have negated."""
    text = "The fee of $900 covers malpractice insurance and a letter from the doctor."
    assert proposals(text, patterns())
    monkeypatch.setattr(fits, "STEPS", 0)
    assert proposals(text, patterns()) == []
