"""Charts: tables whose rows have bars, so that the numbers are the chart for who cannot see it."""

from collections.abc import Sequence

from engine.rendering.html.tags import Safe, tag

_WIDTH, _HEIGHT = 1000, 10  # units; how large a bar is drawn is up to the style sheet
Row = tuple[str, int]


def bars(caption: str, heads: tuple[str, str], rows: Sequence[Row], total: int = 0) -> Safe:
    """A row for each text and count; with a `total` of all their share of it is said as well."""
    most = max((count for _, count in rows), default=0)
    head = tag("tr", *(tag("th", title, scope="col") for title in heads))
    body = [_row(text, count, most, total) for text, count in rows]
    return tag(
        "table",
        tag("caption", caption),
        tag("thead", head),
        tag("tbody", *body),
        class_="bars",
    )


def _row(text: str, count: int, most: int, total: int) -> Safe:
    share = f" ({count / total:.0%})" if total else ""
    number = tag("span", f"{count:,}{share}", class_="count")
    return tag("tr", tag("th", text, scope="row"), tag("td", number, bar(count, most)))


def bar(count: float, most: float) -> Safe:
    """One bar; it says nothing that does not stand beside it."""
    width = round(_WIDTH * count / most) if most else 0
    return tag(
        "svg",
        tag("rect", width=width, height=_HEIGHT),
        class_="bar",
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        preserveAspectRatio="none",
        aria_hidden="true",
    )
