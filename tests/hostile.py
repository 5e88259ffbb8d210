"""Twenty texts that would like to be something else than text, and a case that is full of them."""

from dataclasses import replace

from engine.ir.base import RuleBase
from engine.ir.case import Answer, Case, Note
from engine.reading.case import case_from_bytes

PLAIN = "harmless"
GONE = "an entry that was taken out since, called "  # so long that it is like no other
HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script src=//evil.example></script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "</title><meta http-equiv=refresh content=0>",
    "</style><style>*{display:none}</style>",
    "<!-- never closed",
    "]]><![CDATA[<x>",
    "&lt;b&gt; &amp;amp; &#60;b&#62;",
    '"]; evil [URL="javascript:alert(1)"]; a -> b [label="',
    "\\N \\G \\l <<b>bold</b>> {rank=same}",
    "javascript:alert(1)",
    "<svg><desc></svg><iframe src=//evil.example>",
    "\u202egnp.exe\u202c \u2066isolated",
    "👩🏽‍⚕️🇺🇸 Ω مستشفى",
    "control \x00\x01\x07\x1b[31m\x7f\x85 end",
    "line\nbreak\ttab",
    "{{7*7}} ${7*7} `id` $(id)",
    "x" * 10_000,
)
NAMED = f"""
title: {PLAIN}
date: 2026-11-22
student: {{name: {PLAIN}, stage: early_clinical, target_specialty: pediatrics}}
school: {{name: my {PLAIN}, us_core_access: none, us_elective_access: none}}
candidate_schools: [{{name: {PLAIN}, candidate_status: considering}}]
placements:
  - {{name: {PLAIN}, status: considering, contact: {PLAIN}, fee: 900, hands_on: yes, weeks: 4}}
  - {{name: second {PLAIN}, status: done}}
programs: [{{name: {PLAIN}, state: NY}}]
letters: [{{writer: {PLAIN}, requested: no}}]
notes:
  - {{date: 2026-11-01, by: {PLAIN}, text: {PLAIN}}}
  - {{date: 2026-11-01, by: {PLAIN}, about: tier, says: A, text: {PLAIN}}}
  - {{date: 2026-11-01, by: {PLAIN}, about: decision/take-the-test, says: no, text: {PLAIN}}}
  - {{date: 2026-11-01, by: {PLAIN}, about: verdict, entry: {PLAIN}, says: take, text: {PLAIN}}}
  - {{date: 2026-11-01, by: {PLAIN}, about: placements, entry: second {PLAIN}, text: {PLAIN}}}
  - {{date: 2026-11-01, by: {PLAIN}, about: placement.fee, entry: "{GONE}{PLAIN}", text: {PLAIN}}}
"""


def case_with(base: RuleBase, text: str) -> Case:
    """A case with the text in its title and in every name and note; also what no reader takes."""
    case = case_from_bytes(base, NAMED.encode(), "a.case.yaml")
    answers = {place: _answer(answer, text) for place, answer in case.answers.items()}
    notes = tuple(_note(note, text) for note in case.notes)
    return replace(case, title=text, answers=answers, notes=notes)


def _answer(answer: Answer, text: str) -> Answer:
    if isinstance(answer.value, str):
        return replace(answer, value=answer.value.replace(PLAIN, text))
    return answer


def _note(note: Note, text: str) -> Note:
    entry = note.entry.replace(PLAIN, text)
    return replace(note, by=text, text=text, entry=entry)
