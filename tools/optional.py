"""Installs into .venv what only some systems can use, from a lock of its own.

Without it the tests concerned are skipped, and say so.
"""

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet"]


def install(name: str, what: str) -> None:
    """Install the lock `requirements-NAME.lock`, unless it is; a failure is told, not raised."""
    lock, stamp = Path(f"requirements-{name}.lock"), Path(sys.prefix) / f"crossmatch-{name}"
    state = sha256(lock.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == state:
        return
    # Without isolation, as what builds packages is locked with the others.
    arguments = ["install", "--no-deps", "--no-build-isolation", "--require-hashes"]
    arguments += ["--requirement", str(lock)]
    if subprocess.run([*PIP, *arguments], check=False).returncode:
        print(f"{what} could not be installed: the tests with it are skipped.")
        return
    stamp.write_text(state)
