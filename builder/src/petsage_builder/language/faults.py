"""What is wrong with a text, with the place where it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from petsage_builder.errors import Problem

MOST_REPORTED = 100


@dataclass(frozen=True)
class LanguageFault:
    """One thing that is wrong at an offset of the text; `about` are the nouns that it misses."""

    at: int
    message: str
    advice: str = ""
    about: frozenset[str] = frozenset()


def problems(text: str, faults: Iterable[LanguageFault]) -> Iterator[Problem]:
    """Each fault once and in the order of the text, at its line and column."""
    once: dict[tuple[int, str], LanguageFault] = {}
    for fault in faults:
        once.setdefault((fault.at, fault.message), fault)
    in_order = sorted(once.values(), key=lambda fault: fault.at)
    for fault in in_order[:MOST_REPORTED]:
        yield Problem(place(text, fault.at), fault.message, fault.advice)
    if len(in_order) > MOST_REPORTED:
        left = len(in_order) - MOST_REPORTED
        yield Problem("requirements", f"{left} more things are wrong", "put these right first")


def place(text: str, at: int) -> str:
    """Where an offset is, as a person can go to it; lines and columns are counted from 1."""
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    return f"requirements, line {line}, column {column}"
