"""A document as a list of blocks, and its two plain forms."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from textwrap import fill

from engine.visible import visible

WIDTH = 80
_MARKS = re.compile(r"[\\`*_\[\]<>#|&~$@]|(?<=:)//|(?<=www)\.")
_STARTS = re.compile(r"^(\d{0,9})([-+.)])(?= |-|$)")  # what begins a list or draws a line


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """A list item with lines of detail below it; depth counts from 0."""

    text: str
    details: tuple[str, ...] = ()
    depth: int = 0


Block = Heading | Paragraph | Item


def to_text(blocks: Iterable[Block]) -> str:
    """For a terminal: at most 80 columns, no markup."""
    return "\n".join(_spaced(blocks, _text_lines)) + "\n"


def to_markdown(blocks: Iterable[Block]) -> str:
    """Markdown, with everything from the case escaped."""
    return "\n".join(_spaced(blocks, _markdown_lines)) + "\n"


def _spaced(blocks: Iterable[Block], lines: Callable[[Block], Iterator[str]]) -> Iterator[str]:
    previous: Block | None = None
    for block in blocks:
        if previous is not None and not (isinstance(block, Item) and isinstance(previous, Item)):
            yield ""
        yield from lines(block)
        previous = block


def _text_lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, text):
            shown = " ".join(visible(text).split())
            yield _wrapped(shown.upper() if level == 1 else shown, "", "")
            yield ("=" if level < 3 else "-") * min(len(shown), WIDTH)
        case Paragraph(text):
            yield _wrapped(text, "", "")
        case Item(text, details, depth):
            indent = "  " * depth
            yield _wrapped(text, f"{indent}- ", f"{indent}  ")
            yield from (_wrapped(detail, f"{indent}    ", f"{indent}    ") for detail in details)


def _wrapped(text: str, first: str, rest: str) -> str:
    shown = visible(text)
    return fill(shown, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def _markdown_lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, text):
            yield f"{'#' * level} {escape(text)}"
        case Paragraph(text):
            yield escape(text)
        case Item(text, details, depth):
            indent = "  " * depth
            yield f"{indent}- {escape(text)}"
            yield from (f"{indent}  - *{escape(detail)}*" for detail in details)


def escape(text: str) -> str:
    """Text that Markdown shows as it is; a name may hold anything."""
    plain = _MARKS.sub(r"\\\g<0>", " ".join(visible(text).split()))
    return _STARTS.sub(r"\g<1>\\\g<2>", plain)
