"""A page in Chromium, with everything that it should not do kept."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unicodedata import normalize

# Nothing of the browser's own goes to the network either.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true })"


@dataclass
class Opened:
    """`page` is Playwright's, `requests` what it asked for, `wrong` all that went wrong."""

    page: Any
    url: str
    requests: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def ask(self, script: str, *given: object) -> Any:
        return self.page.evaluate(script, *given)

    def open_all(self) -> None:
        self.ask(OPEN_ALL)

    def refuse(self, dialog: Any) -> None:
        self.wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def printed(self) -> str:
        """The text of the PDF, without its spaces."""
        from io import BytesIO

        from pypdf import PdfReader

        made = self.page.pdf(format="A4", prefer_css_page_size=True)
        return squeezed(" ".join(p.extract_text() for p in PdfReader(BytesIO(made)).pages))


def squeezed(text: str) -> str:
    """Without spaces, and with letters that are printed as one apart again."""
    return "".join(normalize("NFKC", text).split())


def opened(context: Any, path: Path) -> Opened:
    """The page, loaded; whatever it asks for or complains of is kept."""
    page = context.new_page()
    found = Opened(page, path.as_uri())
    page.on("request", lambda request: found.requests.append(request.url))
    page.on("console", lambda said: found.wrong.append(f"{said.type}: {said.text}"))
    page.on("pageerror", lambda error: found.wrong.append(str(error)))
    page.on("dialog", found.refuse)
    page.goto(found.url)
    return found
