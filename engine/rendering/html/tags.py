"""HTML as nested calls; whatever is not markup made here is escaped."""

import re
from html import escape

from engine.visible import visible

Attribute = str | int | bool | None
_VOID = frozenset({"meta", "link"})


class Safe(str):
    """Text that is markup already; only this module and fixed texts of ours make it."""

    __slots__ = ()


Content = str | None


def shown(text: str) -> Safe:
    """Any text as text."""
    return Safe(escape(visible(text), quote=True))


def tag(name: str, *content: Content, **attributes: Attribute) -> Safe:
    """An element. `class_` stands for class, `data_x` for data-x; None and False are left out."""
    start = "".join([f"<{name}", *(_attribute(k, v) for k, v in attributes.items()), ">"])
    return Safe(start if name in _VOID else f"{start}{joined(*content)}</{name}>")


def joined(*content: Content) -> Safe:
    """Several pieces after each other."""
    return Safe("".join(p if isinstance(p, Safe) else shown(p) for p in content if p is not None))


def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    written = name.rstrip("_").replace("_", "-")
    return f" {written}" if value is True else f' {written}="{shown(str(value))}"'


def anchor(*parts: str) -> str:
    """An id out of names of the knowledge base; different names give different ids."""
    return "-".join(re.sub(r"[^A-Za-z0-9-]", lambda m: f"_{ord(m[0]):x}_", p) for p in parts)
