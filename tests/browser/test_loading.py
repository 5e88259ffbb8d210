"""Pages load nothing, complain of nothing, fit on every screen, and can be used by everybody."""

import pytest

from tests.browser.conftest import REPORTS, Opening
from tests.browser.opening import Opened

PAGES = (*REPORTS, "gallery")
WIDTHS = (360, 800, 1280)
# Elements that stick out, but for those inside something that scrolls.
OUTSIDE = """() => [...document.body.querySelectorAll("*")].filter(one =>
  !one.closest(".wide, .picture, .skip") && one.getBoundingClientRect().right > innerWidth + 1
).map(one => one.outerHTML.slice(0, 100))"""


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_shown_and_asks_for_nothing_else(
    name: str, script: bool, opening: Opening
) -> None:
    with opening(name, script=script) as it:
        assert it.page.locator("h1").is_visible()
        assert it.page.locator("main").bounding_box()["height"] > 1000
        it.page.wait_for_load_state("networkidle")
        assert it.requests == [it.url]
        assert it.wrong == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["demo", "hostile", "gallery"])
def test_nothing_sticks_out_of_the_screen(name: str, width: int, opening: Opening) -> None:
    with opening(name, width=width) as it:
        check_fits(it)
        it.open_all()
        check_fits(it)


def check_fits(it: Opened) -> None:
    assert it.ask("document.documentElement.scrollWidth <= innerWidth")
    assert it.ask(OUTSIDE) == []


@pytest.mark.parametrize(("name", "width"), [("demo", 1280), ("hostile", 360), ("gallery", 800)])
def test_axe_finds_nothing_serious(name: str, width: int, opening: Opening) -> None:
    driver = pytest.importorskip("axe_playwright_python.sync_playwright")
    with opening(name, width=width) as it:
        if name != "gallery":
            it.open_all()
        found = driver.Axe().run(it.page).response["violations"]
        serious = [one for one in found if one["impact"] in {"serious", "critical"}]
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in serious] == []
