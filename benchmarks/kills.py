"""Kill a consultation at random moments; whatever case file is there must be whole.

    python -m benchmarks.kills [TIMES [SEED]]

Answers come through a pipe as fast as they are taken, so that many kills fall into a save.
"""

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

PROGRAM = [sys.executable, "-c", "from cli.main import main; main()", "consult", "--until"]
LINES = "idk\n" * 60


def killed(folder: Path, after: float) -> int:
    """The answers in the case file after a kill; raises when it cannot be read."""
    case = folder / "my.case.yaml"
    case.unlink(missing_ok=True)
    command = [*PROGRAM, "everything", "--case", str(case)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdin is not None
        process.stdin.write(LINES.encode())
        process.stdin.flush()
        time.sleep(after)
        process.kill()
    if not case.exists():
        return 0
    held = yaml.safe_load(case.read_text())
    return sum(len(held.get(key, {})) for key in ("student", "school"))


def main() -> None:
    """Print how many answers were held at the kills."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    pick = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    with tempfile.TemporaryDirectory() as name:
        counts = [killed(Path(name), pick.uniform(0.3, 1.6)) for _ in range(times)]
    some = sum(count > 0 for count in counts)
    print(f"{times} kills: every case file whole; {some} held answers, {max(counts)} at most")


if __name__ == "__main__":
    main()
