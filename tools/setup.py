"""Makes .venv from requirements.lock, unless it is there and up to date."""

import hashlib
import importlib.util
import os
import re
import shlex
import subprocess
import sys
import sysconfig
from pathlib import Path

VENV = Path(".venv")
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "crossmatch-setup"
PIP = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input"]
LOCK = Path("requirements.lock")

# Without -O2 it is built unoptimised; the rest stands in for a name that Python 3.13 removed.
# durable-rules overwrites CFLAGS in its setup script, but not CPPFLAGS.
CPPFLAGS = "-O2 -DPyEval_CallObject=PyObject_CallObject"


def main() -> None:
    asked = os.environ.get("PYTHON")
    if STAMP.is_file() and STAMP.read_text() == state(sys.version if asked else venv_version()):
        return
    require_ensurepip()
    compiler = require_compiler()
    version = sys.version.split()[0]
    print(f"Setting up .venv with Python {version}; this takes about a minute.", flush=True)
    run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    install(compiler)
    STAMP.write_text(state(venv_version()))


def state(version: str) -> str:
    """What .venv depends on; the folder too, as an environment does not survive a move."""
    digest = hashlib.sha256()
    for source in (Path("pyproject.toml"), LOCK, Path(__file__)):
        digest.update(source.read_bytes())
    return f"{digest.hexdigest()}\n{Path.cwd()}\n{version}\n"


def venv_version() -> str:
    if not PYTHON.exists():
        return ""
    command = [str(PYTHON), "-c", "import sys; print(sys.version, end='')"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def require_ensurepip() -> None:
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return
    sys.exit(
        "Crossmatch is installed in a virtual environment, which this Python cannot make: install "
        f"its venv module (Debian, Ubuntu: apt install python3.{sys.version_info.minor}-venv)."
    )


def require_compiler() -> str:
    usual: str = os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc"
    if Path(sysconfig.get_path("include"), "Python.h").exists():
        for compiler in (usual, "cc", "gcc", "clang"):
            if answers(compiler):
                return compiler
    sys.exit(
        "Crossmatch compiles durable-rules and needs a C compiler and Python's headers for that: "
        "install them (Debian, Ubuntu: apt install build-essential "
        f"python3.{sys.version_info.minor}-dev; Fedora: dnf install gcc python3-devel; "
        "macOS: xcode-select --install)."
    )


def answers(compiler: str) -> bool:
    # On macOS a `cc` that only asks for the real one to be installed is always on the path.
    try:
        command = [*shlex.split(compiler), "--version"]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def install(compiler: str) -> None:
    entries = re.split(r"\n(?=\S)", LOCK.read_text())
    durable_rules = [entry for entry in entries if entry.startswith("durable-rules==")]
    others = [entry for entry in entries if entry not in durable_rules]
    pip("install", *locked("others", others))
    install_durable_rules(locked("durable-rules", durable_rules), compiler)
    pip("install", "--no-deps", "--no-build-isolation", "--editable", ".")


def install_durable_rules(lock: list[str], compiler: str) -> None:
    # A wheel in pip's cache may come from a build without our flags.
    source = ["--no-binary=durable-rules", "--no-cache-dir", "--no-build-isolation", *lock]
    # Downloaded apart, so that only a failed build, never a failed download, is forgiven.
    folder = str(VENV / "durable-rules")
    pip("download", "--dest", folder, *source)
    build = [*PIP, "install", "-v", "--use-pep517", "--no-index", "--find-links", folder, *source]
    try_out = [str(PYTHON), "-c", "import durable_rules_engine"]
    flags = f"{CPPFLAGS} {os.environ.get('CPPFLAGS', '')}"
    environment = {**os.environ, "CC": compiler, "CPPFLAGS": flags}
    log = VENV / "durable-rules.log"
    with log.open("w") as output:
        for command in (build, try_out):
            done = subprocess.run(
                command, env=environment, stdout=output, stderr=subprocess.STDOUT, check=False
            )
            if done.returncode:
                print(
                    f"durable-rules does not work on this Python (see {log}): "
                    "the reference interpreter serves alone."
                )
                return


def locked(name: str, entries: list[str]) -> list[str]:
    """Writes a part of the lock to a file of its own: pip's arguments for it."""
    path = VENV / f"{name}.lock"
    path.write_text("\n".join(entries) + "\n")
    return ["--no-deps", "--require-hashes", "--requirement", str(path)]


def pip(*arguments: str) -> None:
    run([*PIP, "--quiet", *arguments])


def run(command: list[str]) -> None:
    if subprocess.run(command, check=False).returncode:
        sys.exit("Setting up .venv failed, for the reason above; `make` tries again.")


if __name__ == "__main__":
    main()
