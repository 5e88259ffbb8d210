"""The text of a file, whatever kind it is; what cannot be read is refused with a reason."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

from engine.extracting.inputs.apart import read_apart
from engine.extracting.inputs.refused import Refused

MAX_BYTES = 5_000_000  # of a file; a saved page with its pictures inside has some
MAX_CHARACTERS = 25_000  # of its text, about ten pages; one offer has one to five
_HTML = re.compile(rb"<(?:!doctype html|html|head|body|div|p|table|h[1-6])\b", re.IGNORECASE)
_PACKED = {b"PK\x03\x04": "a packed file", b"\x1f\x8b": "a packed file", b"\x89PNG": "a picture"}
_PACKED |= {b"\xff\xd8\xff": "a picture", b"GIF8": "a picture", b"\xd0\xcf\x11\xe0": "a Word file"}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def text_of_file(path: Path) -> str:
    """The text of a file, at most MAX_CHARACTERS long.

    Raises Refused for one that is too large, no text, packed or protected, and OSError.
    """
    with path.open("rb") as file:
        return text_of_bytes(file.read(MAX_BYTES + 1), path.name)


def text_of_bytes(data: bytes, name: str = "") -> str:
    """The text of a file's content; the ending of its name tells a page from a plain text.

    Raises Refused like text_of_file.
    """
    if len(data) > MAX_BYTES:
        raise Refused(
            f"this is larger than {MAX_BYTES:,} bytes", "copy the text of one offer into a file"
        )
    for start, what in _PACKED.items():
        if data.startswith(start):
            hint = "copy the words out of it into a text file, or save it as PDF"
            raise Refused(f"this is {what}, not a text", hint)
    text = _read(data, name)
    if len(text) > MAX_CHARACTERS:
        message = f"this has more than {MAX_CHARACTERS:,} characters of text"
        raise Refused(message, "give the text of one offer alone")
    if not text.strip():
        raise Refused("there are no words in this", "is it a scan? Then type or copy the words")
    return text


def _read(data: bytes, name: str) -> str:
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return read_apart(data, "pdf")
    text = _decoded(data)
    if name.casefold().endswith((".html", ".htm", ".xhtml")) or _HTML.search(data[:2000]):
        return read_apart(text.encode(), "page")
    return text


def _decoded(data: bytes) -> str:
    """The text, of whatever common encoding. Raises Refused for what is no text."""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.removeprefix(BOM_UTF8).decode()
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")  # what old mail programs write
    if _CONTROL.search(text) or text.count("\ufffd") > len(text) / 100:
        raise Refused("this is not a text", "copy the words of the offer into a text file")
    return re.sub("\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text)
