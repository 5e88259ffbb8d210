"""Several files written together: all of them, or none."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from cli.shared import BAD_INPUT, write_whole


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write every file under a name of its own first; only then put them all in place."""
    staged: dict[Path, Path] = {}
    path = Path()
    try:
        for number, (path, data) in enumerate(files.items()):
            if path.is_dir():
                raise IsADirectoryError(0, "there is a folder of this name")
            staged[path] = path.with_name(f".{os.getpid()}-{number}.new")
            write_whole(staged[path], data)
        for path, new in staged.items():
            new.replace(path)
    except OSError as error:
        for new in staged.values():
            new.unlink(missing_ok=True)
        click.echo(f"{path} cannot be written: {error.strerror}", err=True)
        sys.exit(BAD_INPUT)


def made_folder(folder: Path) -> None:
    """Make a folder unless it is there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        click.echo(f"{folder} cannot be written: {error.strerror}", err=True)
        sys.exit(BAD_INPUT)
