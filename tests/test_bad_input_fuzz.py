"""Spoilt files never raise anything but BadInput, and every mistake points into the file."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.ir.base import RuleBase
from engine.problem import BadInput
from engine.reading.base import read_base
from engine.reading.case import case_from_bytes
from engine.rendering.problems import problems_text
from tests.bad_input.topics import HERE

BASE = HERE / "base"
CASE = (HERE / "trip.case.yaml").read_bytes()
FILES = {path.name: path.read_bytes() for path in sorted(BASE.glob("*.yaml"))}
BITS = st.one_of(
    st.binary(max_size=3),
    st.text(max_size=3).map(str.encode),
    st.sampled_from(
        [
            "\t",
            "\n",
            "\r",
            ": ",
            "- ",
            "[",
            "]",
            "{",
            "}",
            "'",
            '"',
            "#",
            "&a ",
            "*a",
            "!!x ",
            "|",
            ">",
        ]
        + [
            "\n---\n",
            "\n...\n",
            "\0",
            "\x85",
            "\u2028",
            "\ufeff",
            "\\",
            "<<: ",
            "%",
            "@",
            "? ",
            "🏔",
        ]
        + [
            "(",
            ")",
            " not ",
            " is ",
            " in ",
            "exists(stay, ",
            "param.",
            "unknown",
            "0",
            "-",
            "1e3",
            "%",
        ]
    ).map(str.encode),
)
FUZZ = settings(
    max_examples=300,
    deadline=2_000,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@cache
def base() -> RuleBase:
    return read_base([BASE])


@st.composite
def spoilt(draw: st.DrawFn, original: bytes) -> bytes:
    """The text with some bytes replaced, cut off, or with lines moved, repeated or left out."""
    data = original
    for _ in range(draw(st.integers(1, 4))):
        data = draw(st.sampled_from([_replaced, _cut, _shuffled, _repeated]))(draw, data)
    return data


def _replaced(draw: st.DrawFn, data: bytes) -> bytes:
    start = draw(st.integers(0, len(data)))
    return data[:start] + draw(BITS) + data[start + draw(st.integers(0, 4)) :]


def _cut(draw: st.DrawFn, data: bytes) -> bytes:
    return data[: draw(st.integers(0, len(data)))]


def _shuffled(draw: st.DrawFn, data: bytes) -> bytes:
    lines = data.split(b"\n")
    one, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _repeated(draw: st.DrawFn, data: bytes) -> bytes:
    lines = data.split(b"\n")
    at = draw(st.integers(0, len(lines) - 1))
    return b"\n".join(lines[:at] + lines[at : at + 1] * draw(st.integers(0, 3)) + lines[at + 1 :])


def complaints(read: Callable[[], object]) -> None:
    """Read; what is raised must be BadInput with mistakes that can be printed."""
    try:
        read()
    except BadInput as bad:
        assert bad.problems
        assert list(bad.problems) == sorted(bad.problems, key=lambda problem: problem.span)
        text = problems_text(bad.problems)
        assert text.isprintable() or all(line.isprintable() for line in text.split("\n"))
        for problem in bad.problems:
            span = problem.span
            assert span.line == 0 or span.column <= len(problem.excerpt) + 1 or not problem.excerpt


def read_folder(name: str, data: bytes) -> None:
    with TemporaryDirectory() as folder:
        for other, content in FILES.items():
            (Path(folder) / other).write_bytes(data if other == name else content)
        complaints(lambda: read_base([Path(folder)]))


@FUZZ
@given(data=spoilt(CASE))
def test_spoilt_cases(data: bytes) -> None:
    complaints(lambda: case_from_bytes(base(), data, "x.case.yaml"))


@FUZZ
@given(text=st.one_of(st.text(), st.lists(BITS).map(b"".join), st.binary()))
def test_any_text_as_a_case(text: str | bytes) -> None:
    data = text.encode() if isinstance(text, str) else text
    complaints(lambda: case_from_bytes(base(), data, "x.case.yaml"))


@settings(FUZZ, max_examples=600)
@given(name=st.sampled_from(sorted(FILES)), data=st.data())
def test_spoilt_knowledge(name: str, data: st.DataObject) -> None:
    read_folder(name, data.draw(spoilt(FILES[name])))


@FUZZ
@given(condition=st.lists(st.one_of(BITS, st.sampled_from([b"days ", b"season ", b"winter "]))))
def test_any_text_as_a_condition(condition: list[bytes]) -> None:
    text = b"".join(condition).decode(errors="replace").replace("\n", " ")
    rule = f"\n- rule: extra/one\n  when: {text}\n  conclude: {{risky: yes}}\n  assumed: yes\n"
    read_folder("rules.yaml", FILES["rules.yaml"] + rule.encode())
