"""What a three-way merge comes to."""

from collections.abc import Iterable
from dataclasses import dataclass

YOURS, NEW = "<<<<<<< yours", ">>>>>>> new"
_BASE, _BETWEEN = "||||||| landed", "======="


@dataclass(frozen=True)
class Clash:
    """Where both sides changed the same: `line` is the first of it in the edited text.

    `kept` is what it becomes where hand edits win, with what is new beside them.
    """

    line: int
    base: str
    yours: str
    new: str
    kept: str

    @property
    def marked(self) -> str:
        """All three texts between the usual markers."""
        texts = (YOURS, self.yours, _BASE, self.base, _BETWEEN, self.new, NEW)
        return "".join(text if text == "" or text.endswith("\n") else f"{text}\n" for text in texts)


@dataclass(frozen=True)
class Merged:
    """A merged text in its parts."""

    parts: tuple[str | Clash, ...]

    @classmethod
    def of(cls, parts: Iterable[str | Clash]) -> "Merged":
        return cls(tuple(parts))

    @property
    def conflicts(self) -> tuple[Clash, ...]:
        """Where both sides changed the same."""
        return tuple(part for part in self.parts if isinstance(part, Clash))

    @property
    def text(self) -> str:
        """The merged text, in which hand edits win."""
        return "".join(part.kept if isinstance(part, Clash) else part for part in self.parts)

    @property
    def marked(self) -> str:
        """The merged text with every conflict between markers."""
        return "".join(part.marked if isinstance(part, Clash) else part for part in self.parts)
