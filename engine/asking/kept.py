"""Goals with their diagrams, kept between runs beside the copy of the base they belong to."""

import pickle
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from engine.asking.goals import Goals
from engine.ir.base import RuleBase
from engine.reading.cache import copy_of, load_copy, save_copy, sources

_BASE = "base"  # stands in a copy for the base that it is loaded for


def kept_goals(base: RuleBase, names: Iterable[str]) -> Goals:
    """The goals of a base with those of these names made, from a copy where there is one."""
    beside = copy_of(base)
    if beside is None:
        return Goals(base)
    names = [*names]
    path = beside.with_name(f"{_key(beside, names)}.goals")
    found = load_copy(path, lambda file: _Unpickler(file, base))
    if isinstance(found, Goals):
        return found
    goals = Goals(base)
    for name in names:
        goals.goal(name)
    goals.clear()
    save_copy(goals, path, lambda file: _Pickler(file, base))
    return goals


def _key(beside: Path, names: list[str]) -> str:
    """Of the base, of the goals, and of the sources that make diagrams of them."""
    digest = sha256("\0".join([beside.stem, *names]).encode())
    digest.update(sources("proving/*.py", "asking/*.py"))
    return digest.hexdigest()


class _Pickler(pickle.Pickler):
    def __init__(self, file: BinaryIO, base: RuleBase) -> None:
        super().__init__(file)
        self._base = base

    def persistent_id(self, obj: Any) -> str | None:
        """The base is loaded already, and is to be the same one."""
        return _BASE if obj is self._base else None

    def reducer_override(self, obj: Any) -> Any:
        """What has nothing but its fields is made anew of them: quicker than setting each."""
        if isinstance(obj, type) or not is_dataclass(obj) or hasattr(obj, "__dict__"):
            return NotImplemented
        return type(obj), tuple(getattr(obj, one.name) for one in fields(obj) if one.init)


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: BinaryIO, base: RuleBase) -> None:
        super().__init__(file)
        self._base = base

    def persistent_load(self, pid: Any) -> RuleBase:
        """The base that the copy is loaded for."""
        if pid != _BASE:
            raise pickle.UnpicklingError(f"unknown reference {pid}")
        return self._base
