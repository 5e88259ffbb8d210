"""What a single line of a text is: heading, item, table row, turn of a conversation, or prose."""

import re
from dataclasses import dataclass

HEADING, ITEM, ROW, TURN, PROSE, BLANK = "heading", "item", "row", "turn", "prose", "blank"
LONGEST_HEADING = 75  # characters; longer lines are sentences
_QUOTING = re.compile(r"(?:>\ ?)+")
_BULLET = re.compile(r"(?:[-+*•·–★☆✓✔➤►▪●◦»→✅⭐]|\d{1,2}[.)])\s+(?=\S)")
_STARS = re.compile(r"[*=_~\s-]{3,}$|^\*{2,}\s+|\s+\*{2,}$")
_TURN = re.compile(r"(?:\[[\d:. /,-]{4,20}\]\s*)?(\w[\w. '’-]{0,30}):\s+(?=\S)")
_RULER = re.compile(r"[\s|:+=*_-]*|-{3,}[ \w]*-{3,}")
_CELLS = re.compile(r"(?<=[^.!?\s|])(?:\s{2,}|\s*(?:\. ?){3,}\s*)(?=[^\s|(])")
_SIGN = re.compile(r"(USD|EUR|INR|\$) \| (?=\d)")  # its amount stands in line below others
_ALIKE = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "\xa0": " ", "–": "-", "—": "-", "‑": "-"}
)
_STRUCK = re.compile(r"~~.*?~~")
_MARKUP = re.compile(r"\*\*|__|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|\[(?=[^\]]*\]\()|\]\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its marks; `number` counts from 1, `quoted` is the depth of `>` before it."""

    kind: str
    text: str
    number: int
    quoted: int = 0
    speaker: str = ""
    indent: int = 0
    full: int = 0
    """The length of the line as it stood, by which a wrapped line is known."""


def plain(text: str) -> str:
    """One spelling for all kinds of quotes, dashes and spaces; each character stays in place."""
    return text.translate(_ALIKE)


def line_of(raw: str, number: int, speakers: frozenset[str]) -> Line:
    """What a line is; `speakers` are the names before a colon that make it a turn."""
    text = plain(raw).strip()
    quoted = _QUOTING.match(text)
    depth = quoted[0].count(">") if quoted else 0
    text = text[quoted.end() :].strip() if quoted else text
    indent, full = len(raw) - len(raw.lstrip()), len(raw.rstrip())
    if not text or _RULER.fullmatch(text):
        return Line(BLANK, "", number, depth, indent=indent)
    kind, speaker = PROSE, ""
    turn = _TURN.match(text)
    if text.startswith("#"):
        kind, text = HEADING, text.lstrip("# ")
    elif turn and turn[1] in speakers:
        kind, speaker, text = TURN, turn[1], text[turn.end() :]
    elif bullet := _BULLET.match(text):
        kind, text = ITEM, text[bullet.end() :]
    elif text.startswith("|") or _CELLS.search(text) or " | " in text:
        kind, text = ROW, _SIGN.sub(r"\1 ", _CELLS.sub(" | ", text.strip("| ")))
    text = _STARS.sub("", _STRUCK.sub("", text))
    return Line(kind, " ".join(_MARKUP.sub("", text).split()), number, depth, speaker, indent, full)


def speakers(text: str) -> frozenset[str]:
    """Who speaks in a conversation: names before a colon at the start of several lines."""
    counts: dict[str, int] = {}
    for raw in text.splitlines():
        if found := _TURN.match(raw.strip()):
            counts[found[1]] = counts.get(found[1], 0) + 1
    found_names = {name for name, count in counts.items() if count > 1}
    return frozenset(found_names if len(found_names) > 1 else ())
