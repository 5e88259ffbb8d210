"""What the benchmark prints."""

import os
import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median

from benchmarks.peers.columns import Speed
from benchmarks.peers.engine import Peer
from benchmarks.peers.measure import Timed, middle

PACKAGES = ("durable-rules", "zen-engine", "clipspy", "polars")


def machine() -> str:
    """The machine, what runs on it, and how busy it is with other things."""
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    found = [f"{name} {version(name)}" for name in PACKAGES if _installed(name)]
    return (
        f"{_processor()}, {os.cpu_count()} cores, load average {load};"
        f" Python {platform.python_version()}, {', '.join(found)}."
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _installed(name: str) -> bool:
    try:
        return bool(version(name))
    except PackageNotFoundError:
        return False


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A Markdown table of which the first column is words."""
    print(f"\n| {' | '.join(head)} |\n|---|{'---:|' * (len(head) - 1)}")
    for row in rows:
        print(f"| {' | '.join(row)} |")


HEAD = (
    "one person", "ms", "p95", "ms with trace", "p95", "students/s", "load ms", "MB", "MB after",
)  # fmt: skip


def row(one: Timed, memory: tuple[float, float] | None) -> list[str]:
    """What was measured of one engine."""
    load = f"{one.load:.0f}"
    grown = [f"{part:.1f}" for part in memory] if memory else ["", ""]
    times = [*middle(one.plain), *middle(one.traced)]
    return [one.peer.name, *times, f"{one.speed:,.0f}", load, *grown]


def in_columns(name: str, speed: Speed) -> list[str]:
    """The row of columns, which know no single persons."""
    return [name, *[""] * 4, f"{speed.students / speed.seconds:,.0f}", "", "", ""]


def missing(peers: Sequence[Peer]) -> None:
    """Say what was left out."""
    if peers:
        print(f"\nNot installed, and left out: {', '.join(peer.name for peer in peers)}.")


def goals(found: Sequence[Timed]) -> None:
    """How the closures with full trace compare, in this run."""
    ours = median(next(one.traced for one in found if one.peer.name == "closures"))
    for name, traced, goal in (("GoRules zen", False, 1), ("CLIPS", True, 5)):
        times = [
            median(one.traced if traced else one.plain)
            for one in found if one.peer.name.startswith(name)
        ]  # fmt: skip
        if times:
            least = min(times)
            print(
                f"\nClosures with full trace are {least / ours:.1f} times as fast as {name}"
                f" {'with' if traced else 'without'} trace in its faster form (goal: {goal})."
            )


def bandwidth(speed: Speed, copied: float) -> None:
    """How much of what memory allows the columns use."""
    used = speed.bytes / speed.seconds
    print(
        f"\nColumns read and write {speed.bytes / speed.students:,.0f} bytes for a student,"
        f" {used / 1e9:.1f} GB/s on one core; copying memory reaches {copied / 1e9:.1f} GB/s there."
    )
