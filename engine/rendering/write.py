"""A report in one of its written forms."""

from engine.ir.base import RuleBase
from engine.rendering.blocks import to_markdown, to_text
from engine.rendering.report import report_blocks
from engine.rendering.under import Trees
from engine.report.parts import Data
from engine.visible import json_text


def render(
    report: Data, base: RuleBase, form: str, *, full: bool = False, trees: Trees | None = None
) -> str:
    """The report as `text`, `markdown` or `json`; `full`: the text with every cited statement.

    `trees` are printed under what they explain; the JSON form has none, see a trace for them.
    """
    if form == "json":
        return json_text(report)
    blocks = report_blocks(report, base, full=full or form == "markdown", trees=trees)
    return to_markdown(blocks) if form == "markdown" else to_text(blocks)
