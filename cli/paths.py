"""Whether a file can be written, told before any work is done for it."""

import json
import os
import stat
import tempfile
from pathlib import Path


def unwritable(path: Path) -> str:
    """Why a file may not be replaced; empty when it may, or when there is none yet."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return ""
    except OSError as error:
        return f"{path} cannot be written: {error.strerror}."
    if not stat.S_ISREG(mode):
        return f"{path} is not a regular file, so nothing can be kept in it. Name another file."
    if not (mode & stat.S_IWUSR and os.access(path, os.W_OK)):
        return f"{path} is read-only. Allow writing to it, or name another file."
    return ""


def no_place(path: Path) -> str:
    """Why no file can be made in the folder of a path; empty when one can."""
    try:
        with tempfile.TemporaryFile(dir=path.resolve().parent):
            return ""
    except OSError as error:
        return f"{path} cannot be written: {error.strerror}."


def not_for_certificate(path: Path | None, *others: Path | None) -> str:
    """Why a certificate cannot be written there; empty when it can, or when none is wanted.

    Only another certificate is ever replaced.
    """
    if path is None:
        return ""
    if path.resolve() in [other.resolve() for other in others if other]:
        return f"{path} is named twice. Name another file for the certificate."
    if path.exists() and not unwritable(path) and not _is_certificate(path):
        return f"{path} is there already and is no certificate. Name another file."
    return unwritable(path) or no_place(path)


def _is_certificate(path: Path) -> bool:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    schema = found.get("schema") if isinstance(found, dict) else ""
    return str(schema).startswith("crossmatch.certificate/")
