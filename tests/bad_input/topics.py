"""Golden files: topics of malformed inputs, each with its files and what must be said of them.

=== title
--- name/of/file
its content
--- says
the whole of standard error
"""

from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
TITLE, PART, SAYS = "=== ", "--- ", "says"


@dataclass
class Example:
    """One malformed input: files to write over the valid ones, and the expected message."""

    topic: str
    title: str
    files: dict[str, str] = field(default_factory=dict)
    says: str = ""

    @property
    def id(self) -> str:
        return f"{self.topic}: {self.title}"

    def text(self) -> str:
        files = "".join(f"{PART}{name}\n{text}" for name, text in self.files.items())
        return f"{TITLE}{self.title}\n{files}{PART}{SAYS}\n{self.says}"


def examples() -> list[Example]:
    """Every example of every topic."""
    return [found for path in sorted(HERE.glob("*.txt")) for found in _read(path)]


def _read(path: Path) -> list[Example]:
    found = []
    for part in f"\n{path.read_text('utf-8')}".split(f"\n{TITLE}")[1:]:
        title, *parts = part.split(f"\n{PART}")
        named = {name: text for name, _, text in (text.partition("\n") for text in parts)}
        says = named.pop(SAYS, "").strip() + "\n"
        files = {name: f"{text}\n" for name, text in named.items()}
        found.append(Example(path.stem, title.strip(), files, says))
    return found


def update(changed: list[Example]) -> None:
    """Write the topics anew, with what was really said."""
    for topic in {example.topic for example in changed}:
        texts = [example.text() for example in changed if example.topic == topic]
        (HERE / f"{topic}.txt").write_text("\n".join(texts), "utf-8")
