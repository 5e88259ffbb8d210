"""On paper: every sentence with its short reason, whole; what is opened is printed as well."""

import pytest

from tests.browser.conftest import REPORTS, Opening
from tests.browser.opening import squeezed

TEXTS = "what => [...document.querySelectorAll(what)].map(one => one.textContent)"
PAPER = 680  # pixels between the margins of A4
# Whatever sticks out of the page is cut.
CUT = """() => [...document.querySelectorAll("main *, header *, footer *")].filter(one =>
  one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1
).map(one => one.outerHTML.slice(0, 100))"""
# Pictures are drawn, not written: their letters may be read in another order.
PLAIN = "main :is(h2, h3, h4, caption, figcaption), .said, .brief, .path li, #sources li"
PLAIN += ", td:not(:has(.say))"


def missing(found: str, texts: list[str]) -> list[str]:
    return [text for text in texts if squeezed(text) not in found]


@pytest.mark.parametrize("name", [one for one in REPORTS if one != "hostile"])
def test_every_sentence_is_printed_with_its_short_reason(name: str, opening: Opening) -> None:
    with opening(name) as it:
        closed = it.ask(TEXTS, f":is({PLAIN}):not(.drawn *)")
        assert len(closed) > 50
        assert missing(it.printed(), closed) == []


def test_what_is_opened_is_printed_whole(opening: Opening) -> None:
    with opening("plan-preclinical-dated") as it:
        it.open_all()
        found = it.printed()
        wanted = f":is({PLAIN}, .why li, .why code):not(.brief)"
        assert missing(found, it.ask(TEXTS, wanted)) == []


@pytest.mark.parametrize("name", [*REPORTS, "gallery"])
def test_nothing_is_cut_at_the_edge_of_the_paper(name: str, opening: Opening) -> None:
    with opening(name, width=PAPER) as it:
        it.page.emulate_media(media="print")
        it.open_all()
        assert it.ask(CUT) == []


def test_a_page_of_strange_texts_is_printed_to_its_end(opening: Opening) -> None:
    with opening("hostile") as it:
        assert missing(it.printed(), it.ask(TEXTS, "#limits li")) == []


def test_every_picture_of_the_gallery_fits_on_one_page(opening: Opening) -> None:
    with opening("gallery", width=PAPER) as it:
        found = it.printed()
        assert missing(found, it.ask(TEXTS, "main h2, main h3, figcaption")) == []
        it.page.emulate_media(media="print")
        tall = (
            "[...document.querySelectorAll('svg')].map(one => one.getBoundingClientRect().height)"
        )
        assert max(it.ask(tall)) < 27 / 2.54 * 96
