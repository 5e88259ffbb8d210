"""Reports and the gallery, opened in a Chromium that is installed; skipped where there is none."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

import knowledge
from engine.advise import Run
from engine.drawing.decision import Painter
from engine.ir.base import RuleBase
from engine.ir.case import Case
from engine.reading.base import read_base
from engine.reading.case import read_case
from engine.reason.interpret import interpret
from engine.rendering.html.page import html_report
from engine.report.build import build_report
from tests.browser.opening import FLAGS, Opened, opened
from tests.hostile import HOSTILE, case_with
from tools.browser import chromium

FOLDER = Path(knowledge.__file__).parent
GALLERY = FOLDER.parent / "diagrams" / "index.html"
# A dated plan, several offers to compare, and nearly nothing; then texts that look like markup.
SHIPPED = ("demo", "plan-preclinical-dated", "placement-several", "nothing-answered")
REPORTS = (*SHIPPED, "hostile")

Opening = Callable[..., AbstractContextManager[Opened]]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    path = chromium()
    if path is None:
        pytest.skip("no Chromium was found, so nothing is tested in a browser")
    driver = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with driver.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def pages(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The files by name."""
    folder, base = tmp_path_factory.mktemp("pages"), read_base([FOLDER])
    painter = Painter(base)
    found = {"gallery": GALLERY}
    for name, case in cases(base):
        found[name] = folder / f"{name}.html"
        known, trace = interpret(base, case)
        report = build_report(Run(known, trace, "interpreter", ""))
        found[name].write_text(html_report(report, known, painter))
    return found


def cases(base: RuleBase) -> Iterator[tuple[str, Case]]:
    for name in SHIPPED:
        yield name, read_case(base, FOLDER / "examples" / f"{name}.case.yaml")
    yield "hostile", case_with(base, " | ".join(text[:300] for text in HOSTILE))


@pytest.fixture
def opening(browser: Any, pages: dict[str, Path]) -> Opening:
    """Opens a page by name: `with opening("demo", width=360, script=False) as it`."""

    @contextmanager
    def found(name: str, *, width: int = 1280, script: bool = True) -> Iterator[Opened]:
        size = {"width": width, "height": 900}
        context = browser.new_context(viewport=size, java_script_enabled=script, offline=True)
        try:
            yield opened(context, pages[name])
        finally:
            context.close()

    return found
