"""Names within sentences: quoted only where a sentence would otherwise be read differently."""

import re

from petsage_builder.language.closed import QUANTITIES
from petsage_builder.language.reader import language_words, read
from petsage_builder.language.statements import Statement
from petsage_builder.language.tokens import MisreadError
from petsage_builder.language.words import sentences

_BEGIN, _OR, _END = "\x02", "\x03", "\x04"
_NAME = re.compile(f"{_BEGIN}([^{_OR}]*){_OR}([^{_END}]*){_END}")
_UNQUOTED_VALUE = re.compile("[a-z0-9]+(?:_[a-z0-9]+)*")
_WITH_CAPITALS = re.compile(r"(?=.*[A-Z])[A-Za-z]\w*(?:[- ][A-Za-z]\w*)*")


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


def plain(marked: str) -> str:
    """Words with their marked names as they are, where no sentence has to be read."""
    return _NAME.sub(lambda found: found[1], marked)


def sentence(marked: str) -> str:
    """A sentence with its marked names written, in quotes where they need them; it begins with a capital."""
    plain = _written(marked, quoted=False)
    risky = any(_is_risky(words) for words, _ in _NAME.findall(marked))
    quoted = _written(marked, quoted=True) if risky else plain
    return plain if plain == quoted or _read(plain) == _read(quoted) else quoted


def _written(marked: str, *, quoted: bool) -> str:
    def write(found: re.Match[str]) -> str:
        return found[2] if quoted and _is_risky(found[1]) else found[1]

    text = _NAME.sub(write, marked)
    return f"{text[0].upper()}{text[1:]}."


def _is_risky(words: str) -> bool:
    """Whether words could be read as the language's."""
    return not language_words().isdisjoint(words.lower().split())


def _read(text: str) -> Statement | None:
    try:
        return read(next(sentences(text)))
    except MisreadError:
        return None
