"""How many go from which outcome to which, as tables."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from engine.rendering.blocks import Block, Grid, Heading, Paragraph
from engine.rendering.phrases import capital
from engine.rosters.compared import DETAIL, NO, YES
from engine.rosters.decided import OPEN
from engine.rosters.packed import ADVICE, CONTRADICTION, FLAG

Moves = Mapping[tuple[str, str, str, str], int]  # kind, item, before, after: how many
_WORDS = {
    ADVICE: ("Advice", "now given", "no longer"),
    FLAG: ("Warnings", "now shown", "no longer"),
    CONTRADICTION: ("Contradictions", "now found", "no longer"),
}
_MOST = 9  # columns of a table that can still be read
_MOST_ROWS = 20
_ABSENT = "none"


def short(value: str) -> str:
    """An outcome, without what is possible where it is open."""
    return OPEN if value.startswith(f"{OPEN}: ") else value or _ABSENT


def square(title: str, counts: Counter[tuple[str, str]]) -> Iterator[Block]:
    """A table of outcomes before and after; a list of moves where it would be too wide."""
    before = list(dict.fromkeys(old for old, _ in counts))
    after = list(dict.fromkeys(new for _, new in counts))
    yield Paragraph(title)
    if len(after) > _MOST:
        rows = [(f"{old} → {new}", f"{many:,}") for (old, new), many in counts.most_common()]
        yield Grid(("before → after", "how many"), tuple(rows))
        return
    table = [(old, *(_figure(counts[old, new]) for new in after)) for old in before]
    yield Grid(("before \\ after", *after), tuple(table))


def _figure(many: int) -> str:
    return f"{many:,}" if many else "·"


def crossed(title: str, values: Sequence[str], counts: Counter[tuple[str, str]]) -> Grid:
    """Everybody by outcome before and after, with the sums of both; `values` in their order."""
    there = {value for pair in counts for value in pair}
    shown = [value for value in (*values, OPEN) if value in there]
    rows = [
        (old, *(_figure(counts[old, new]) for new in shown), _sum(counts, 0, old)) for old in shown
    ]
    last = ("all after", *(_sum(counts, 1, new) for new in shown), f"{counts.total():,}")
    return Grid((title, *shown, "all before"), (*rows, last))


def _sum(counts: Counter[tuple[str, str]], side: int, value: str) -> str:
    return f"{sum(many for pair, many in counts.items() if pair[side] == value):,}"


def valued(moves: Moves, kind: str, item: str) -> Counter[tuple[str, str]]:
    """The moves of one conclusion; open is one outcome, whatever is still possible.

    Where it is open before and after, what is possible is another.
    """
    found: Counter[tuple[str, str]] = Counter()
    for (its, name, before, after), many in moves.items():
        if (its, name) == (kind, item):
            old, new = short(before), short(after)
            found[old, "open otherwise" if old == new == OPEN else new] += many
    return Counter(dict(sorted(found.items())))


def said(moves: Moves) -> Iterator[Block]:
    """What comes and goes: advice, warnings, contradictions; and advice said otherwise."""
    for kind, (title, came, went) in _WORDS.items():
        counts = {item: _both(moves, kind, item) for its, item, _, _ in moves if its == kind}
        most = sorted(counts, key=lambda item: (-sum(counts[item]), item))
        rows = [(item, *map(_figure, counts[item])) for item in most[:_MOST_ROWS]]
        if rows:
            yield Heading(3, title)
            yield Grid((title.lower(), came, went), tuple(rows))
        if len(most) > _MOST_ROWS:
            yield Paragraph(f"And {len(most) - _MOST_ROWS} more, which --format json lists.")
    details = [(i, old, new, n) for (kind, i, old, new), n in moves.items() if kind == DETAIL]
    if details:
        yield Heading(3, "Advice with other dates or numbers")
        told = [(f"{item}: {old} → {new}", f"{n:,}") for item, old, new, n in sorted(details)]
        yield Grid(("advice", "who has it"), tuple(told))


def _both(moves: Moves, kind: str, item: str) -> tuple[int, int]:
    """How often something came and went."""
    return moves.get((kind, item, NO, YES), 0), moves.get((kind, item, YES, NO), 0)


def capitalised(label: str, item: str) -> str:
    """A conclusion by its label, with its name where that is another."""
    return capital(label) if label == item else f"{capital(label)} ({item})"
