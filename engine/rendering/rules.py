"""Rules in words, for `rules list` and `rules show`."""

from engine.explain.words import Words
from engine.finding.names import unknown_name
from engine.ir.base import RuleBase, Setting, Table
from engine.ir.names import fact_named
from engine.ir.rules import Advice, Argument, Decision, Message, Row, Rule, Stance

_KINDS = {Row: "row", Rule: "rule", Advice: "advice", Message: "message", Argument: "argument"}


def rule_line(item: Row | Rule | Advice | Message | Argument) -> str:
    """One line: id, kind, sources, place."""
    sources = ", ".join(item.sources) or "-"
    ours = " (our reading)" if item.assumed else ""
    return f"{item.id}  {_KINDS[type(item)]}  {sources}{ours}  {item.span.file}:{item.span.line}"


def shown(base: RuleBase, name: str) -> str:
    """A rule, a decision or a fact in words; raises BadInput when there is none of that name."""
    if name in base.governed:
        return _governed(base.governed[name], base)
    if name in base.settings:
        return _setting(base.settings[name], base)
    if name in base.tables:
        return _table(base.tables[name])
    if name in base.citations:
        return f"{_source(name, base)}\n"
    fact = fact_named(base, name)
    if fact is None:
        names = [*base.governed, *base.layout.decisions, *base.facts, *base.settings, *base.tables]
        raise unknown_name(base, name, "rule, decision, fact, parameter or table", names)
    if fact in base.decisions:
        return _decision(base.decisions[fact], base)
    rules = base.concluding.get(fact, ())
    return "\n".join(_governed(rule, base) for rule in rules) or _fact(fact, base)


def _decision(decision: Decision, base: RuleBase) -> str:
    rows = "\n".join(_governed(row, base) for row in decision.rows)
    return f"{decision.title} ({decision.fact}): the first row that holds\n\n{rows}"


def _governed(item: Row | Rule | Advice | Message | Argument, base: RuleBase) -> str:
    words = Words(base)
    when = words.condition(item.when) if item.when else "in every other case"
    if isinstance(item, Advice | Message) and item.when is None:
        when = "always"
    lines = [f"{item.id} ({_KINDS[type(item)]}, {item.span})", f"  when: {when}"]
    lines += [f"  then: {_then(item, base)}"]
    if item.because:
        lines.append(f"  because: {item.because}")
    lines += [f"  {_source(name, base)}" for name in item.sources]
    if item.assumed:
        lines.append("  assumed: our reading, not the source's")
    return "\n".join(lines) + "\n"


def _source(name: str, base: RuleBase) -> str:
    citation = base.citations[name]
    document = base.documents[citation.document]
    return f"source {name} ({document}, {citation.section}): {citation.statement}"


def _setting(setting: Setting, base: RuleBase) -> str:
    ours = ", assumed: no source gives it" if setting.assumed else ""
    where = f"({setting.span.file}:{setting.span.line})"
    head = f"parameter {setting.name}: {Words(base).setting(setting)}{ours} {where}"
    sources = [f"  {_source(name, base)}" for name in setting.sources]
    return "\n".join([head, f"  because: {setting.because}", *sources]) + "\n"


def _table(table: Table) -> str:
    figures = [f"  {k}: {'no figure' if v is None else v}" for k, v in table.figures.items()]
    head = f"table {table.name}: {table.title} (source {', '.join(table.sources)})"
    return "\n".join([head, *figures, f"  {table.note}" if table.note else ""]).rstrip() + "\n"


def _then(item: Row | Rule | Advice | Message | Argument, base: RuleBase) -> str:
    if isinstance(item, Row):
        return item.then
    if isinstance(item, Message):
        return f"{item.title}, to {item.to}"
    if isinstance(item, Argument):
        return "; ".join(_stance(one, base) for one in item.argues)
    if isinstance(item, Rule):
        return ", ".join(base.facts[fact].label for fact in item.conclude)
    return " ".join(item.say.split())


def _stance(stance: Stance, base: RuleBase) -> str:
    fact = base.facts[stance.decision]
    side = "for" if stance.speaks_for else "against"
    return f"speaks {side} {fact.label}: {fact.choices[stance.outcome]}"


def _fact(name: str, base: RuleBase) -> str:
    fact = base.facts[name]
    lines = [f"{name} ({fact.kind}): {fact.label}"]
    said = {"asked as": fact.ask, "help": fact.help, "how to find out": fact.find_out}
    lines += [f"  {what}: {text}" for what, text in said.items() if text]
    lines += [f"  {choice} = {label}" for choice, label in fact.choices.items()]
    return "\n".join(lines) + "\n"
