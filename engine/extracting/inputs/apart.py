"""Reading in a process of its own that may be stopped: pages and PDFs can be made to hang.

The process gets the content on standard input and writes the text; its exit code tells the rest.
"""

import subprocess
import sys

from engine.extracting.inputs.refused import Refused

SECONDS = 4.0  # for reading; usual files take a tenth
MEMORY = 1_000_000_000  # bytes that reading may take
ENCRYPTED, BROKEN = 3, 4  # exit codes
_HINT = "copy the words of the offer into a text file"


def read_apart(data: bytes, kind: str) -> str:
    """The text of a `pdf` or `page`.

    Raises Refused for one that is protected, broken, or takes too long or too much memory.
    """
    command = [sys.executable, "-m", "engine.extracting.inputs.apart", kind]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Refused(f"reading this takes more than {SECONDS:.0f} seconds", _HINT) from None
    if done.returncode == ENCRYPTED:
        raise Refused("this PDF is protected by a password", f"{_HINT}, or save it without one")
    if done.returncode != 0:
        raise Refused(f"this {kind.replace('pdf', 'PDF')} cannot be read", _HINT)
    return done.stdout.decode(errors="replace")


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows, where the time limit has to do
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _main(kind: str) -> int:
    _limit()
    data = sys.stdin.buffer.read()
    if kind == "page":
        from engine.extracting.inputs.page import page_text

        text: str | None = page_text(data.decode(errors="replace"))
    else:
        from engine.extracting.inputs.pdf import pdf_text

        text = pdf_text(data)
    if text is None:
        return ENCRYPTED
    sys.stdout.buffer.write(text.encode(errors="replace"))
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1]))
