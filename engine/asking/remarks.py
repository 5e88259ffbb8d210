"""Remarks behind # in a case file, which are lost when it is written anew."""

import re

import yaml

_HASH = re.compile(r"(?:^|(?<=\s))#", re.MULTILINE)


def has_remarks(data: bytes) -> bool:
    """Whether a readable file has a remark; a # in quotes or in a block of text is none."""
    text = data.decode("utf-8-sig", errors="replace")
    if "#" not in text:
        return False
    try:
        texts = _texts(text)
    except yaml.YAMLError:
        return True  # better one copy too many
    found = (match.start() for match in _HASH.finditer(text))
    return any(not any(start < at < end for start, end in texts) for at in found)


def _texts(text: str) -> list[tuple[int, int]]:
    """Where texts stand in which a # means nothing: from the quote, or behind the line with |."""
    found = []
    for token in yaml.scan(text):
        if isinstance(token, yaml.ScalarToken) and token.style:
            start, end = token.start_mark.index, token.end_mark.index
            found.append((text.find("\n", start) if token.style in "|>" else start, end))
    return found
