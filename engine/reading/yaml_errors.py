"""What the YAML parser complains of, said for people who do not know YAML."""

import re
from typing import NamedTuple

import yaml

from engine.problem import Problems
from engine.span import Span


class _Meaning(NamedTuple):
    """What to say of an error; `opened`: at the place where the unfinished thing began."""

    pattern: str
    message: str
    hint: str
    opened: bool = False


_NO_COLON = "a colon is missing in this line"
_COLON = "after a name write a colon and a space; put text that contains “: ” in quotes"
_MARK = "put text that starts with % @ ` or another special character in quotes"
_ALIAS = "put text that starts with & or * in quotes"
_EVEN = "lines of one group start in the same column; lists have a dash before each entry"
_MEANINGS = (
    _Meaning(
        r"quoted scalar.*unexpected end|quoted scalar.*document indicator",
        "the quote that opens here is never closed",
        "write the same quotation mark at the end of the text",
        True,
    ),
    _Meaning(
        r"quoted scalar.*(escape|hexdec)",
        "a backslash has a special meaning between double quotes",
        "put the text in single quotes, or write \\\\ for a backslash",
    ),
    _Meaning(
        r"flow sequence",
        "the list that opens here with [ goes wrong further on",
        "close it with ] and put a comma between its entries",
        True,
    ),
    _Meaning(
        r"flow mapping",
        "the group that opens here with { goes wrong further on",
        "close it with } and put a comma between its entries",
        True,
    ),
    _Meaning(r"find expected ':'|expected ':'", _NO_COLON, _COLON, True),
    _Meaning(r"scanning an (alias|anchor)", "text cannot start with & or *", _ALIAS, True),
    _Meaning(r"cannot start any token", "text cannot start with this character", _MARK),
    _Meaning(r"alphabetic or numeric", "text cannot start with this character", _MARK),
    _Meaning(
        r"document start|directive|YAML document",
        "this cannot stand here",
        "a file is one list of “name: value” lines; a line may not start with % or ...",
    ),
    _Meaning(r"block|indentation", "this line does not fit to the lines above", _EVEN),
)
_OTHER = "check indentation, colons, quotes and brackets on this line and the one above"


def record_yaml_error(error: yaml.YAMLError, name: str, problems: Problems) -> None:
    """Record why the text of a file is not usable YAML."""
    what = " ".join(str(getattr(error, part, "") or "") for part in ("context", "problem"))
    span = _span(error, "problem_mark", name)
    if _is_indented_by_tab(span, problems):
        problems.add(span, "a tab stands in the indentation", "use spaces")
        return
    if "mapping values are not allowed" in what:
        _record_colon(span, problems)
        return
    if meant := _at_sign(span, problems.line(span)):
        problems.add(span, *meant)
        return
    for meaning in _MEANINGS:
        if re.search(meaning.pattern, what):
            place = _span(error, "context_mark", name) if meaning.opened else span
            problems.add(place, meaning.message, meaning.hint)
            return
    problems.add(span, f"this cannot be read: {what.strip() or error}", _OTHER)


def _record_colon(span: Span, problems: Problems) -> None:
    """A colon where none can stand: the second of a line, or the line above lacks its own."""
    line = problems.line(span)
    if ":" in line[: span.column - 1]:
        hint = "put the text behind the first colon in quotes, or start a new line"
        problems.add(span, "a second colon in one line", hint)
        return
    number = next((n for n in range(span.line - 1, 0, -1) if _text(span, n, problems)), 0)
    above = _text(span, number, problems)
    indent = len(above) - len(above.lstrip())
    if above and ":" not in above:
        place = Span(span.file, number, indent + 1, len(above.strip()))
        problems.add(place, _NO_COLON, _COLON)
    else:
        start = len(line) - len(line.lstrip())
        place = Span(span.file, span.line, start + 1)
        problems.add(place, "this line starts further right than the line above it", _EVEN)


def _text(span: Span, line: int, problems: Problems) -> str:
    return problems.line(Span(span.file, line)).rstrip()


def _at_sign(span: Span, line: str) -> tuple[str, str] | None:
    """What the character at the place and those before it give away."""
    before, here = line[: span.column - 1].rstrip(), line[span.column - 1 : span.column]
    if here and here in "]}":
        return f"this {here} closes nothing", "remove it"
    if here and here not in ",]}" and re.search(r"""[:\[{,]\s*("[^"]*"|'[^']*')$""", before):
        hint = "put the whole text in quotes, in the other kind (' or \") if it contains some"
        return "the text goes on after the quotation mark that closes it", hint
    return None


def _span(error: yaml.YAMLError, mark: str, name: str) -> Span:
    found = getattr(error, mark, None) or getattr(error, "problem_mark", None)
    return Span(name, found.line + 1, found.column + 1) if found else Span(name)


def _is_indented_by_tab(span: Span, problems: Problems) -> bool:
    line = problems.line(span)
    return "\t" in line[: len(line) - len(line.lstrip())]
