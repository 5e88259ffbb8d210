"""How one conclusion was reached: answers, derived facts, rules and the conclusion as a graph."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from engine.drawing.asked import Asked
from engine.drawing.graph import Edge, Graph, Part, State, Vertex
from engine.drawing.text import capital, filled, short
from engine.explain.tree import Node, Role
from engine.ir.rules import Advice
from engine.ir.values import Truth
from engine.reason.known import Known, Origin

MOST = 40  # parts of a picture
WIDE = 12  # parts from which a picture reads better from left to right
_STATE = {True: State.TAKEN, None: State.POSSIBLE, False: State.RULED_OUT}
_SAID = {True: "", None: " (open)", False: " (does not hold)"}
_RULES = (Role.ROW, Role.RULE, Role.ADVICE)
KEY = "Thick: holds. Dashed: open, an answer is missing. Dotted: does not hold."


def derivation(known: Known, node: Node, name: str, most: int = MOST) -> Graph:
    """What the conclusion `node` rests on, from answers at the top down to it.

    Where that is more than `most` parts, what lies furthest off is folded. Rows that do not hold
    are one part. `name` is what the person asked for.
    """
    woven = _woven(known, node, 1)
    for depth in count(2):
        deeper = _woven(known, node, depth) if woven.cut else woven
        if deeper is woven or len(deeper.vertices) > most:
            break
        woven = deeper
    title = _text(known, node)
    said = f"How {name} follows: answers first, then what was concluded from them"
    said += "; what lies further off is folded" if woven.cut else ""
    vertices = tuple(woven.vertices.values())
    title = f"{title} – {node.about}" if node.about else title
    wide = len(vertices) > WIDE
    return Graph(capital(title), said, vertices, tuple(woven.arrows()), KEY, sideways=wide)


def _woven(known: Known, node: Node, depth: int) -> "_Weaving":
    woven = _Weaving(known, depth, node.about)
    woven.step(node, 0)
    return woven


@dataclass
class _Weaving:
    """Vertices by what they stand for; each shared part is drawn once.

    Facts are followed `depth` steps up from the conclusion, which is about `about`.
    """

    known: Known
    depth: int
    about: str
    vertices: dict[object, Vertex] = field(default_factory=dict)
    edges: dict[tuple[str, str], tuple[list[str], State]] = field(default_factory=dict)
    cut: bool = False

    def step(self, node: Node, deep: int) -> str:
        """Draw a fact, a rule or a bare test with what it rests on; gives its id."""
        key: object = node.place or (node.role, node.id, node.about, node.text)
        if key in self.vertices:
            return self.vertices[key].id
        name = f"n{len(self.vertices)}"
        far = deep >= self.depth and node.place is not None and bool(node.children)
        self.cut = self.cut or far
        self.vertices[key] = self._vertex(node, name, far=far)
        if not far:
            self._below(node, name, deep)
        return name

    def arrows(self) -> Iterator[Edge]:
        """One edge between two parts, with all that it says."""
        for (source, target), (texts, state) in self.edges.items():
            yield Edge(source, target, "; ".join(dict.fromkeys(filter(None, texts))), state)

    def _below(self, node: Node, name: str, deep: int) -> None:
        self._lead(_rests(node), name, deep)
        if node.place is None:
            return
        rules = [one for one in node.relevant() if one.role in _RULES]
        failed = [one for one in rules if one.verdict is False]
        if failed and node.role is Role.DECISION:
            self._fold(failed, name, deep)
        else:
            for one in failed:
                self._lead(_rests(one), name, deep)
        for one in rules:
            if one.verdict is not False:
                self._edge(self.step(one, deep), name, "", _STATE[one.verdict])

    def _lead(self, parts: Iterator[tuple[Node, str, Truth]], name: str, deep: int) -> None:
        for part, said, verdict in parts:
            text = "" if part.text.startswith(said) else said
            self._edge(self.step(part, deep + 1), name, text, _STATE[verdict])

    def _edge(self, source: str, target: str, text: str, state: State) -> None:
        self.edges.setdefault((source, target), ([], state))[0].append(text)

    def _fold(self, failed: Sequence[Node], name: str, deep: int) -> None:
        """Rows that do not hold as one part, with the facts that they fail by.

        These are less wanted than what made a row hold, so they count as one step further off.
        """
        rows = f"{len(failed)} rows do" if len(failed) > 1 else "1 row does"
        folded = f"n{len(self.vertices)}"
        self.vertices["failed", name] = Vertex(
            folded, f"{rows} not hold", Part.FOLDED, State.RULED_OUT, note=_ids(failed)
        )
        self._edge(folded, name, "", State.RULED_OUT)
        for one in failed:
            for part, _, _ in _rests(one):
                self._edge(self.step(part, deep + 2), folded, "", State.RULED_OUT)

    def _vertex(self, node: Node, name: str, *, far: bool) -> Vertex:
        text = _text(self.known, node)
        if node.place and node.about and node.about != self.about:
            text = f"{text} – {node.about}"
        note = f"what it rests on: trace {node.id}" if far else self._note(node)
        return Vertex(name, capital(text), _part(node), _STATE[node.verdict], note=note)

    def _note(self, node: Node) -> str:
        if node.role in _RULES:
            return f"{node.id}{_SAID[node.verdict]}"
        if node.verdict is None and node.origin is not Origin.DERIVED and node.place:
            return Asked(self.known, node.place[1]).text(node.place)
        failed = [one for one in node.children if one.role is Role.RULE and one.verdict is False]
        return f"does not hold: {_ids(failed)}" if failed else ""


def _rests(node: Node) -> Iterator[tuple[Node, str, Truth]]:
    """The facts behind the tests of a rule or number, each with the test in words and how it came
    out; a test that looks at no fact stands for itself."""
    for child in node.relevant():
        if child.role in _RULES:
            continue
        if child.place is not None or not child.relevant():
            yield child, "", child.verdict
            continue
        for part, said, verdict in _rests(child):
            own = child.role is Role.TEST
            yield (part, child.text, child.verdict) if own else (part, said, verdict)


def _ids(rules: Sequence[Node]) -> str:
    return ", ".join(one.id for one in rules[:3]) + (", …" if len(rules) > 3 else "")


def _text(known: Known, node: Node) -> str:
    item = known.base.governed.get(node.id)
    if node.role is Role.ADVICE and isinstance(item, Advice):
        return short(filled(known.base, item.say))
    return short(node.text)


def _part(node: Node) -> Part:
    if node.role in _RULES:
        return Part.RULE
    if node.place is not None and node.origin is Origin.DERIVED:
        return Part.DECISION if node.role is Role.DECISION else Part.DERIVED
    return Part.QUESTION
