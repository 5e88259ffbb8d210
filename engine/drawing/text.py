"""Words as pictures show them."""

import re
from textwrap import shorten

from engine.explain.words import Words
from engine.ir.base import RuleBase
from engine.reading.rules import PLACEHOLDER
from engine.visible import visible

_LONGEST = 120  # characters of a text in a picture
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SENTENCE = re.compile(r"(?<=[.?!]) ")


def drawable(text: str) -> str:
    """The text with the names of characters that nobody sees, without what no SVG may hold."""
    return _NOT_XML.sub("", visible(text))


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def short(text: str) -> str:
    """As many whole sentences as a picture has room for; the start of the first if it is long."""
    sentences = _SENTENCE.split(text)
    while len(sentences) > 1 and len(" ".join(sentences)) > _LONGEST:
        sentences.pop()
    return shorten(" ".join(sentences), _LONGEST, placeholder=" …")


def filled(base: RuleBase, text: str) -> str:
    """The text with parameters in their places; facts by their labels in brackets."""
    words = Words(base)

    def one(name: str) -> str:
        if name.startswith("param."):
            return words.setting(base.settings[name.removeprefix("param.")])
        return f"[{base.facts[name].label}]"

    return PLACEHOLDER.sub(lambda match: one(match[1]), " ".join(text.split()))
