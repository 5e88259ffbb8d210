"""The tracker in the report file: its sheets and columns, read and checked."""

from collections.abc import Iterator

from engine.ir.base import RuleBase
from engine.ir.sheets import Column, Sheet
from engine.problem import Problems, quoted, suggest
from engine.reading.document import Mapping, Scalar, Tree
from engine.reading.fields import Fields

_TAKES = ("count", "first", "all")
MAX_EMPTY_ROWS, MAX_REMINDER_DAYS = 1000, 365


def read_sheets(fields: Fields, problems: Problems) -> tuple[Sheet, ...]:
    """The sheets declared under `tracker:`; none where it is absent."""
    found = fields.pairs("tracker").items()
    return tuple(_sheet(name, tree, problems) for name, tree in found)


def reminder_days(fields: Fields, problems: Problems) -> int:
    """How many days ahead a calendar reminds of a date; 0 for never."""
    return _whole(fields, "plan_reminder_days", MAX_REMINDER_DAYS, problems)


def _whole(fields: Fields, name: str, most: int, problems: Problems) -> int:
    amount = fields.number(name)
    if amount == amount // 1 and 0 <= amount <= most:
        return int(amount)
    message = f"{name}: this number cannot be used"
    problems.add(fields.value_span(name), message, f"write a whole number from 0 to {most}")
    return 0


def _sheet(name: str, tree: Tree, problems: Problems) -> Sheet:
    fields = Fields(tree, problems, f"tracker of {name}")
    rows = _whole(fields, "empty_rows", MAX_EMPTY_ROWS, problems)
    columns = read_columns(fields, "columns", problems)
    sheet = Sheet(name, fields.text("title", required=True), rows, columns, tree.span)
    fields.finish()
    return sheet


def read_columns(fields: Fields, name: str, problems: Problems) -> tuple[Column, ...]:
    """The columns declared under a name, in order."""
    return tuple(_column(item, problems) for item in fields.items(name))


def _column(tree: Tree, problems: Problems) -> Column:
    """`Title`, `Title: fact` or `Title: {same: […]}` and the like."""
    if isinstance(tree, Scalar):
        return Column(tree.text, span=tree.span)
    if not isinstance(tree, Mapping) or len(tree.entries) != 1:
        problems.add(tree.span, "this is no column", "write - Title: fact, or - Title")
        return Column("", span=tree.span)
    ((title, source),) = tree.entries.items()
    if isinstance(source, Scalar):
        return Column(title, source.text, span=source.span)
    fields = Fields(source, problems, f"column {title}")
    same, unless = fields.words("same"), fields.text("unless")
    taken = [(take, name) for take in _TAKES if (name := fields.text(take))]
    fields.finish()
    if len(taken) + bool(same) != 1 or len(same) not in (0, 2):
        hint = "write one of {same: [fact, fact]}, {count: list}, {first: list}, {all: list}"
        problems.add(source.span, f"column {quoted(title)} is not filled from one thing", hint)
    take, entries = taken[0] if taken else ("", "")
    return Column(title, "", same, unless, entries, take, source.span)


def check_sheets(base: RuleBase, problems: Problems) -> None:
    """Record every name under `tracker:` that means nothing there."""
    for sheet in base.layout.tracker:
        if sheet.entity not in base.entities:
            hint = suggest(sheet.entity, base.entities)
            problems.add(sheet.span, f"there is no entity {quoted(sheet.entity)}", hint)
            continue
        if not sheet.columns and all(one.entity != sheet.entity for one in base.layout.entities):
            message = f"the tracker of {sheet.entity} has no columns"
            problems.add(sheet.span, message, "add columns: [Title, …]")
        check_columns(sheet.entity, sheet.columns, base, problems)


def check_columns(
    entity: str, columns: tuple[Column, ...], base: RuleBase, problems: Problems
) -> None:
    """Record every source of a column that cannot be shown of a member."""
    facts, lists = list(_facts(entity, base)), list(_lists(entity, base))
    for column in columns:
        _check(column, "fact", (column.fact, *column.same), facts, problems)
        _check(column, "list of the report", (column.entries,), lists, problems)


def _check(
    column: Column, what: str, names: tuple[str, ...], known: list[str], problems: Problems
) -> None:
    for name in names:
        if name and name not in known:
            message = f"{quoted(name)} is not a {what} that this sheet can show"
            problems.add(column.span, message, suggest(name, known))


def _facts(entity: str, base: RuleBase) -> Iterator[str]:
    """Those of the entity itself, and of those of which there is always one."""
    for fact in base.facts.values():
        if (fact.entity == entity or base.entities[fact.entity].principal) and not fact.part_of:
            yield fact.id


def _lists(entity: str, base: RuleBase) -> Iterator[str]:
    for layout in base.layout.entities:
        if layout.entity == entity:
            yield from filter(None, (layout.flags, *layout.lists))
