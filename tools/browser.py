"""Installs what drives a browser into .venv, where the system has a Chromium to drive.

Without either the tests of the HTML pages are skipped, and say so.
"""

import shutil

from tools.optional import install

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def chromium() -> str | None:
    """The first Chromium on the path."""
    return next(filter(None, map(shutil.which, NAMES)), None)


if __name__ == "__main__" and chromium():
    install("browser", "What drives a browser")
