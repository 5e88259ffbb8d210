"""Files that are no plain text, too large, broken or made to hang: read, or refused with a reason.

Whatever hangs is stopped by the program itself; the runner's own limit fails the rest.
"""

import io
import zipfile

import pytest
from pypdf import PdfWriter

from engine.extracting.inputs import apart
from engine.extracting.inputs.refused import Refused
from engine.extracting.inputs.source import text_of_bytes


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.txt", b"0" * 50_000_000)
    return out.getvalue()


def locked_pdf() -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


BAD = {
    "10 MB of text": b"A letter is possible. " * 480_000,
    "binary": bytes(range(256)) * 400,
    "zip bomb": zip_bomb(),
    "nested page": b"<html>" + b"<div>" * 300_000,
    "many paragraphs": b"<html>" + b"<p>a</p>" * 120_000,
    "no PDF": b"%PDF-1.7 nothing",
    "protected PDF": locked_pdf(),
    "empty": b" \n ",
    "scripts only": b"<html><script>fee = 3</script></html>",
}


@pytest.mark.parametrize("name", BAD)
def test_it_is_refused_with_a_reason(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0.8)  # so that what hangs does not hang for long
    with pytest.raises(Refused) as refused:
        text_of_bytes(BAD[name])
    assert refused.value.message and refused.value.hint


def test_scripts_styles_and_navigation_of_a_page_are_no_text() -> None:
    page = "<html><nav>Home</nav><style>p{}</style><p>Fee: $5</p><script>x=9</script></html>"
    assert text_of_bytes(page.encode()).split() == ["Fee:", "$5"]


def test_text_of_other_encodings_is_read() -> None:
    assert text_of_bytes("Fee – 5 €".encode("cp1252")) == "Fee – 5 €"
    assert text_of_bytes("Fee".encode("utf-16")) == "Fee"
