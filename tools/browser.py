"""Installs what drives a browser into .venv, where the system has a Chromium to drive.

Without either the tests of the HTML pages are skipped, and say so.
"""

import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
LOCK = Path("requirements-browser.lock")
STAMP = Path(sys.prefix) / "crossmatch-browser"
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet"]


def chromium() -> str | None:
    """The first Chromium on the path."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def main() -> None:
    state = sha256(LOCK.read_bytes()).hexdigest()
    if chromium() is None or (STAMP.is_file() and STAMP.read_text() == state):
        return
    arguments = ["install", "--no-deps", "--require-hashes", "--requirement", str(LOCK)]
    if subprocess.run([*PIP, *arguments], check=False).returncode:
        print("What drives a browser could not be installed: the tests in one are skipped.")
        return
    STAMP.write_text(state)


if __name__ == "__main__":
    main()
