"""The report file: which decisions, sections and lists a report shows, and in which order."""

from engine.ir.layout import EntityLayout, Layout, Section
from engine.problem import Problems
from engine.reading.comparison import read_comparison
from engine.reading.document import Tree
from engine.reading.fields import Fields
from engine.reading.sheets import read_sheets, reminder_days
from engine.reading.triage import read_triage

EMPTY = Layout("", "", "", "", "", {}, (), (), {}, (), (), ())


def read_layout(tree: Tree, problems: Problems) -> tuple[Layout, str]:
    """The layout of reports and the version that the knowledge base declares."""
    fields = Fields(tree, problems, "report")
    version = fields.text("version", "0")
    layout = Layout(
        fields.text("title", required=True),
        fields.text("intro"),
        fields.text("decisions_title", "Where you stand"),
        fields.text("now"),
        fields.text("plan_title", "By date"),
        fields.texts("decisions"),
        fields.words("headlines"),
        fields.words("main") if fields.has("main") else fields.words("headlines"),
        _checks(fields, problems),
        tuple(Section(name, title) for name, title in fields.texts("sections").items()),
        tuple(_entity(name, part, problems) for name, part in fields.pairs("entities").items()),
        fields.words("limits"),
        fields.day("reviewed"),
        frozenset(fields.words("quiet")),
        fields.words("now_from"),
        reminder_days(fields, problems),
        read_sheets(fields, problems),
        read_triage(fields, problems),
    )
    fields.finish()
    return layout, version


def _checks(fields: Fields, problems: Problems) -> dict[str, tuple[str, ...]]:
    tree = fields.tree("checks")
    if tree is None:
        return {}
    lists = Fields(tree, problems, "checks")
    return {name: lists.words(name) for name in fields.pairs("checks")}


def _entity(name: str, tree: Tree, problems: Problems) -> EntityLayout:
    fields = Fields(tree, problems, f"report of {name}")
    layout = EntityLayout(
        name,
        fields.text("key", name),
        fields.text("title", required=True),
        fields.text("status"),
        fields.words("weighed"),
        fields.text("headline"),
        fields.texts("fields"),
        fields.texts("open_as"),
        fields.texts("range_of"),
        fields.text("flags"),
        fields.texts("lists"),
        fields.words("order"),
        fields.text("most_first"),
        read_comparison(fields, problems),
    )
    fields.finish()
    return layout
