"""A text as sentences, each with its lines and with what stands above it."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from engine.extracting.lines import (
    BLANK,
    HEADING,
    ITEM,
    LONGEST_HEADING,
    PROSE,
    ROW,
    TURN,
    Line,
    line_of,
    speakers,
)

MOSTLY_FULL = 0.7  # of a full line, from which one in small letters goes on
CARELESS = 0.7  # share of lines in small letters of somebody who writes no full stops
LONGEST_TITLE = 40  # characters of an entry that heads what stands below it
WRAPPED = 66  # characters that a line has at least where it breaks only because it is full
LONGEST = 500  # characters of a sentence; what goes on longer is cut
_ASKS = re.compile(
    r"(?:is|are|do|does|did|can|could|will|would|how|what|when|where|who|which|why|any)\b",
    re.IGNORECASE,
)
_CURRENCY = re.compile(r"\b(?:usd|us\$|dollars?)\b|us\$|\$", re.IGNORECASE)
_PRICE = re.compile(r"^\W*(?:usd|us)?\W*\d[\d.,]*\W*(?:usd|dollars?)?\W*$", re.IGNORECASE)
_TICK = re.compile(
    r"^(?:yes|no|included|not included|none|-|x|\u2713|\u2717)(?:,.*)?$", re.IGNORECASE
)
_END = re.compile(r"[.!?]+[\"')\]]*\s+(?=\S)")
_FOOTER = re.compile(r"©|\(c\)\s|\bwww\.|\S@\S+\.\w", re.IGNORECASE)
_ADDRESSED = re.compile(r"\W*are you (?:an?|still|in)\b", re.IGNORECASE)
_SPOKEN = re.compile(
    r'"[^"]{5,600}"[.,!]?\s*(?:-\s*(?:Dr\.?\s)?[A-Z]|\(|,?\s*(?:says|writes|said|wrote)\s(?:Dr\.?\s)?[A-Z])'
)
_SHORT = re.compile(
    r"(?:\b(?:dr|prof|mr|mrs|ms|st|inc|e\.g|i\.e|approx|ca|vs|u\.s|a\.m|p\.m|jr|sr|u|m\.d"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
    r"|\b[A-Z])\.\s+$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together, with the headings above and the question before."""

    kind: str
    lines: list[Line]
    headings: tuple[str, ...] = ()
    question: str = ""
    header: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; `starts` and `numbers` tell on which line each part of it stands.

    `quoted` is the depth of `>` before it; `spoken` are words in quotes with the speaker's name;
    `listed` begins an entry of a list or table, of which `header` is the first row; `denied` is
    what stands under a heading or question that turns it into its opposite.
    """

    text: str
    kind: str
    starts: tuple[int, ...]
    numbers: tuple[int, ...]
    headings: tuple[str, ...] = ()
    question: str = ""
    before: str = ""
    block: int = 0
    quoted: int = 0
    spoken: bool = False
    listed: bool = False
    header: str = ""
    denied: bool = False

    @property
    def asks(self) -> bool:
        """Whether it is a question, which says nothing."""
        if self.kind == PROSE and _ADDRESSED.match(self.text):
            return False  # whoever is asked so is meant
        end = self.text.rstrip("\"') ")
        return end.endswith("?") or (
            self.kind == TURN and not end.endswith((".", "!")) and bool(_ASKS.match(self.text))
        )

    @property
    def priced(self) -> bool:
        """Whether a bare number in a cell is an amount of money."""
        return self.listed and bool(
            _CURRENCY.search(f"{self.headings} | {self.context} | {self.text}")
        )

    @property
    def alternatives(self) -> bool:
        """Whether it is a row with a price, or a yes or no, for each of several offers."""
        if self.kind != ROW:
            return False
        cells = [cell.strip() for cell in self.text.split("|")[1:]]
        alike = max(sum(bool(one.search(cell)) for cell in cells) for one in (_PRICE, _TICK))
        return alike > 1 or (alike == 1 and len(cells) == 2 and cells.count("-") == 1)

    @property
    def context(self) -> str:
        """The heading and the question that it stands under."""
        return " / ".join(filter(None, (*self.headings[-1:], self.question, self.header)))

    def line_at(self, index: int) -> int:
        """The line, from 1, of the character at `index`."""
        return self.numbers[max(0, bisect_right(self.starts, index) - 1)]


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text, in its order."""
    found: list[Sentence] = []
    for block, paragraph in enumerate(_paragraphs(text)):
        found += _sentences(paragraph, block)
    return found


def _paragraphs(text: str) -> Iterator[Paragraph]:
    """Paragraphs with their headings; a question by one speaker stands before another's answer."""
    names = speakers(text)
    lines = [line_of(raw, n, names) for n, raw in enumerate(text.split("\n"), 1)]
    marked = any(line.kind == HEADING for line in lines)  # then others are none
    title, heading, question, asked_by, header = "", "", "", "", ""
    for group in _groups(lines, marked=marked):
        kind = group[0].kind
        joined = " ".join(line.text for line in group)
        if kind == HEADING:
            heading, question = joined, ""
        elif _FOOTER.search(joined):
            heading = title  # who stands behind it all, not what the last heading was about
        if kind == TURN and group[0].speaker == asked_by:
            question = ""
        header = (header or joined) if kind == ROW else ""
        above = header if header != joined else ""
        title = title or heading
        yield Paragraph(kind, group, (title, heading) if heading else (), question, above)
        if kind == TURN:
            question, asked_by = joined, group[0].speaker
        elif joined.endswith("?"):
            question, asked_by = joined, ""
        elif kind != HEADING:
            question = ""


