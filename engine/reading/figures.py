"""Parameter, table and source files."""

from engine.ir.base import Citation, Setting, Table
from engine.problem import Problems
from engine.reading.document import Mapping, Scalar, Tree
from engine.reading.fields import NUMBER, NUMBER_HINT, Fields
from engine.span import Span


def read_setting(name: str, tree: Tree, problems: Problems, place: Span) -> Setting:
    """A parameter: a number with the sentence that justifies it."""
    fields = Fields(tree, problems, f"parameter {name}", place)
    setting = Setting(
        name,
        fields.number("value", required=True),
        fields.text("unit"),
        fields.text("because", required=True),
        fields.flag("assumed"),
        fields.words("sources"),
        fields.day("reviewed"),
        tree.span,
    )
    if not setting.assumed and not fields.has("sources"):
        hint = "add sources: [id, …], or assumed: yes where it is our own choice"
        fields.lacks("sources", f"parameter {name} has no source", hint)
    fields.finish()
    return setting


def read_table(name: str, tree: Tree, problems: Problems, place: Span) -> Table:
    """A table: for each value of a choice a figure, or `no_figure` where the sources give none."""
    fields = Fields(tree, problems, f"table {name}", place)
    figured = fields.pairs("figures", required=True)
    figures = {key: _figure(key, value, problems) for key, value in figured.items()}
    table = Table(
        name,
        fields.text("title", required=True),
        figures,
        fields.text("note"),
        fields.words("sources"),
        fields.day("reviewed"),
        tree.span,
    )
    if not fields.has("sources"):
        fields.lacks("sources", f"table {name} has no source", "add sources: [id, …]")
    fields.finish()
    return table


def _figure(name: str, tree: Tree, problems: Problems) -> float | None:
    text = tree.text if isinstance(tree, Scalar) else ""
    if text == "no_figure":
        return None
    if NUMBER.fullmatch(text):
        return float(text)
    hint = f"{NUMBER_HINT}; or no_figure where there is none"
    problems.add(tree.span, f"{name}: a number or no_figure is expected here", hint)
    return None


def read_citations(tree: Tree, problems: Problems) -> tuple[str, str, list[Citation]]:
    """One source document: its id, its title, and its statements in our own words."""
    fields = Fields(tree, problems, "source")
    document = fields.text("id", required=True)
    title = f"{fields.text('title', required=True)} ({fields.text('publisher', required=True)})"
    found = []
    for section, entry in fields.pairs("sections").items():
        part = Fields(entry, problems, f"section {section}")
        heading = part.text("title", required=True)
        for name, statement in part.texts("statements", required=True).items():
            span = part.tree("statements")
            place = span.keys[name] if isinstance(span, Mapping) else entry.span
            found.append(Citation(name, document, heading, statement, place))
        part.finish()
    fields.finish()
    return document, title, found
