"""Malformed inputs that no readable text file can hold: bytes, sizes, permissions, links."""

from collections.abc import Callable
from pathlib import Path

CASE, VALID = Path("my.case.yaml"), "traveller:\n  days: 3\n"


def _bytes(data: bytes, path: Path = CASE) -> Callable[[], None]:
    def write() -> None:
        path.unlink(missing_ok=True)
        path.write_bytes(data)

    return write


def _text(text: str, path: Path = CASE) -> Callable[[], None]:
    return _bytes(text.encode(), path)


def _gone(path: Path, then: Callable[[Path], None] | None = None) -> Callable[[], None]:
    def remove() -> None:
        path.unlink(missing_ok=True)
        if then is not None:
            then(path)

    return remove


def _no_permission(path: Path) -> Callable[[], None]:
    """Also for root, who may read everything: the test refuses to open names with `secret`."""

    def write() -> None:
        path.write_text(VALID)
        path.chmod(0)

    return write


def _no_base() -> None:
    Path("base").rename("elsewhere")


def _folder_is_file() -> None:
    Path("base").rename("elsewhere")
    Path("base").write_text(VALID)


def _bomb() -> str:
    lines = ["a0: &a0 [lol, lol, lol, lol]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12)]
    return "\n".join(lines) + "\n"


def _many(number: int) -> str:
    return "stays:\n" + "".join(f"  - {{nights: {i + 1}}}\n" for i in range(number))


def _rule(when: str) -> str:
    return (
        f"- rule: extra/one\n  when: {when}\n  conclude: {{risky: yes}}\n"
        "  because: so\n  sources: [G-1]\n"
    )


EXTRA = Path("base/extra.yaml")
SECRET = "secret"
SPECIAL: dict[str, Callable[[], None]] = {
    "an alias bomb": _text(_bomb()),
    "a string of 5 MB": _text(f"title: {'x' * 5_000_000}\n"),
    "a knowledge file of 5 MB": _text(f"parameters: {'x' * 5_000_000}\n", EXTRA),
    "ten thousand brackets": _text("traveller: " + "[" * 10_000 + "]" * 10_000 + "\n"),
    "ten thousand open brackets": _text("traveller: " + "[" * 10_000),
    "a thousand levels of indentation": _text(
        "".join(" " * i + "a:\n" for i in range(1_000)) + "x\n"
    ),
    "a binary file": _bytes(bytes(range(256)) * 20),
    "a picture in the knowledge folder": _bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", EXTRA),
    "NUL bytes": _bytes(b"traveller:\n  days: 3\0\0\n"),
    "UTF-16 as some editors save it": _bytes(VALID.encode("utf-16")),
    "Latin-1": _bytes("title: ok\nstays:\n  - name: Müllers\n".encode("latin-1")),
    "Latin-1 behind a byte order mark": _bytes(b"\xef\xbb\xbftitle: M\xfcller\n"),
    "an empty file": _bytes(b""),
    "white space only": _bytes(b" \n\n  \n"),
    "a missing file": _gone(CASE),
    "a folder in place of the case": _gone(CASE, Path.mkdir),
    "a broken link": _gone(CASE, lambda path: path.symlink_to("nowhere.yaml")),
    "a link to itself": _gone(CASE, lambda path: path.symlink_to(path.name)),
    "an endless device": _gone(CASE, lambda path: path.symlink_to("/dev/zero")),
    "a file that may not be read": _no_permission(Path(f"{SECRET}.case.yaml")),
    "a knowledge file that may not be read": _no_permission(Path(f"base/{SECRET}.yaml")),
    "a folder named like a knowledge file": lambda: Path("base/folder.yaml").mkdir(),
    "a broken link in the knowledge folder": lambda: EXTRA.symlink_to("nowhere.yaml"),
    "a missing knowledge folder": _no_base,
    "a file in place of the knowledge folder": _folder_is_file,
    "201 entries in a list": _text(_many(201)),
    "Windows line ends": _bytes(b"title: ok\r\ntraveller:\r\n  days: 3\r\n  insured: NO\r\n"),
    "old Macintosh line ends": _bytes(b"title: ok\rtraveller:\r  days: 3\r  insured: NO\r"),
    "a Unicode line separator inside a title": _text(
        "title: one\u2028  two\ntraveller:\n  insured: NO\n"
    ),
    "a byte order mark and a mistake": _bytes(b"\xef\xbb\xbftitel: x\n"),
    "a zero-width space in a key": _text("traveller:\n  da\u200bys: 3\n"),
    "a note of 30,000 characters": _text(
        f"notes: [{{date: 2026-11-01, by: Ada, text: {'x' * 30_000}}}]\n"
    ),
    "201 notes": _text("notes:\n" + "  - {date: 2026-11-01, by: Ada, text: Go.}\n" * 201),
    "a very long line": _text(f"title: {'long ' * 2_000}\ntraveller: {{{' ' * 500}dayz: 3}}\n"),
    "a text of 30,000 characters": _text(f"stays:\n  - name: {'x' * 30_000}\n"),
    "a number of a thousand digits": _text(f"traveller:\n  days: {'9' * 1_000}\n"),
    "a condition of 10,000 characters": _text(_rule("risky is yes or " * 700 + "days < 2"), EXTRA),
    "a condition in 1,000 parentheses": _text(_rule("(" * 1_000 + "days < 2" + ")" * 1_000), EXTRA),
    "a condition in 150 parentheses, one missing": _text(
        _rule("(" * 150 + "days < 2" + ")" * 149), EXTRA
    ),
    "a condition with 900 times not": _text(_rule("not " * 900 + "days < 2"), EXTRA),
    "a number too large for a computer": _text(_rule("days < 1" + "0" * 400), EXTRA),
    "a file called .yml": _text(_rule("days < 2"), Path("base/extra.yml")),
    "a no-break space in a condition": _text(
        _rule("days\u00a0<\u00a02 and seasn is winter"), EXTRA
    ),
    "a key that is never closed": _text(f'traveller: {{"days{"x" * 2_000}\n'),
}


def forbid(path: Path) -> None:
    """What the system does to people who are not root."""
    if SECRET in path.name:
        raise PermissionError(13, "Permission denied", str(path))
