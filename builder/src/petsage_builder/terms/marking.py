"""Names marked within what is said: whether they need quotes is known only once the whole sentence is."""

import re
from collections.abc import Iterable

_BEGIN, _OR, _END = "\x02", "\x03", "\x04"
NAME = re.compile(f"{_BEGIN}([^{_OR}]*){_OR}([^{_END}]*){_END}")
_UNQUOTED_VALUE = re.compile("[a-z0-9]+(?:_[a-z0-9]+)*")
_WITH_CAPITALS = re.compile(r"(?=.*[A-Z])[A-Za-z]\w*(?:[- ][A-Za-z]\w*)*")

_PLAIN_CONSTANT = re.compile(r"-?[0-9]+(\.[0-9]+)?|[a-z0-9]+( [a-z0-9]+)*|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}:[0-9]{2}")

QUANTITIES = frozenset(
    "both few many multiple numerous several various two three four five six seven eight nine ten".split()  # noqa: SIM905
)
"""Words before a name that say how many there are; a name begins with one only where it is quoted."""


def name(words: str) -> str:
    """The words marked as a name, for `sentence` to write."""
    is_counted = " " in words and words.split()[0] in QUANTITIES
    return _marked(f'"{words}"' if is_counted else words, f'"{words}"')


def value(words: str, *, known: bool = False) -> str:
    """A choice or a state, likewise: in words where that says the same, else as it is written.

    Where it is `known` which there are, quotes don't say how it is written.
    """
    if _UNQUOTED_VALUE.fullmatch(words):
        plain = words.replace("_", " ")
        return _marked(plain, f'"{plain if known else words}"')
    return _marked(words if _WITH_CAPITALS.fullmatch(words) else f'"{words}"', f'"{words}"')


def _marked(plain: str, quoted: str) -> str:
    return f"{_BEGIN}{plain}{_OR}{quoted}{_END}"


def constant(text: str) -> str:
    """What a field starts as: in quotes where it doesn't look like a constant of the language."""
    return text if _PLAIN_CONSTANT.fullmatch(text) else f'"{text}"'


def listed(items: Iterable[str], last: str = "and") -> str:
    """ "a, b and c"."""
    *first, end = items
    return f"{', '.join(first)} {last} {end}" if first else end
