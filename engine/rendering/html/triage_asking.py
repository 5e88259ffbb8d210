"""Which question, put to everybody who was not asked it, would settle most."""

from engine.problem import listing
from engine.rendering.html.bars import bar
from engine.rendering.html.sentence import note, section
from engine.rendering.html.tags import Safe, tag
from engine.report.parts import Data

_HEADS = ("Question", "Not asked yet", "Settled at least", "On average", "At most")


def asking_section(title: str, data: Data) -> Safe:
    """The questions, the one that would settle most first, with what the numbers mean."""
    asking = data["asking"]
    about = note(
        f"The numbers count people for whom one answer more would settle "
        f"{listing(asking['about'])}: at least, whatever they answer; on average, by the shares "
        "that the knowledge base expects of the answers; at most, if each gives the answer that "
        "settles most. All possible answers were tried for everybody who was not asked yet and "
        "for whom something is open."
    )
    untried = asking["untried"]
    left_out = note(f"Not tried: {listing(untried)}.") if untried else None
    found = asking["questions"]
    if not found:
        nothing = note("No single question would settle any of these for anybody.")
        return section(title, "asking", nothing, left_out)
    first, rest = found[0]["ask"], found[0]["find_out"]
    best = tag("p", "Of all questions this one would settle most: ", tag("b", first), f" {rest}")
    return section(title, "asking", best, about, _table(found), left_out)


def _table(found: list[Data]) -> Safe:
    words = "Questions by what they would settle"
    head = tag("tr", *(tag("th", title, scope="col") for title in _HEADS))
    most = max(one["expected"] for one in found)
    rows = [_row(one, most) for one in found]
    table = tag("table", tag("caption", words), tag("thead", head), tag("tbody", *rows))
    return tag("div", table, class_="wide figures", tabindex=0, role="region", aria_label=words)


def _row(one: Data, most: float) -> Safe:
    expected = f"{one['expected']:,.1f}"
    return tag(
        "tr",
        tag("th", one["ask"], scope="row"),
        tag("td", f"{one['open']:,}"),
        tag("td", f"{one['surely']:,}"),
        tag("td", expected, bar(one["expected"], most)),
        tag("td", f"{one['possibly']:,}"),
    )
