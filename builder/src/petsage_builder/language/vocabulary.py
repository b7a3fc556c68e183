"""Which name a noun stands for."""

from collections.abc import Iterable
from difflib import get_close_matches

from petsage_builder.terms.names import one_of_several, plural


class Vocabulary:
    """Some names, found by themselves or by their plurals."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(dict.fromkeys(names))
        self._forms = {plural(name): name for name in self.names} | {name: name for name in self.names}

    def find(self, noun: str) -> str | None:
        """The name that the noun stands for, if there is one: itself, in the plural or in another plural of it."""
        return self._forms.get(noun) or (one if (one := one_of_several(noun)) in self.names else None)

    def nearest(self, noun: str) -> str | None:
        """The name that is spelled most like the noun, if one is close."""
        close = get_close_matches(noun, self._forms, n=1, cutoff=0.75)
        return self._forms[close[0]] if close else None
