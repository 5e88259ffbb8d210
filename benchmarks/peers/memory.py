"""How much memory one engine takes; run in a process of its own.

    python -m benchmarks.peers.memory ENGINE < EXPORTED

Reads a pickle of how the engine is made and of people; prints by how many bytes the process grew
with the rules loaded, and with everybody answered.
"""

import gc
import pickle
import subprocess
import sys
from pathlib import Path

from benchmarks.peers.engine import Peer, Person
from engine.ir.base import RuleBase


def grown(peer: Peer, part: RuleBase, people: list[Person]) -> tuple[float, float]:
    """Megabytes: after the rules were loaded, and after everybody was answered."""
    command = [sys.executable, "-m", "benchmarks.peers.memory"]
    told = pickle.dumps((peer.load, peer.export(part), people, peer.without))
    ran = subprocess.run(command, input=told, stdout=subprocess.PIPE, check=True)
    loaded, answered = ran.stdout.split()
    return float(loaded), float(answered)


def resident() -> float:
    """Megabytes of this process that are in memory."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def main() -> None:
    """Load, answer and print."""
    load, text, people, plain = pickle.load(sys.stdin.buffer)
    gc.collect()
    before = resident()
    engine = load(text)
    loaded = resident() - before
    for person in people:
        (engine.consult if plain else engine.traced)(engine.given(person))
    print(loaded, resident() - before)


if __name__ == "__main__":
    main()
