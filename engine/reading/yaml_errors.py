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


_COLON = "after a name write a colon and a space; put text that contains “: ” in quotes"
_MARK = "put text that starts with % @ ` or another special character in quotes"
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
    _Meaning(r"mapping values are not allowed", "a colon is not possible here", _COLON),
    _Meaning(r"find expected ':'|expected ':'", "a colon is missing in this line", _COLON, True),
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
    for meaning in _MEANINGS:
        if re.search(meaning.pattern, what):
            place = _span(error, "context_mark", name) if meaning.opened else span
            problems.add(place, meaning.message, meaning.hint)
            return
    problems.add(span, f"this cannot be read: {what.strip() or error}", _OTHER)


def _span(error: yaml.YAMLError, mark: str, name: str) -> Span:
    found = getattr(error, mark, None) or getattr(error, "problem_mark", None)
    return Span(name, found.line + 1, found.column + 1) if found else Span(name)


def _is_indented_by_tab(span: Span, problems: Problems) -> bool:
    line = problems.line(span)
    return "\t" in line[: len(line) - len(line.lstrip())]
