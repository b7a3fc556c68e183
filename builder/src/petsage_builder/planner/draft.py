"""What a planner makes of free text, and how it is held to the language and to the text."""

from collections.abc import Callable, Sequence
from typing import Annotated

from pydantic import BaseModel, Field

from petsage_builder.errors import NotUnderstoodError, PetsageError, Problem

MOST_TRIES = 4
"""The first, and three to mend what the parser refuses."""

_LONGEST = 1_000


class DraftLine(BaseModel):
    """A sentence of the language, and the words of the text that it says."""

    sentence: Annotated[str, Field(max_length=_LONGEST)]
    source: Annotated[str, Field(max_length=_LONGEST, description="Copied from the text, word for word.")]


class Draft(BaseModel):
    """The sentences for a text, and those of its parts that the language can't say."""

    lines: Annotated[list[DraftLine], Field(max_length=500)]
    unsaid: Annotated[list[str], Field(max_length=200)] = []

    @property
    def requirements(self) -> str:
        """The sentences as requirements."""
        return "\n".join(line.sentence for line in self.lines)


Writer = Callable[[str, Sequence[str]], Draft]
"""Writes a draft for a text; the complaints are about the one that it wrote before."""


def drafted(text: str, write: Writer, parse: Callable[[str], object]) -> Draft:
    """A draft whose every sentence `parse` understands and whose every source stands in the text.

    Raises:
        NotUnderstoodError: the last try still has faults, which are told.
    """
    complaints: list[str] = []
    for _ in range(MOST_TRIES):
        draft = write(text, complaints)
        problems = [*_invented(draft, text), *_refused(draft, parse)]
        if not problems:
            return draft
        complaints = list(map(str, problems))
    raise NotUnderstoodError(*problems)


def _refused(draft: Draft, parse: Callable[[str], object]) -> Sequence[Problem]:
    if not draft.lines:
        return [Problem("draft", "nothing of the text could be said", "write the sentences yourself: docs/language.md")]
    try:
        parse(draft.requirements)
    except PetsageError as error:
        return error.problems
    return []


def _invented(draft: Draft, text: str) -> list[Problem]:
    """The lines that say something that isn't in the text."""
    words = _words(text)
    advice = "copy the words that the sentence says"
    return [
        Problem(f"draft, sentence {number}", f"'{line.source}' is not in the text", advice)
        for number, line in enumerate(draft.lines, 1)
        if not line.source.strip() or _words(line.source) not in words
    ]


def _words(text: str) -> str:
    return " ".join(text.casefold().split())
