"""Names within sentences: quoted only where a sentence would otherwise be read differently."""

import re

from petsage_builder.language.reader import language_words, read
from petsage_builder.language.statements import Statement
from petsage_builder.language.tokens import MisreadError
from petsage_builder.language.words import sentences

_BEGIN, _END = "\x02", "\x03"
_NAME = re.compile(f"{_BEGIN}([^{_END}]*){_END}")


def name(words: str) -> str:
    """The words marked as a name, for `sentence` to write."""
    return f"{_BEGIN}{words}{_END}"


def sentence(marked: str) -> str:
    """A sentence with its marked names written, in quotes where they need them; it begins with a capital."""
    plain = _written(marked, quoted=False)
    risky = any(not language_words().isdisjoint(words.split()) for words in _NAME.findall(marked))
    quoted = _written(marked, quoted=True) if risky else plain
    return plain if plain == quoted or _read(plain) == _read(quoted) else quoted


def _written(marked: str, *, quoted: bool) -> str:
    def write(found: re.Match[str]) -> str:
        risky = quoted and not language_words().isdisjoint(found[1].split())
        return f'"{found[1]}"' if risky else found[1]

    text = _NAME.sub(write, marked)
    return f"{text[0].upper()}{text[1:]}."


def _read(text: str) -> Statement | None:
    try:
        return read(next(sentences(text)))
    except MisreadError:
        return None
