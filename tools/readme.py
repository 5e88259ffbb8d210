"""Put the real output of commands into README.md; `--check` only compares.

A block starts with `<!-- $ COMMAND -->` and ends with `<!-- end -->`; a command ending in `# timed`
is left alone by --check, because its output changes from run to run.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
_BLOCK = re.compile(r"(<!-- \$ (?P<command>.+?) -->\n).*?(?=<!-- end -->)", re.DOTALL)
TIMED = "# timed"


def output(command: str) -> str:
    """What the command prints, run in the project's folder with its own environment first."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    shell = ["bash", "-c", command]
    environment = os.environ | {"PATH": path, "PYTHONPATH": "."}
    ran = subprocess.run(
        shell,
        check=False,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return ran.stdout.rstrip("\n")


def filled(text: str, *, timed: bool) -> str:
    """The README with every block filled in; timed blocks only when asked for."""

    def fill(match: re.Match[str]) -> str:
        command = match["command"]
        if command.endswith(TIMED):
            return f"{match[1]}{output(command)}\n" if timed else match[0]
        return f"{match[1]}```console\n$ {command}\n{output(command)}\n```\n"

    return _BLOCK.sub(fill, text)


def main() -> None:
    """Write the README, or check it."""
    text = README.read_text()
    check = "--check" in sys.argv
    made = filled(text, timed=not check)
    if check:
        sys.exit("README.md shows old output: run make readme" if made != text else 0)
    README.write_text(made)


if __name__ == "__main__":
    main()
