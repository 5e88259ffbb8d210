"""The language of phrases, what negates and answers, and numbers however they are written."""

from dataclasses import replace

import pytest

from engine.extracting.fits import Fitting
from engine.extracting.patterns import Confidence, Extraction, Pattern, Phrase, Says
from engine.extracting.phrases import BadPhrase, Compiler
from engine.extracting.proposals import proposals
from engine.extracting.slots import number_said
from engine.extracting.words import Forms, plain_form, words_of
from tests.offer_texts import patterns

FORMS = Forms({"wrote": ("writ",), "cannot": ("can", "not")})


def fits(phrase: str, text: str) -> bool:
    compiler = Compiler({"pet": {"": ("cat", "small dog")}}, FORMS)
    shape = compiler.shape(phrase)
    return Fitting(words_of(text, FORMS), compiler.lists).stands(shape)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("refund", "All fees were refunded."),
        ("write a book", "He wrote a book."),
        ("can not swim", "You can't swim."),
        ("(red|green) apple", "green apples"),
        ("red [and|or] green", "red, green"),
        ("red * apple", "a red but rather small apple"),
        ("appl~", "an appliance"),
        ("{pet} food", "food for it: small-dog food"),
        ("apple & pear", "pears are no apples"),
        ("apple & !pear", "apples only"),
        ("{money} only", "1.450 US$ only"),
        ("=used car", "a used car"),
    ],
)
def test_a_phrase_fits(phrase: str, text: str) -> None:
    assert fits(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("red * apple", "red; apple"),
        ("red * apple", "a red one, but we have a really very nice and small apple"),
        ("red * apple", "red is gone, you get an apple"),
        ("apple & !pear", "apples and pears"),
        ("small , dog", "a small dog"),
        ("=used car", "he uses cars"),
        ("{pet} food", "dog food"),
    ],
)
def test_a_phrase_does_not_fit(phrase: str, text: str) -> None:
    assert not fits(phrase, text)


@pytest.mark.parametrize("phrase", ["(a|b", "a)", "{none}", "[a]", "*", "( | )"])
def test_a_wrong_phrase_is_refused_with_a_hint(phrase: str) -> None:
    with pytest.raises(BadPhrase) as bad:
        Compiler({}, FORMS).shape(phrase)
    assert bad.value.message and bad.value.hint


@pytest.mark.parametrize(
    "words",
    [
        ["refund", "refunds", "refunded", "refunding"],
        ["include", "includes", "included", "including"],
        ["policy", "policies"],
        ["plan", "plans", "planned", "planning"],
        ["guarantee", "guarantees", "guaranteed", "guaranteeing"],
    ],
)
def test_forms_of_a_word_are_one(words: list[str]) -> None:
    assert len({plain_form(word) for word in words}) == 1


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("$1,450", 1450),
        ("USD 1450.50", 1450.5),
        ("1.450 US$", 1450),
        ("US$ 2 400", 2400),
        ("fourteen hundred dollars", 1400),
        ("two thousand four hundred and fifty", 2450),
        ("a hundred", 100),
        ("1.8k", 1800),
        ("forty-five", 45),
    ],
)
def test_numbers_are_read_however_written(text: str, number: float) -> None:
    assert number_said(text) == number


def reading(text: str) -> str | None:
    """What a base with one pattern reads: it is blue, or (negated) it is not."""
    settings = patterns()
    compiler = Compiler({}, settings.forms)
    phrase = Phrase("blue", compiler.shape("blue"))
    yes, no = (Says("sky", value, Confidence.CERTAIN) for value in ("yes", "no"))
    data: Extraction = replace(settings, patterns=(Pattern("sky", (phrase,), (yes,), (no,)),))
    found = proposals(text, data)
    return found[0].value if found else None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It is blue.", "yes"),
        ("It isn't blue.", "no"),
        ("It is neither green nor blue.", "no"),
        ("Green rather than blue.", "no"),
        ("Blue is out of the question.", "no"),
        ("Blue, green and red are all ruled out.", "no"),
        ("Blue: no.", "no"),
        ("Not only blue but green.", "yes"),
        ("It is not green, but it is blue.", "yes"),
        ("No problem, it is blue.", "yes"),
        ("Without blue you cannot come.", "yes"),
        ("Is the whole sky really blue? Yes, always.", "yes"),
        ("Is the whole sky really blue? No, never.", "no"),
        ("Is the whole sky really blue?", None),
        ("Blue? Not possible.", "no"),
        ("What is not included\n\n- blue paint\n- red paint\n", "no"),
    ],
)
def test_negations_reach_as_far_as_they_should(text: str, value: str | None) -> None:
    assert reading(text) == value
