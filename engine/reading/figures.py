"""Parameter, table and source files."""

from engine.ir.base import Citation, Setting, Table
from engine.problem import Problems
from engine.reading.document import Scalar, Tree
from engine.reading.fields import Fields


def read_setting(name: str, tree: Tree, problems: Problems) -> Setting:
    """A parameter: a number with the sentence that justifies it."""
    fields = Fields(tree, problems, f"parameter {name}")
    setting = Setting(
        name,
        fields.number("value", required=True),
        fields.text("unit"),
        fields.text("because", required=True),
        fields.flag("assumed"),
        fields.words("sources"),
        tree.span,
    )
    fields.finish()
    if not setting.assumed and not setting.sources:
        problems.add(tree.span, f"parameter {name} has no source", "add sources or assumed: yes")
    return setting


def read_table(name: str, tree: Tree, problems: Problems) -> Table:
    """A table: for each value of a choice a figure, or `no_figure` where the sources give none."""
    fields = Fields(tree, problems, f"table {name}")
    figures = {
        key: _figure(name, value, problems) for key, value in fields.pairs("figures").items()
    }
    table = Table(
        name,
        fields.text("title", required=True),
        figures,
        fields.text("note"),
        fields.words("sources"),
        tree.span,
    )
    fields.finish()
    if not table.sources:
        problems.add(tree.span, f"table {name} has no source", "add sources: [id, …]")
    return table


def _figure(name: str, tree: Tree, problems: Problems) -> float | None:
    text = tree.text if isinstance(tree, Scalar) else ""
    if text == "no_figure":
        return None
    try:
        return float(text)
    except ValueError:
        problems.add(tree.span, f"table {name}: a number or no_figure is expected here")
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
        for name, statement in part.texts("statements").items():
            found.append(Citation(name, document, heading, statement, entry.span))
        part.finish()
    fields.finish()
    return document, title, found
