"""The keyboard reaches and opens everything; with a script, sentences and pictures light up."""

from typing import Any

import pytest

from tests.browser.conftest import REPORTS, Opening
from tests.browser.opening import Opened

FOCUSABLE = "a[href], button, summary, [tabindex='0']"
# Marks what has the focus; false at the end of the page, or back at its start.
VISIT = """() => {
  const one = document.activeElement;
  if (one === document.body || one.hasAttribute("data-visited")) return false;
  one.setAttribute("data-visited", "");
  return one.localName === "summary" ? "summary" : "other";
}"""
LEFT_OUT = f"""() => [...document.querySelectorAll("{FOCUSABLE}")].filter(one =>
  !one.hasAttribute("data-visited") && one.checkVisibility()).map(one => one.outerHTML)"""
SENTENCES = "main .say[data-nodes]"


def walk(it: Opened) -> int:
    """Tab through the page, and press Enter on everything that opens; how many there were."""
    keys, count = it.page.keyboard, 0
    keys.press("Tab")
    while found := it.ask(VISIT):
        if found == "summary":
            keys.press("Enter")
            count += 1
        keys.press("Tab")
    return count


@pytest.mark.parametrize(
    ("name", "script"),
    [("demo", True), ("nothing-answered", False)],  # the script adds no explanation of its own
)
def test_the_keyboard_opens_every_explanation_and_reaches_every_link(
    name: str, script: bool, opening: Opening
) -> None:
    with opening(name, script=script) as it:
        assert walk(it) == it.ask("document.querySelectorAll('details').length") > 0
        assert it.ask("document.querySelectorAll('details:not([open])').length") == 0
        assert it.ask(LEFT_OUT) == []


def test_one_button_opens_and_closes_everything(opening: Opening) -> None:
    with opening("demo") as it:
        for state, rest in (("Open", "details:not([open])"), ("Close", "details[open]")):
            it.page.get_by_role("button", name=f"{state} all explanations").press("Enter")
            assert it.page.locator(f"main {rest}").count() == 0


def lit_nodes(it: Opened) -> set[str]:
    return set(it.ask("[...document.querySelectorAll('.node.lit')].map(one => one.id)"))


def said_of(element: Any) -> set[str]:
    return set((element.get_attribute("data-nodes") or "").split())


@pytest.mark.parametrize("name", ["demo", "hostile"])
def test_a_sentence_lights_its_nodes(name: str, opening: Opening) -> None:
    with opening(name) as it:
        sentences = it.page.query_selector_all(SENTENCES)
        assert len(sentences) > 10
        for one in sentences[:: max(1, len(sentences) // 20)]:
            summary = one.query_selector("summary")
            summary.focus()
            assert lit_nodes(it) == said_of(one) != set()
            summary.evaluate("one => one.blur()")
            assert not lit_nodes(it)
            it.page.mouse.move(0, 0)
            summary.hover()
            assert lit_nodes(it) == said_of(one)


def test_a_node_lights_its_sentences(opening: Opening) -> None:
    with opening("demo") as it:
        nodes = it.page.query_selector_all("figure.decision .node:not(.ruled-out)")
        assert len(nodes) > 10
        for node in nodes:
            it.page.mouse.move(0, 0)
            node.query_selector("text").hover()
            check_lit(it, node.get_attribute("id"))


def check_lit(it: Opened, name: str) -> None:
    """What is lit is the node and all that names it."""
    assert name in lit_nodes(it)
    wanted = it.page.locator(f"[data-nodes~='{name}']").count()
    assert it.page.locator(f".lit[data-nodes~='{name}']").count() == wanted > 0


def test_a_step_of_the_path_lights_both_by_keyboard(opening: Opening) -> None:
    with opening("demo") as it:
        for step in it.page.query_selector_all("figure.decision .path li"):
            step.focus()
            assert said_of(step) and said_of(step) <= lit_nodes(it)
            for name in said_of(step):
                check_lit(it, name)


@pytest.mark.parametrize("name", REPORTS)
def test_a_wide_picture_starts_with_its_first_test_in_view(name: str, opening: Opening) -> None:
    with opening(name, width=360) as it:
        frames = it.page.query_selector_all("figure.decision .picture")
        assert frames
        for frame in frames:
            around, box = frame.bounding_box(), frame.query_selector(".node.taken").bounding_box()
            middle = box["x"] + box["width"] / 2
            assert around["x"] < middle < around["x"] + around["width"]
