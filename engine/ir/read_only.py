"""A decorator for plain values that a search makes by the thousand.

To the type checker they are as read-only as frozen dataclasses; at run time nothing is checked,
which makes them in a quarter of the time.
"""

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

_Class = TypeVar("_Class")


@dataclass_transform(frozen_default=True)
def read_only(cls: type[_Class]) -> type[_Class]:
    """A dataclass with slots that is compared and hashed by its fields."""
    return dataclass(slots=True, unsafe_hash=True)(cls)
