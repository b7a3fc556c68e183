"""What a form is: patterns of a clause, and the sentences of the language that say the same."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from inspect import signature

from petsage_builder.language.clauses.clause import Clause
from petsage_builder.language.clauses.items import KINDS_WITH_ITEMS
from petsage_builder.language.clauses.nouns import Lesson, Nouns
from petsage_builder.language.clauses.patterns import Pattern, pattern

Says = Callable[..., Iterator[str | Lesson]]
"""Given the nouns and what the slots hold, the sentences (with their names marked), and what other sentences may use.

It says nothing where the slots don't go together.
"""


@dataclass(frozen=True, slots=True)
class Form:
    """A way of saying something.

    Each slot is a parameter of `says`, so that the linter finds one which is read and not used; only one whose name
    begins with "_" makes no difference to what is said. It `defines` where what it teaches doesn't rest on what others
    teach.
    """

    name: str
    patterns: tuple[Pattern, ...]
    says: Says
    defines: bool
    asks_nouns: bool

    def readings(self, clause: Clause, nouns: Nouns) -> Iterator[tuple[str | Lesson, ...]]:
        """All that the clause says, for each way in which it has this form."""
        for one in self.patterns:
            for slots in one.match(clause, nouns):
                if found := tuple(self.says(nouns, **slots) if self.asks_nouns else self.says(**slots)):
                    yield found


def form(*patterns: str, defines: bool = False) -> Callable[[Says], Form]:
    """Makes a form of the function that says what its patterns mean."""

    def made(says: Says) -> Form:
        return Form(
            says.__name__,
            tuple(pattern(text, KINDS_WITH_ITEMS) for text in patterns),
            says,
            defines,
            "nouns" in signature(says).parameters,
        )

    return made
