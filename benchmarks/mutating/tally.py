"""What became of mutants, counted and shown."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from measuring.figures import table
from mutating.mutator import Mutant
from mutating.trials import Outcome

_NOTICED: tuple[Outcome, ...] = ("killed", "timed out")
_SAY_NOTHING: tuple[Outcome, ...] = ("the same", "broken")
_COLUMNS: tuple[Outcome, ...] = ("killed", "timed out", "survived", "the same", "broken")


@dataclass(frozen=True)
class Tried:
    """A mutant and what became of it; a `guard` keeps one user's things from another."""

    mutant: Mutant
    outcome: Outcome
    is_guard: bool

    @property
    def is_noticed(self) -> bool:
        """Whether the tests told it from the real thing."""
        return self.outcome in _NOTICED


def by(key: Callable[[Mutant], str], title: str, tried: Sequence[Tried]) -> str:
    """A table of outcomes: a row for each value of `key`, and one for all."""
    groups: dict[str, list[Tried]] = {}
    for each in tried:
        groups.setdefault(key(each.mutant), []).append(each)
    rows = [_row(name, groups[name]) for name in sorted(groups)]
    return table((title, "mutants", *_COLUMNS, "noticed"), [*rows, _row("all", tried)])


def _row(name: str, tried: Sequence[Tried]) -> tuple[str, ...]:
    counts = Counter(each.outcome for each in tried)
    return (name, str(len(tried)), *(str(counts[column]) for column in _COLUMNS), share(tried))


def share(tried: Iterable[Tried]) -> str:
    """How many were noticed of those that could be."""
    noticed = [each.is_noticed for each in tried if each.outcome not in _SAY_NOTHING]
    return f"{100 * sum(noticed) / len(noticed):.1f} %" if noticed else "-"


def survivors(tried: Sequence[Tried]) -> list[str]:
    """A line for each mutant that nobody noticed, guards first."""
    left = sorted((each for each in tried if each.outcome == "survived"), key=lambda each: not each.is_guard)
    return [f"{'guard  ' if each.is_guard else ''}{each.mutant}" for each in left]


def verdicts(tried: Sequence[Tried], goal: float) -> list[str]:
    """The goals, and whether they are met: a share of all mutants, in percent, and every guard."""
    counted = [each for each in tried if each.outcome not in _SAY_NOTHING]
    guards = [each for each in counted if each.is_guard]
    noticed, held = (sum(each.is_noticed for each in group) for group in (counted, guards))
    return [
        f"goal: {goal:g} % of mutants noticed: {_met(noticed * 100 >= goal * len(counted))}, {share(tried)}",
        f"goal: every ownership guard noticed: {_met(held == len(guards))}, {held}/{len(guards)}",
    ]


def _met(is_met: bool) -> str:
    return "met" if is_met else "missed"
