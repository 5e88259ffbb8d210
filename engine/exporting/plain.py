"""Texts from a case made safe for files of other programs."""

import re
from unicodedata import normalize

MAX_NAME = 60


def plain_text(text: str) -> str:
    """The text on one line, without characters that are not for reading."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def file_name(text: str) -> str:
    """Small letters, digits and dashes of the text; empty where it has none of them."""
    letters = normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters)[:MAX_NAME].strip("-")
