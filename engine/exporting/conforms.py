"""Whether data from a file has the form that a JSON Schema asks for, as far as ours use it."""

from collections.abc import Callable, Iterator
from typing import Any

Schema = dict[str, Any]
MOST = 5  # mistakes told
_TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda data: isinstance(data, dict),
    "array": lambda data: isinstance(data, list),
    "string": lambda data: isinstance(data, str),
    "boolean": lambda data: isinstance(data, bool),
    "null": lambda data: data is None,
    "number": lambda data: isinstance(data, int | float) and not isinstance(data, bool),
    "integer": lambda data: isinstance(data, int) and not isinstance(data, bool),
}


def mistakes(data: Any, schema: Schema) -> list[str]:
    """Where the data has another form, in words; the first few, none when it conforms."""
    found = _Check(schema.get("$defs", {})).mistakes(data, schema, "it")
    return [told for told, _ in zip(found, range(MOST), strict=False)]


class _Check:
    def __init__(self, definitions: dict[str, Schema]) -> None:
        self._definitions = definitions

    def mistakes(self, data: Any, schema: Schema, where: str) -> Iterator[str]:
        if "$ref" in schema:
            schema = self._definitions[schema["$ref"].rpartition("/")[2]]
        if "anyOf" in schema:
            ways = [next(self.mistakes(data, way, where), None) for way in schema["anyOf"]]
            yield from [] if None in ways else [f"{where} has none of the forms it may have"]
        elif "const" in schema or "enum" in schema:
            yield from _named(data, schema.get("enum", [schema.get("const")]), where)
        elif not any(_TYPES[kind](data) for kind in _kinds(schema)):
            yield f"{where} is not of the type {' or '.join(_kinds(schema))}"
        elif isinstance(data, dict):
            yield from self._object(data, schema, where)
        elif isinstance(data, list):
            for number, part in enumerate(data):
                yield from self.mistakes(part, schema["items"], f"{where}[{number}]")
        elif "minimum" in schema and data < schema["minimum"]:
            yield f"{where} is below {schema['minimum']}"

    def _object(self, data: dict[str, Any], schema: Schema, where: str) -> Iterator[str]:
        known, other = schema.get("properties", {}), schema.get("additionalProperties")
        yield from (
            f"{where} has no {key}" for key in schema.get("required", ()) if key not in data
        )
        for key, part in data.items():
            if key in known:
                yield from self.mistakes(part, known[key], f"{where}.{key}")
            elif isinstance(other, dict):
                yield from self.mistakes(part, other, f"{where}.{key}")
            else:
                yield f"{where} has an entry {key} that is not known here"


def _kinds(schema: Schema) -> list[str]:
    kinds = schema["type"]
    return kinds if isinstance(kinds, list) else [kinds]


def _named(data: Any, words: list[str], where: str) -> Iterator[str]:
    """Every word that can be meant is a text; True is not 1, and a list is no word."""
    if not isinstance(data, str) or data not in words:
        yield f"{where} is not {' or '.join(words)}"
