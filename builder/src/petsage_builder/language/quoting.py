"""Names within sentences: quoted only where a sentence would otherwise be read differently."""

import re
from functools import lru_cache

from petsage_builder.language.closed import is_adverb
from petsage_builder.language.reader import language_words, read
from petsage_builder.language.statements import Statement
from petsage_builder.language.strange import is_no_name, is_strange
from petsage_builder.language.words import sentences
from petsage_builder.terms.marking import NAME
from petsage_builder.terms.misreading import MisreadError


def plain(marked: str) -> str:
    """Words with their marked names as they are, where no sentence has to be read."""
    return NAME.sub(lambda found: found[1], marked)


def sentence(marked: str) -> str:
    """A sentence with its marked names written, in quotes where they need them; it begins with a capital."""
    plain = _written(marked, quoted=False)
    risky = any(_is_risky(words) for words, _ in NAME.findall(marked))
    quoted = _written(marked, quoted=True) if risky else plain
    return plain if plain == quoted or (_read(plain) == _read(quoted) and not _is_strange(plain)) else quoted


def _is_strange(said: str) -> bool:
    """Whether a name in a sentence would be taken for a part of another sentence."""
    statement = _read(said)
    return statement is not None and is_strange(statement)


def _written(marked: str, *, quoted: bool) -> str:
    def write(found: re.Match[str]) -> str:
        return found[2] if quoted and _is_risky(found[1]) else found[1]

    text = NAME.sub(write, marked)
    return f"{text[0].upper()}{text[1:]}."


def _is_risky(words: str) -> bool:
    """Whether words could be read as the language's."""
    spoken = words.lower().split()
    return not language_words().isdisjoint(spoken) or any(map(is_adverb, spoken)) or is_no_name(spoken)


@lru_cache(4096)
def _read(text: str) -> Statement | None:
    try:
        return read(next(sentences(text)))
    except MisreadError:
        return None
