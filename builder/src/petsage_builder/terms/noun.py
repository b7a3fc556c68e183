"""Words of the user's, as a sentence has them."""

import re


class Noun(str):
    """Words of the user's, in small letters with single spaces.

    `at` is their place in the text; a bare subject has no article, so that it may be a plural; what is quoted is a name
    whatever its words are.
    """

    __slots__ = ("at", "is_bare", "is_quoted")
    at: int
    is_bare: bool
    is_quoted: bool

    def __new__(cls, words: str, at: int) -> "Noun":
        noun = super().__new__(cls, words)
        noun.at = at
        noun.is_bare = False
        noun.is_quoted = False
        return noun


Nouns = tuple[Noun, ...]


def as_name(text: str) -> str:
    """Words as part of a name: hyphens and underscores bind words, so that "check-in" is "check in"."""
    return " ".join(re.sub(r"[-_]", " ", text.replace("/", " per ").lower()).split())
