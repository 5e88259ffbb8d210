"""Texts that somebody else wrote, so that a reader sees all of them and a terminal obeys none."""

import json
import re
from typing import Any

# Control characters, those that reverse or isolate a direction, half pairs and no characters.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def visible(text: str) -> str:
    """The text with the names of characters that are invisible or turn others around."""
    return _HIDDEN.sub(_named, text)


def json_text(data: Any, indent: int = 2) -> str:
    """The data as JSON that a terminal can show; characters that it might obey are escaped."""
    text = json.dumps(data, indent=indent, ensure_ascii=False)
    return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _named(found: re.Match[str]) -> str:
    return f"⟨U+{ord(found[0]):04X}⟩"
