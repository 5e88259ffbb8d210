"""The files of a knowledge folder as they were in a revision of its git repository.

Only objects are read: neither files in place, nor the index, hooks or filters take part.
"""

import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from engine.problem import BadInput, Problem, quoted
from engine.span import NOWHERE

_ENDINGS = (".yaml", ".yml", ".csv")
_PLAIN = ("100644", "100755")  # modes of files; links are not followed
_SECONDS = 120
_OWN = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")


def write_revision(folder: Path, revision: str, target: Path) -> str:
    """Write the folder's knowledge files of a revision below `target`; gives the commit.

    Raises BadInput where there is no git, no repository, no such revision or no folder in it.
    """
    git = _Git(folder.resolve())
    inside = git.text("rev-parse", "--show-prefix")
    if inside is None:
        message = f"no revision can be read of {folder}: {git.said or 'it is in no git repository'}"
        raise _wrong(message, "name a folder instead of a revision")
    name = f"{revision}^{{commit}}"
    commit = git.text("rev-parse", "--verify", "--quiet", "--end-of-options", name)
    if commit is None or "\0" in revision:
        hint = "name a folder, a branch or a commit; of another repository after git fetch"
        raise _wrong(f"{quoted(revision)} is neither a folder nor a revision", hint)
    found = dict(_files(git, commit, inside))
    if not found:
        where = f"{quoted(revision)} has no knowledge in {inside or 'its top folder'}"
        raise _wrong(where, "it was elsewhere then, or git does not keep it; name a folder instead")
    for path, data in zip(found, git.contents(list(found.values())), strict=True):
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_bytes(data)
    return commit


def _files(git: "_Git", commit: str, inside: str) -> Iterator[tuple[PurePosixPath, str]]:
    """The knowledge files below a folder of a commit, and the names of their contents."""
    listed = git.text("ls-tree", "-r", "-z", "--full-tree", f"{commit}:{inside.rstrip('/')}")
    for entry in (listed or "").split("\0"):
        head, _, name = entry.partition("\t")
        mode, _, rest = head.partition(" ")
        path = PurePosixPath(name)
        if mode in _PLAIN and name.endswith(_ENDINGS) and ".." not in path.parts:
            yield path, rest.partition(" ")[2]


class _Git:
    """Asks git about the repository that a folder is in."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.said = ""  # by git of what it refused last

    def text(self, *command: str) -> str | None:
        """What git answers, without the last line end; None where it refuses."""
        done = self._run(command, b"")
        return done.stdout.decode("utf-8", "surrogateescape").rstrip("\n") if done else None

    def contents(self, names: Sequence[str]) -> Iterator[bytes]:
        """The contents of those names."""
        done = self._run(("cat-file", "--batch"), "\n".join([*names, ""]).encode())
        if done is None:
            raise _wrong("git cannot read its own files", "try git fsck")
        data, start = done.stdout, 0
        for _ in names:
            end = data.index(b"\n", start)
            size = int(data[start:end].split()[-1])
            yield data[end + 1 : end + 1 + size]
            start = end + size + 2

    def _run(
        self, command: tuple[str, ...], given: bytes
    ) -> "subprocess.CompletedProcess[bytes] | None":
        env = {name: text for name, text in os.environ.items() if name not in _OF_A_HOOK}
        try:
            done = subprocess.run(
                ["git", "-C", str(self._folder), "--no-pager", *command],
                input=given,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
                env=env | _OWN,
            )
        except FileNotFoundError:
            hint = "install git, or name a folder instead of a revision"
            raise _wrong("git is not installed here", hint) from None
        except ValueError:  # a name that no program can be given
            return None
        except (OSError, subprocess.TimeoutExpired) as error:
            raise _wrong(f"git cannot be run: {error}", "name a folder instead") from error
        self.said = next(iter(done.stderr.decode("utf-8", "replace").splitlines()), "")
        return done if done.returncode == 0 else None


def _wrong(message: str, hint: str) -> BadInput:
    return BadInput([Problem(NOWHERE, f"--against: {message}", hint)])
