"""The text of a PDF."""

from io import BytesIO

from pypdf import PdfReader

MAX_PAGES = 60


def pdf_text(data: bytes) -> str | None:
    """The text of the first MAX_PAGES pages; None for one that needs a password.

    Raises an error of pypdf for what is no PDF.
    """
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        return None
    pages = [reader.pages[n].extract_text() for n in range(min(MAX_PAGES, len(reader.pages)))]
    return "\n\n".join(pages)