def _groups(lines: list[Line], *, marked: bool) -> Iterator[list[Line]]:
    group: list[Line] = []
    width = _width(lines)
    for index, line in enumerate(lines):
        if group and not (line.kind == PROSE and _goes_on(group[-1], line, width)):
            yield group
            group = []
        if line.kind == BLANK:
            continue
        if not marked and not group and _heads(lines, index, width):
            yield [Line(HEADING, line.text, line.number, line.quoted)]
            continue
        group.append(line)
    if group:
        yield group


def _width(lines: list[Line]) -> int:
    """From how many characters a line is full; more than any has where each stands for itself."""
    prose = [line for line in lines if line.kind in (PROSE, ITEM, TURN)]
    small = sum(line.text[:1].islower() for line in prose)
    careless = len(prose) > 2 and small > len(prose) * CARELESS
    return 10_000 if careless else WRAPPED


def _goes_on(last: Line, line: Line, width: int) -> bool:
    """Whether a line is the rest of the one before, which was full or breaks within a sentence."""
    if last.kind in (HEADING, BLANK) or last.number + 1 != line.number:
        return False
    if last.kind == ROW and line.indent == 0:
        return False
    first = line.text.split(" ", 1)[0]
    full = last.full + len(first) >= width
    small = line.text[:1].islower() and last.full >= width * MOSTLY_FULL
    return full or (small and last.text[-1:] not in ".!?:")


def _heads(lines: list[Line], index: int, width: int) -> bool:
    """Whether a line is a heading, or an entry in few words with its text further in below."""
    line = lines[index]
    if line.kind != ITEM:
        return line.kind == PROSE and _is_heading(lines, index, width)
    below = lines[index + 1] if index + 1 < len(lines) else None
    return (
        below is not None
        and below.kind == PROSE
        and below.indent > line.indent
        and len(line.text) <= LONGEST_TITLE
        and line.text[-1:] not in ".,;:!?"
        and not below.text[:1].islower()
    )


def _is_heading(lines: list[Line], index: int, width: int) -> bool:
    """A short line on its own at the start or after a gap, without the mark of a sentence's end."""
    line = lines[index]
    if (
        len(line.text) > LONGEST_HEADING
        or line.text[-1:] in ".,;:"
        or (line.text[-1:] == ")" and any(one.kind != BLANK for one in lines[:index]))
        or (index and ": " in line.text[-30:])
    ):
        return False
    above = lines[index - 1] if index else None
    below = lines[index + 1] if index + 1 < len(lines) else None
    if below is not None and below.kind == ROW and below.indent > line.indent:
        return True
    if above is not None and above.kind != BLANK:
        second = index == 1 or lines[index - 2].kind == BLANK  # a title may have two lines
        if not second or not _is_heading(lines, index - 1, width):
            return False
    if below is not None and below.kind == PROSE and _goes_on(line, below, width):
        return False
    return below is not None


def _sentences(paragraph: Paragraph, block: int) -> Iterator[Sentence]:
    text, starts, numbers = "", [], []
    for line in paragraph.lines:
        text += " " if text else ""
        starts.append(len(text))
        numbers.append(line.number)
        text += line.text
    question = paragraph.question
    spoken = [match.span() for match in _SPOKEN.finditer(text)]
    for begin, end in _spans(text):
        first = max(0, bisect_right(starts, begin) - 1)
        inner = tuple(max(0, start - begin) for start in starts[first:] if start < end)
        sentence = Sentence(
            text[begin:end],
            paragraph.kind,
            inner,
            tuple(numbers[first : first + len(inner)]),
            paragraph.headings,
            question,
            "",
            block,
            paragraph.lines[0].quoted,
            any(start <= begin < stop for start, stop in spoken),
            paragraph.kind in (ITEM, ROW) and begin == 0,
            paragraph.header,
        )
        if sentence.asks:
            question = sentence.text
        yield sentence


def _spans(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for match in _END.finditer(text):
        if _SHORT.search(text[begin : match.end()]):
            continue
        yield from _cut(begin, match.end(), text)
        begin = match.end()
    if text[begin:].strip():
        yield from _cut(begin, len(text), text)


def _cut(begin: int, end: int, text: str) -> Iterator[tuple[int, int]]:
    """The stretch without the space at its end; one that is too long in several pieces."""
    while end - begin > LONGEST:
        space = text.rfind(" ", begin, begin + LONGEST)
        middle = space + 1 if space > begin else begin + LONGEST
        yield begin, middle
        begin = middle
    yield begin, begin + len(text[begin:end].rstrip())
