"""What a form is: patterns of a clause, and the sentences of the language that say the same."""

from collections.abc import Callable, Iterable, Iterator
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


@dataclass(frozen=True, slots=True, eq=False)
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
            yield from self.readings_of(one, clause, nouns)

    def readings_of(self, one: Pattern, clause: Clause, nouns: Nouns) -> Iterator[tuple[str | Lesson, ...]]:
        """The same for a single pattern."""
        for slots in one.match(clause, nouns):
            if found := tuple(self.says(nouns, **slots) if self.asks_nouns else self.says(**slots)):
                yield found


class Forms:
    """Several forms, of whose patterns only those are tried of which a clause has a word that they need."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self._patterns = [(form, one) for form in dict.fromkeys(forms) for one in form.patterns]
        self._always: set[int] = set()
        self._by_word: dict[str, set[int]] = {}
        for number, (_, one) in enumerate(self._patterns):
            rarest = min(one.needs, key=_commonness, default=frozenset[str]())
            for word in rarest:
                self._by_word.setdefault(word, set()).add(number)
            if not rarest:
                self._always.add(number)

    def readings(self, clause: Clause, nouns: Nouns) -> Iterator[tuple[str | Lesson, ...]]:
        """All that the clause says in any of the forms, in their order."""
        found = self._always.union(*(self._by_word[word] for word in clause.set if word in self._by_word))
        for number in sorted(found):
            form, one = self._patterns[number]
            yield from form.readings_of(one, clause, nouns)


_COMMON = frozenset("a an and are be by can cannot has have in is it may must of only or should the to".split())  # noqa: SIM905


def _commonness(words: frozenset[str]) -> tuple[int, int]:
    """How likely a clause has one of some words."""
    return len(words & _COMMON), len(words)


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
